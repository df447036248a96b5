import Exposition
import OCP

extension OCPState {
    /// The clusters after a round.
    ///
    /// Both the clusters before and the selected ones ascend by id, so that one walk pairs them.
    mutating func clusters(
        _ selected: [ClusterSummary],
        _ result: RoundResult,
        at now: Instant
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
            var new = cluster(old, summary, result, at: now, &finder)
            new.obVersion =
                new.overviews.lazy.compactMap(\.overview.obVersion).first ?? summary.obVersion
                ?? new.obVersion
            return new
        }
    }

    private mutating func cluster(
        _ old: ClusterSnapshot,
        _ summary: ClusterSummary,
        _ result: RoundResult,
        at now: Instant,
        _ finder: inout ThresholdRules.Finder?
    ) -> ClusterSnapshot {
        switch result.overviews.last[summary.id] {
        case .success(let decoded, let duration, let end):
            let name =
                decoded.value.lazy.compactMap(\.clusterName).first ?? summary.name ?? old.name
            var new = name == old.name ? old : named(name, old.id, &finder)
            let overviews = decoded.value.map { overview in
                let tenant = overview.tenantName.map { Labels(["ob_tenant_name": $0]) } ?? .none
                return ClusterSnapshot.LabelledOverview(
                    labels: new.labels.adding(tenant),
                    overview: overview
                )
            }
            note(overviews, decoded.malformedFields, old.id)
            new.overview = Held(overviews, at: end, duration: duration)
            filter.succeeded(new)
            return new
        case .failure(let error, let duration):
            // What ended the round is told of the OCP, not once more of each of its clusters.
            if result.closing?.error.reason != error.reason {
                filter.failed(old, error)
            }
            return failed(old, error, duration: duration)
        case nil:
            return unasked(old, result, at: now)
        }
    }

    /// A cluster that was not asked, because the round ended early.
    private func unasked(
        _ old: ClusterSnapshot,
        _ result: RoundResult,
        at now: Instant
    ) -> ClusterSnapshot {
        // Where a quota lets only some clusters be asked in each round, the others are no worse for
        // it as long as their values are fresh.
        if case .throttled = result.closing, result.isLetIn, let last = old.overview.lastSuccess,
            now.since(last) <= settings.staleAfter.seconds
        {
            return old
        }
        let error = result.closing?.error ?? result.listFailure ?? result.logOnFailure
        return error.map { failed(old, $0, duration: nil) } ?? old
    }

    private func failed(
        _ old: ClusterSnapshot,
        _ error: OCPError,
        duration: Double?
    ) -> ClusterSnapshot {
        var new = old
        new.overview = old.overview.failed(error, duration: duration)
        return new
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
            thresholds: rules.thresholds(clusterName: name)
        )
    }
}

extension ClusterSnapshot {
    /// True if the list has a new name for a cluster that never answered, so that nothing but the
    /// name would be lost.
    fileprivate func isOutdatedBy(_ summary: ClusterSummary) -> Bool {
        guard overview.lastSuccess == nil, let newName = summary.name else { return false }
        return newName != name
    }
}
