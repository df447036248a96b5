import Exposition
import OCP

/// Whose backup the page tells of: a cluster or, from OceanBase 4 on, a tenant.
///
/// A class, because every row of the metric tables visits it: a copy of the structure would count
/// references to all its texts.
final class Subject: Sendable {
    let facts: SubjectFacts

    /// Wraps what is known.
    init(_ facts: SubjectFacts) {
        self.facts = facts
    }

    /// The same without answers that have become too old to be served.
    func expired(at now: Instant) -> Subject {
        guard let end = facts.end, now.uptime > end else { return self }
        return Subject(facts.expired(at: now))
    }
}

/// What is known of a subject.
struct SubjectFacts: Sendable {
    /// OCP's id of the cluster.
    var cluster: Int64
    /// The labels of every series of the subject, escaped.
    var labels: Labels
    /// The tenant as OCP lists it; nil for a cluster.
    var tenant: TenantSummary?
    /// Whether its tasks and its strategy are asked for.
    var isAsked = false
    /// What is held longest of each collector, in seconds after its last success.
    var staleAfter: [TaskCollector: Double] = [:]

    /// The rule of the configuration that is about it, and what holds where nothing is said.
    var rule: ThresholdRules.Rule?
    var defaults = Thresholds()

    var logBackups = Held<LogBackups>()
    var dataBackups = Held<DataBackups>()
    /// What OCP says of a strategy of its own; nothing for a cluster.
    var ownStrategy = Held<BackupStrategy?>()
    /// What OCP says of the strategy of its cluster.
    var clusterStrategy = Held<BackupStrategy?>()
    /// Whether this OCP has no such endpoints.
    var lacksOwnStrategy = false
    var lacksClusterStrategy = false
    /// When its backups were restored last.
    var restored = RestoreTimes()
    /// Until when that may be served, in seconds of uptime; nil if there is nothing.
    var restoredEnd: Double?
    /// When the restore tasks of the cluster were last read; nothing for a tenant.
    var restores = Held<[Restored: RestoreTimes]>()

    /// Whether somebody wants a backup of it; from the configuration.
    var isBackupExpected: Bool { rule?.isBackupExpected ?? defaults.isBackupExpected }

    /// The strategy that holds.
    var strategy: (level: String, strategy: BackupStrategy?)? {
        if let own = ownStrategy.answer.flatMap(\.self) { return ("TENANT", own) }
        if tenant != nil, ownStrategy.answer == nil, !lacksOwnStrategy { return nil }
        guard let answer = clusterStrategy.answer else { return nil }
        return answer.map { ("CLUSTER", $0) } ?? ("NONE", nil)
    }

    /// Whether nothing more is to be expected of OCP's strategies than what is known.
    private var isStrategySettled: Bool {
        let isClusterSettled =
            lacksClusterStrategy || clusterStrategy.lastSuccess != nil
            || clusterStrategy.failure != nil
        guard tenant != nil else { return isClusterSettled }
        if lacksOwnStrategy { return isClusterSettled }
        if ownStrategy.answer.flatMap(\.self) != nil || ownStrategy.failure != nil { return true }
        return ownStrategy.lastSuccess != nil && isClusterSettled
    }

    /// When its strategy was last read: the older of both where both are needed.
    var strategyReadAt: Instant? {
        if tenant == nil || lacksOwnStrategy { return clusterStrategy.lastSuccess }
        guard let own = ownStrategy.lastSuccess else { return nil }
        guard ownStrategy.answer == .some(nil) else { return own }
        guard !lacksClusterStrategy, let cluster = clusterStrategy.lastSuccess else {
            return lacksClusterStrategy ? own : nil
        }
        return cluster.uptime < own.uptime ? cluster : own
    }

    /// When each collector last read it.
    var lastSuccesses: [(TaskCollector, Instant)] {
        guard isAsked || tenant == nil else { return [] }
        let read: [(TaskCollector, Instant?)] = [
            (.logBackups, logBackups.lastSuccess), (.dataBackups, dataBackups.lastSuccess),
            (.strategies, isAsked ? strategyReadAt : nil), (.restores, restores.lastSuccess),
        ]
        return read.compactMap { collector, at in at.map { (collector, $0) } }
    }

    /// Whether what its cluster's strategy says matters.
    private var needsClusterStrategy: Bool {
        tenant == nil || lacksOwnStrategy || ownStrategy.answer == .some(nil)
    }

    /// Why the last attempts to read it failed.
    var failures: [(TaskCollector, OCPError)] {
        guard isAsked || tenant == nil else { return [] }
        let held: [(TaskCollector, OCPError?)] = [
            (.logBackups, logBackups.failure), (.dataBackups, dataBackups.failure),
            (.strategies, lacksOwnStrategy ? nil : ownStrategy.failure),
            (
                .strategies,
                needsClusterStrategy && !lacksClusterStrategy ? clusterStrategy.failure : nil
            ),
            (.restores, restores.failure),
        ]
        return held.compactMap { collector, failure in failure.map { (collector, $0) } }
    }

    /// What counts as late for it; nil where nobody asks for its tasks, and as long as it is not known
    /// whether OCP's own strategy has a say.
    var limits: SubjectThresholds {
        guard isAsked else { return SubjectThresholds() }
        return SubjectThresholds(
            rule,
            strategy?.strategy,
            isStrategySettled ? defaults : nil,
            proportion: defaults.logBackupDelayCritical / defaults.logBackupDelay
        )
    }

    /// When the first of its answers becomes too old, in seconds of uptime.
    var end: Double? {
        func end<Answer>(_ held: Held<Answer>, _ collector: TaskCollector) -> Double? {
            guard held.answer != nil, let last = held.lastSuccess else { return nil }
            return staleAfter[collector].map { last.uptime + $0 }
        }
        return [
            end(logBackups, .logBackups), end(dataBackups, .dataBackups),
            end(ownStrategy, .strategies), end(clusterStrategy, .strategies), restoredEnd,
        ].compactMap(\.self).min()
    }

    /// The same without answers that have become too old to be served.
    func expired(at now: Instant) -> SubjectFacts {
        var copy = self
        func stale(_ collector: TaskCollector) -> Double { staleAfter[collector] ?? .infinity }
        copy.logBackups = logBackups.expired(at: now, staleAfter: stale(.logBackups))
        copy.dataBackups = dataBackups.expired(at: now, staleAfter: stale(.dataBackups))
        copy.ownStrategy = ownStrategy.expired(at: now, staleAfter: stale(.strategies))
        copy.clusterStrategy = clusterStrategy.expired(at: now, staleAfter: stale(.strategies))
        if let restoredEnd, now.uptime > restoredEnd {
            copy.restored = RestoreTimes()
            copy.restoredEnd = nil
        }
        return copy
    }
}
