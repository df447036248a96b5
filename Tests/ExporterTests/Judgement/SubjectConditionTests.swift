import Exposition
import OCP
import Testing

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

/// What may be wrong with a tenant, or a cluster before OceanBase 4.
@Suite struct SubjectConditionTests {
    /// What is changed about a tenant that is well, and what is said of it then.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let words: [String]
        let change: @Sendable (inout SubjectFacts) -> Void

        init(
            _ name: String,
            _ words: [String],
            _ change: @escaping @Sendable (inout SubjectFacts) -> Void
        ) {
            testDescription = name
            self.words = words
            self.change = change
        }

        var facts: SubjectFacts {
            var facts = SubjectFacts.healthy()
            change(&facts)
            return facts
        }
    }

    private static let now = SubjectFacts.moment
    private static let day = 86_400.0

    private static func words(
        _ facts: SubjectFacts,
        isStandbyCluster: Bool = false,
        isOCPUp: Bool = true
    ) -> [String] {
        SubjectSituation(
            facts,
            isStandbyCluster: isStandbyCluster,
            isOCPUp: isOCPUp,
            now: Instant(now)
        ).findings.map(\.words)
    }

    static let logCases = [
        Case("a tenant that is well", []) { _ in },
        Case("an interrupted archive", ["log archive interrupted"]) {
            $0.log([.row("INTERRUPTED", to: now)])
        },
        Case("a failed archive", ["log archive failed"]) { $0.log([.row("FAILED", to: now)]) },
        Case("an archive that failed before and runs", []) {
            $0.log([.row("FAILED", from: 1, to: 2), .row("INPROGRESS", from: 3, to: now)])
        },
        Case("a stopped archive", ["log archive stopped"]) { $0.log([.row("STOPPED", to: now)]) },
        Case("a late archive", ["log archive late"]) {
            $0.log([.row("INPROGRESS", to: now - 601)])
        },
        Case("one at its limit", []) { $0.log([.row("INPROGRESS", to: now - 600)]) },
        Case("one that is far behind", ["log archive far behind"]) {
            $0.log([.row("INPROGRESS", to: now - 3601)])
        },
        Case("one of which only the delay is known", ["log archive late"]) {
            var row = LogBackupTask.row("INPROGRESS")
            row.delay = 700
            $0.log([row])
        },
        Case("an archive that was never started", ["log archive never started"]) { $0.log([]) },
        Case("an archive that was never read", []) { $0.logBackups = Held() },
    ]

    static let dataCases = [
        Case("a success that is too old", ["no data backup has succeeded for 9 d 0 h"]) {
            $0.data([.row("DONE", from: now - 10 * day, to: now - 9 * day)])
        },
        Case("one at its limit", []) { $0.data([.row("DONE", to: now - 8 * day)]) },
        Case("an incremental one that is young enough", []) {
            $0.data([
                .row("DONE", to: now - 20 * day), .row("DONE", "INCREMENTAL_BACKUP", to: now - day),
            ])
        },
        Case("no success of an old tenant", ["no data backup has succeeded"]) { $0.data([]) },
        Case("no success of a new tenant", []) {
            $0.tenant?.createTime = now - day
            $0.data([])
        },
        Case("no success of a tenant of unknown age", []) {
            $0.tenant?.createTime = nil
            $0.data([])
        },
        Case("a failure", ["last full backup failed"]) {
            $0.data([.row("DONE", to: now - 900), .row("FAILED", to: now - 800)])
        },
        Case(
            "several failures of both types",
            [
                "last 2 full backups failed, last incremental backup failed"
            ]
        ) {
            let failed = (1...2).map { DataBackupTask.row("FAILED", to: now - Double($0)) }
            let other = DataBackupTask.row("FAILED", "INCREMENTAL_BACKUP", to: now)
            $0.data([.row("DONE", to: now - 900), other] + failed)
        },
        Case("a failure that was made good", []) {
            $0.data([.row("FAILED", to: now - 900), .row("DONE", to: now - 800)])
        },
        Case("one that runs too long", ["data backup runs for 1 d 1 h"]) {
            $0.data([.row("DOING", from: now - 25 * 3600), .row("DONE", to: now - 900)])
        },
        Case("one that runs as long as it may", []) {
            $0.data([.row("DOING", from: now - day), .row("DONE", to: now - 900)])
        },
        Case("backups that were never read", []) { $0.dataBackups = Held() },
    ]

    static let otherCases = [
        Case("no strategy", ["no backup strategy"]) { $0.hasNoStrategy() },
        Case("no strategy, and so neither archive nor backup", ["no backup strategy"]) {
            $0.hasNoStrategy()
            $0.log([])
            $0.data([])
        },
        Case("a strategy that is not known", []) { $0.ownStrategy = Held() },
        Case("a schedule that is off", ["schedule switched off"]) {
            $0.ownStrategy = Held(BackupStrategy().switchedOff, at: Instant(now), duration: 1)
        },
        Case("a schedule of which nothing is said", []) {
            $0.ownStrategy = Held(BackupStrategy(), at: Instant(now), duration: 1)
        },
        Case("a restore that is too long ago", ["last restored 31 d 0 h ago"]) {
            $0.defaults.restoreAge = 30 * day
            $0.restored.lastSuccess = now - 31 * day
        },
        Case("a backup that was never restored", ["its backup was never restored"]) {
            $0.defaults.restoreAge = 30 * day
        },
        Case("a restore that is young enough", []) {
            $0.defaults.restoreAge = 30 * day
            $0.restored.lastSuccess = now - 30 * day
        },
        Case("one that cannot be read", ["data_backups not readable: timeout: timeout"]) {
            $0.dataBackups = $0.dataBackups.failed(.simple(.timeout), duration: 1)
        },
        Case("a strategy's call that OCP lacks", []) {
            $0.lacksOwnStrategy = true
            $0.ownStrategy = $0.ownStrategy.failed(.absent, duration: 1)
        },
    ]

    @Test(arguments: logCases + dataCases + otherCases)
    func whatIsWrongIsSaid(_ example: Case) {
        #expect(Self.words(example.facts) == example.words)
    }

    @Test func everyConditionIsFoundByOneOfTheseCases() {
        let found = (Self.logCases + Self.dataCases + Self.otherCases).flatMap { example in
            SubjectSituation(
                example.facts,
                isStandbyCluster: false,
                isOCPUp: true,
                now: Instant(Self.now)
            ).findings.map(\.condition.name)
        }
        #expect(Set(found) == Set(SubjectCondition.all.map(\.name)))
    }

    @Test(arguments: logCases + dataCases + otherCases)
    func nothingIsWrongWhereNobodyWantsABackupOrAsks(_ example: Case) {
        var unwanted = example.facts
        unwanted.defaults.isBackupExpected = false
        #expect(Self.words(unwanted).isEmpty)
        var byRule = example.facts
        byRule.rule = ThresholdRules.Rule(isBackupExpected: false)
        #expect(Self.words(byRule).isEmpty)
        var unasked = example.facts
        unasked.isAsked = false
        #expect(Self.words(unasked).isEmpty)
    }

    /// A log archive that is there is judged on a standby, too; what need not be there is not.
    private static let ofStandbys = [
        "log archive interrupted", "log archive failed", "log archive far behind",
        "log archive late", "data backup runs", "last restored", "its backup", "data_backups not",
    ]

    @Test(arguments: logCases + dataCases + otherCases)
    func aStandbyNeedsNoBackup(_ example: Case) {
        let left = example.words.filter { words in
            Self.ofStandbys.contains { words.hasPrefix($0) }
        }
        var byRole = example.facts
        byRole.tenant?.role = "STANDBY"
        #expect(Self.words(byRole) == left)
        var byCluster = example.facts
        byCluster.tenant?.role = nil
        #expect(Self.words(byCluster, isStandbyCluster: true) == left)
        #expect(Self.words(byCluster) == example.words, "a role that is not sent is a primary's")
        #expect(Self.words(example.facts, isStandbyCluster: true) == example.words)
    }

    @Test func ofAnOCPThatIsDownNothingIsSaidTwice() {
        var facts = SubjectFacts.healthy()
        facts.logBackups = facts.logBackups.failed(.simple(.connect), duration: 1)
        #expect(Self.words(facts, isOCPUp: false).isEmpty)
        #expect(Self.words(facts).count == 1)
    }

    /// The overview of a cluster tells of its log archive's delay and its strategy.
    @Test func ofClustersIsSaidWhatTheirOverviewDoesNotTell() {
        var facts = SubjectFacts.healthyCluster()
        #expect(Self.words(facts).isEmpty)
        facts.log([.row("STOPPED", to: 1)])
        facts.clusterStrategy = Held(nil, at: 1, duration: 1)
        #expect(Self.words(facts).isEmpty)
        facts.log([.row("FAILED", to: 1)])
        facts.data([.row("FAILED", to: Self.now), .row("DONE", to: Self.now - 60)])
        #expect(Self.words(facts) == ["log archive failed", "last full backup failed"])
    }

    @Test func criticalConditionsComeFirst() {
        let severities = SubjectCondition.all.map { $0.severity == .critical }
        #expect(severities == severities.filter(\.self) + severities.filter { !$0 })
    }
}

extension BackupStrategy {
    /// The same with a schedule that is off.
    fileprivate var switchedOff: BackupStrategy {
        var copy = self
        copy.isScheduleEnabled = false
        return copy
    }
}
