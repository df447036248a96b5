import Exposition
import OCP

@testable import Exporter

/// A tenant about which nothing is wrong, and what a test changes about it.
extension SubjectFacts {
    /// The moment at which tests look, in seconds of both clocks.
    static let moment = 100_000_000.0

    /// A tenant that is well: its log archive runs, its last full backup is an hour old, its strategy is
    /// its own.
    static func healthy(_ id: Int64 = 7, of cluster: Int64 = 1) -> SubjectFacts {
        var tenant = TenantSummary(id: id, clusterId: cluster)
        tenant.name = "t\(id)"
        tenant.role = "PRIMARY"
        tenant.status = "NORMAL"
        tenant.createTime = moment - 100 * 86_400
        var facts = SubjectFacts(cluster: cluster, labels: .none, tenant: tenant)
        facts.isAsked = true
        facts.log([.row("INPROGRESS", from: moment - 9000, to: moment - 10)])
        facts.data([.row("DONE", from: moment - 4000, to: moment - 3600)])
        var strategy = BackupStrategy()
        strategy.isScheduleEnabled = true
        facts.ownStrategy = Held(strategy, at: Instant(moment), duration: 1)
        return facts
    }

    /// A cluster before OceanBase 4 that is well.
    static func healthyCluster() -> SubjectFacts {
        var facts = healthy()
        facts.tenant = nil
        facts.clusterStrategy = facts.ownStrategy
        facts.ownStrategy = Held()
        return facts
    }

    /// Lets it have these log backup tasks.
    mutating func log(_ rows: [LogBackupTask]) {
        logBackups = Held(LogBackups(rows), at: Instant(Self.moment), duration: 1)
    }

    /// Lets it have these data backup tasks.
    mutating func data(_ rows: [DataBackupTask]) {
        dataBackups = Held(DataBackups(rows, since: 0), at: Instant(Self.moment), duration: 1)
    }

    /// Lets OCP say of strategies that there is none.
    mutating func hasNoStrategy() {
        ownStrategy = Held(nil, at: Instant(Self.moment), duration: 1)
        clusterStrategy = ownStrategy
    }
}
