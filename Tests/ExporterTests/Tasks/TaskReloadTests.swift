import OCP
import Testing

@testable import Exporter

/// What a reload keeps.
@Suite struct TaskReloadTests {
    private typealias Harness = TaskStateHarness

    /// A harness whose questions were all answered once.
    private static func answered(rules: ThresholdRules = ThresholdRules()) throws -> Harness {
        var harness = try Harness(mode: .tenant, rules: rules)
        harness.list([Harness.tenant(7)])
        harness.logs([.row("INPROGRESS")], of: 1, 7)
        harness.data([.row("DONE", from: 1, to: 2)], of: 1, 7)
        harness.answer(.strategies, 1, 7, with: .strategy(nil))
        harness.answer(.strategies, 1, with: .strategy(nil))
        harness.answer(.restores, 1, with: .restores([:]))
        return harness
    }

    @Test func whatIsHeldIsKeptAndWhenItIsDue() throws {
        var harness = try Self.answered()
        let due = harness.state.agenda.nextDue
        harness.now += 10
        harness.reload { $0.pollInterval = .seconds(30) }
        #expect(harness.facts(1, 7)?.logBackups.answer?.count == 1)
        #expect(harness.facts(1, 7)?.dataBackups.answer != nil)
        #expect(harness.facts(1, 7)?.strategy?.level == "NONE")
        #expect(harness.facts(1)?.restores.lastSuccess?.uptime == 1000)
        #expect(harness.collector("log_backups")?.lastAnswer?.uptime == 1000)
        harness.round([1: "4.2.5"])
        harness.state.updateAgenda(at: .seconds(harness.now))
        #expect(harness.state.agenda.new(at: .seconds(harness.now)).isEmpty)
        #expect(harness.state.agenda.nextDue == due)
    }

    @Test func anotherSelectionHoldsAtOnce() throws {
        var harness = try Self.answered()
        harness.reload { $0.tenants.selection.exclude = try? Pattern("^t7$") }
        #expect(harness.facts(1, 7) == nil)
        #expect(harness.asked() == ["restores 1", "tenants"])
    }

    @Test func anotherModeAsksWhatIsNew() throws {
        var harness = try Self.answered()
        harness.reload { $0.tenants.mode = .cluster }
        harness.state.updateAgenda(at: .seconds(harness.now))
        let new = harness.state.agenda.new(at: .seconds(harness.now))
        #expect(new == [Harness.question(.logBackups, 1)])
    }

    @Test func rulesHoldAtOnce() throws {
        var harness = try Self.answered()
        #expect(harness.facts(1, 7)?.limits.logBackupDelay?.source == .default)
        var rule = ThresholdRules.Rule()
        rule.tenantName = try Pattern("^t7$")
        rule.logBackupDelay = 5
        rule.isBackupExpected = false
        var rules = ThresholdRules()
        rules.rules = [rule]
        harness.state.apply(rules)
        let facts = try #require(harness.facts(1, 7))
        #expect(facts.limits.logBackupDelay == .init(value: 5, source: .configuration))
        #expect(!facts.isBackupExpected)
        #expect(
            harness.facts(1)?.isBackupExpected == true,
            "a rule with a tenant is about no cluster"
        )
        #expect(facts.logBackups.answer?.count == 1)
    }

    @Test(arguments: [nil, "^c1$", "^c2$"] as [String?])
    func modeOffKeepsWhetherABackupOfAClusterIsExpected(_ pattern: String?) throws {
        var rule = ThresholdRules.Rule()
        rule.clusterName = try pattern.map(Pattern.init)
        rule.isBackupExpected = false
        var rules = ThresholdRules()
        rules.rules = [rule]
        let harness = try Harness(mode: .off, rules: rules)
        let facts = try #require(harness.facts(1))
        #expect(facts.isBackupExpected == (pattern == "^c2$"))
        #expect(!facts.isAsked)
        #expect(facts.limits.logBackupDelay == nil)
        #expect(facts.lastSuccesses.isEmpty)
    }

    @Test
    func modeOffLeavesNoTenants() throws {
        var harness = try Self.answered()
        harness.reload { $0.tenants.mode = .off }
        #expect(harness.facts(1, 7) == nil)
        harness.now += 1e6
        harness.round([1: "4.2.5"])
        #expect(harness.facts(1, 7) == nil)
    }
}
