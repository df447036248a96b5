import OCP

extension OCPState {
    /// The clusters after a round.
    ///
    /// Both the clusters before and the selected ones ascend by id, so that one walk pairs them.
    mutating func clusters(
        _ selected: [ClusterSummary],
        _ result: RoundResult,
        at now: Double
    ) -> [ClusterSnapshot] {
        let before = snapshot.clusters
        var next = 0
        var finder: ThresholdRules.Finder?
        return selected.map { summary in
            while next < before.count, before[next].id < summary.id { next += 1 }
            let isKnown =
                next < before.count && before[next].id == summary.id
                && !before[next].isOutdatedBy(summary)
            let old = isKnown ? before[next] : named(summary.name ?? "", summary.id, &finder)
            return cluster(old, summary, result, at: now, &finder)
        }
    }

    private mutating func cluster(
        _ old: ClusterSnapshot,
        _ summary: ClusterSummary,
        _ result: RoundResult,
        at now: Double,
        _ finder: inout ThresholdRules.Finder?
    ) -> ClusterSnapshot {
        switch result.polls[summary.id] {
        case .success(let decoded, let duration, let end):
            note(decoded, old.id)
            let name =
                decoded.value.lazy.compactMap(\.clusterName).first ?? summary.name ?? old.name
            let base = name == old.name ? old : named(name, old.id, &finder)
            let (overviews, twins) = ClusterSnapshot.labelled(decoded.value, labels: base.labels)
            if twins > 0 {
                note(MalformedField(field: "tenantName", problem: "named twice"), old.id)
            }
            let new = ClusterSnapshot(
                id: old.id,
                name: name,
                labels: base.labels,
                thresholds: base.thresholds,
                overviews: overviews,
                lastSuccess: end,
                pollDuration: duration,
                failure: nil
            )
            filter.succeeded(new)
            return new
        case .failure(let error, let duration):
            // What ended the round is told of the OCP, not once more of each of its clusters.
            if result.stop?.error.reason != error.reason {
                filter.failed(old, error)
            }
            return old.failed(error, duration: duration)
        case nil:
            return unasked(old, result, at: now)
        }
    }

    /// A cluster that was not asked, because the round ended early.
    private func unasked(
        _ old: ClusterSnapshot,
        _ result: RoundResult,
        at now: Double
    ) -> ClusterSnapshot {
        // Where a quota lets only some clusters be asked in each round, the others are no worse for
        // it as long as their values are fresh.
        if case .throttled = result.stop, result.isLetIn, let last = old.lastSuccess,
            now - last <= settings.staleAfter.seconds
        {
            return old
        }
        let error = result.stop?.error ?? result.listFailure ?? result.logOnFailure
        return error.map { old.failed($0, duration: nil) } ?? old
    }

    /// A cluster of which only the name is known.
    private func named(
        _ name: String,
        _ id: Int64,
        _ finder: inout ThresholdRules.Finder?
    ) -> ClusterSnapshot {
        let rules = finder ?? thresholds.finder(ocp: settings.name)
        finder = rules
        return ClusterSnapshot(
            id: id,
            name: name,
            labels: ClusterSnapshot.labels(ocp: settings.name, id: id, name: name),
            thresholds: rules.thresholds(clusterName: name),
            overviews: [],
            lastSuccess: nil,
            pollDuration: nil,
            failure: nil
        )
    }
}

extension ClusterSnapshot {
    /// True if the list has a new name for a cluster that never answered, so that nothing but the
    /// name would be lost.
    fileprivate func isOutdatedBy(_ summary: ClusterSummary) -> Bool {
        guard lastSuccess == nil, let newName = summary.name else { return false }
        return newName != name
    }
}
