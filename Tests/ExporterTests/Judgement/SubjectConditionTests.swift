import OCP
import Testing

@testable import Exporter

/// What may be wrong with a tenant, or a cluster before OceanBase 4.
@Suite struct SubjectConditionTests {
    private static let now = SubjectFacts.moment
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

    @Test(arguments: SubjectCase.all)
    func whatIsWrongIsSaid(_ example: SubjectCase) {
        #expect(Self.words(example.facts) == example.words)
    }

    @Test func everyConditionIsFoundByOneOfTheseCases() {
        let found = SubjectCase.all.flatMap { example in
            SubjectSituation(
                example.facts,
                isStandbyCluster: false,
                isOCPUp: true,
                now: Instant(Self.now)
            ).findings.map(\.condition.name)
        }
        #expect(Set(found) == Set(SubjectCondition.all.map(\.name)))
    }

    @Test(arguments: SubjectCase.all)
    func nothingIsWrongWhereNobodyWantsABackupOrAsks(_ example: SubjectCase) {
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

    @Test(arguments: SubjectCase.all)
    func aStandbyNeedsNoBackup(_ example: SubjectCase) {
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
