import Exposition
import OCP

extension TaskState {
    /// What is known at a moment.
    ///
    /// - Parameters:
    ///   - ocp: the clusters by ascending id.
    ///   - now: the moment.
    /// - Returns: what is known, without answers that are too old.
    func snapshot(of ocp: OCPSnapshot, at now: Instant) -> TaskSnapshot {
        var snapshot = TaskSnapshot()
        let finder = rules.finder(ocp: settings.name)
        let restored = restoreTimes(at: now)
        for cluster in ocp.clusters {
            var facts = self.facts(of: cluster, finder)
            if let times = restored.clusters[cluster.id] {
                (facts.restored, facts.restoredEnd) = times
            }
            snapshot.subjects.append(Subject(facts).expired(at: now))
            for record in tenants[cluster.id] ?? [] {
                var facts = self.facts(of: record, cluster.id)
                if record.isAsked, let times = restored.tenants[record.summary.id] {
                    (facts.restored, facts.restoredEnd) = times
                }
                snapshot.subjects.append(Subject(facts).expired(at: now))
            }
        }
        snapshot.end = snapshot.subjects.lazy.compactMap(\.facts.end).min()
        snapshot.collectors = collectors(of: ocp, at: now)
        snapshot.listFailure = list.failure
        snapshot.wasReadOnce = wasReadOnce || settings.tenants.mode == .off
        return snapshot
    }

    private func facts(
        of cluster: ClusterSnapshot,
        _ finder: ThresholdRules.Finder
    ) -> SubjectFacts {
        var facts = SubjectFacts(cluster: cluster.id, labels: cluster.labels)
        facts.rule = finder.rule(clusterName: cluster.name)
        facts.defaults = rules.defaults
        guard settings.tenants.mode != .off else { return facts }
        let target = TaskTarget(cluster: cluster.id)
        facts.staleAfter = settings.tenantStaleAfter
        facts.restores = restores[cluster.id] ?? Held()
        if lacks(.restores, .cluster) { facts.restores = facts.restores.withoutFailure }
        facts.isAsked = cluster.isBackedUpByTenant == false
        guard facts.isAsked else { return facts }
        facts.logBackups = logBackups[target]?.map(\.own) ?? Held()
        facts.dataBackups = dataBackups[target]?.map(\.own) ?? Held()
        if lacks(.logBackups, .cluster) { facts.logBackups = facts.logBackups.withoutFailure }
        if lacks(.dataBackups, .cluster) { facts.dataBackups = facts.dataBackups.withoutFailure }
        facts.clusterStrategy = strategies[target] ?? Held()
        facts.lacksClusterStrategy = lacks(.strategies, .cluster)
        return facts
    }

    private func facts(of record: TenantRecord, _ cluster: Int64) -> SubjectFacts {
        var facts = SubjectFacts(cluster: cluster, labels: record.labels, tenant: record.summary)
        facts.rule = record.rule
        facts.defaults = rules.defaults
        facts.isAsked = record.isAsked
        guard record.isAsked else { return facts }
        facts.staleAfter = settings.tenantStaleAfter
        let target = TaskTarget(cluster: cluster, tenant: record.summary.id)
        facts.logBackups = held(logBackups, .logBackups, record, target, LogBackups([]))
        facts.dataBackups = held(
            dataBackups,
            .dataBackups,
            record,
            target,
            DataBackups([], since: 0)
        )
        facts.ownStrategy = strategies[target] ?? Held()
        facts.clusterStrategy = strategies[TaskTarget(cluster: cluster)] ?? Held()
        facts.lacksOwnStrategy = lacks(.strategies, .tenant)
        facts.lacksClusterStrategy = lacks(.strategies, .cluster)
        return facts
    }

    /// What is held of the tasks of a tenant: what it was asked itself, or what its cluster's list says
    /// of it.
    private func held<Summary>(
        _ all: [TaskTarget: Held<TaskRows<Summary>>],
        _ collector: TaskCollector,
        _ record: TenantRecord,
        _ target: TaskTarget,
        _ nothing: Summary
    ) -> Held<Summary> {
        let own = all[target].map { lacks(collector, .tenant) ? $0.withoutFailure : $0 }
        let mode = settings.tenants.mode
        if asksItself(record, collector), let own { return own.map(\.own) }
        if mode != .tenant, let list = all[TaskTarget(cluster: target.cluster)] {
            let told = list.map { rows in
                rows.summary(of: record.summary) ?? (rows.tenants.isEmpty ? nil : nothing)
            }
            if told.answer != nil || mode == .cluster { return told }
        }
        return own?.map(\.own) ?? Held()
    }

    /// When backups were restored last, by whose they are, and until when that may be served.
    private func restoreTimes(
        at now: Instant
    ) -> (
        clusters: [Int64: (RestoreTimes, Double?)], tenants: [Int64: (RestoreTimes, Double?)]
    ) {
        let staleAfter = settings.tenantStaleAfter[.restores] ?? 0
        var ofClusters: [Int64: (RestoreTimes, Double?)] = [:]
        var ofTenants: [Int64: (RestoreTimes, Double?)] = [:]
        func add(
            _ times: RestoreTimes,
            _ end: Double,
            to all: inout [Int64: (RestoreTimes, Double?)],
            _ id: Int64
        ) {
            let old = all[id]
            all[id] = (old?.0.merged(times) ?? times, min(old?.1 ?? end, end))
        }
        for held in restores.values {
            // What a cluster that cannot be read once said of others' backups is too old, and no reason to
            // leave out what others say now.
            guard let answer = held.expired(at: now, staleAfter: staleAfter).answer,
                let last = held.lastSuccess
            else { continue }
            for (whose, times) in answer {
                guard let cluster = clusters[whose.cluster] else { continue }
                let tenant =
                    cluster.isBackedUpByTenant == true
                    ? tenants[whose.cluster]?.first { $0.isNamed(by: whose) } : nil
                let end = last.uptime + staleAfter
                if let tenant {
                    add(times, end, to: &ofTenants, tenant.summary.id)
                } else {
                    add(times, end, to: &ofClusters, whose.cluster)
                }
            }
        }
        return (ofClusters, ofTenants)
    }

    /// How asking goes: first the overviews, which rounds ask for.
    private func collectors(of ocp: OCPSnapshot, at now: Instant) -> [CollectorState] {
        guard ocp.lastRound != nil else { return [] }
        let answered = ocp.clusters.lazy.compactMap(\.overview.lastSuccess)
            .max { $0.uptime < $1.uptime }
        var states = [
            state(
                "overview",
                targets: ocp.clusters.count,
                Agenda.Standing(
                    failed: ocp.clusters.count { $0.overview.failure != nil },
                    unread: ocp.clusters.count { $0.overview.lastSuccess == nil }
                ),
                interval: ocp.pollInterval,
                answered,
                isSupported: true,
                at: now
            )
        ]
        guard settings.tenants.mode != .off else { return states }
        let standing = agenda.standing
        for collector in TaskCollector.allCases {
            let endpoints = agenda.endpoints(of: collector)
            let support = endpoints.map { agenda.supports[$0] ?? EndpointSupport() }
            let isAbsent = !endpoints.isEmpty && support.allSatisfy(\.isAbsent)
            states.append(
                state(
                    collector.rawValue,
                    targets: agenda.count(of: collector),
                    standing[collector] ?? Agenda.Standing(),
                    interval: settings.tenants.intervals[collector]?.seconds ?? 0,
                    lastAnswers[collector],
                    isSupported: isAbsent ? false : support.contains(where: \.isKnown) ? true : nil,
                    at: now
                )
            )
            states[states.count - 1].level = levels(of: collector)
        }
        return states
    }

    /// Which lists of this OCP name tenants, and which it lacks, in words; nil where there is nothing to
    /// say.
    private func levels(of collector: TaskCollector) -> String? {
        let levels = Set((choices[collector] ?? [:]).values.lazy.compactMap(\.level))
        let chosen = [
            (TaskLevel.cluster, "lists of clusters name tenants"),
            (TaskLevel.tenant, "tenants are asked one by one"),
        ].filter { levels.contains($0.0) }.map(\.1)
        let lacking = [
            (TaskLevel.cluster, "this OCP has none for clusters"),
            (TaskLevel.tenant, "this OCP has none for tenants"),
        ].filter { lacks(collector, $0.0) }.map(\.1)
        let words = (chosen.isEmpty ? [] : [chosen.joined(separator: " or ")]) + lacking
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }

    private func state(
        _ name: String,
        targets: Int,
        _ standing: Agenda.Standing,
        interval: Double,
        _ lastAnswer: Instant?,
        isSupported: Bool?,
        at now: Instant
    ) -> CollectorState {
        // A target is asked once in an interval: its answer, and the page, may take a little longer.
        let grace = settings.pollInterval.seconds + settings.connection.timeout.seconds
        let isFresh = lastAnswer.map { now.since($0) <= interval + grace } ?? false
        return CollectorState(
            name: name,
            targets: targets,
            failedTargets: standing.failed,
            unread: standing.unread,
            read: standing.read,
            interval: interval,
            lastAnswer: lastAnswer,
            isSupported: isSupported,
            isUp: targets == 0 || isSupported == false || isFresh
        )
    }
}

extension TenantRecord {
    /// Whether a restore was one of its backup: by OCP's id, or by another where that is not sent.
    fileprivate func isNamed(by whose: Restored) -> Bool {
        if let id = whose.tenant.id { return id == summary.id }
        if let obTenantId = whose.tenant.obTenantId { return obTenantId == summary.obTenantId }
        return whose.tenantName != nil && whose.tenantName == summary.name
    }
}
