import Testing

@testable import Exporter

@Suite struct ThresholdTests {
    private func rules() throws -> ThresholdRules {
        var core = ThresholdRules.Rule()
        core.clusterName = try Pattern("^core_")
        core.logBackupDelay = 120
        var test = ThresholdRules.Rule()
        test.ocp = try Pattern("^test$")
        test.dataBackupAge = 86_400
        test.logBackupDelayCritical = 900
        test.backupSizeDrop = 0.25
        var rules = ThresholdRules()
        rules.rules = [core, test]
        return rules
    }

    @Test func theFirstRuleThatMatchesWins() throws {
        let rules = try rules()
        #expect(rules.thresholds(ocp: "prod", clusterName: "crm") == Thresholds())
        let core = rules.thresholds(ocp: "test", clusterName: "core_pay")
        #expect(core.logBackupDelay == 120)
        #expect(core.dataBackupAge == Thresholds().dataBackupAge)
        let test = rules.thresholds(ocp: "test", clusterName: "crm")
        #expect(test.logBackupDelay == 600)
        #expect(test.logBackupDelayCritical == 900)
        #expect(test.dataBackupAge == 86_400)
        #expect(test.backupSizeDrop == 0.25)
    }

    @Test func theCriticalDelayGrowsWithTheOtherUnlessItIsSet() throws {
        var rules = try rules()
        let core = rules.thresholds(ocp: "", clusterName: "core_pay")
        #expect(core.logBackupDelayCritical == 720)
        rules.rules[0].logBackupDelayCritical = 1000
        let set = rules.thresholds(ocp: "", clusterName: "core_pay")
        #expect(set.logBackupDelayCritical == 1000)
    }

    @Test func defaultsAreForWhatARuleLeavesOut() throws {
        var rules = try rules()
        rules.defaults.dataBackupAge = 5
        #expect(rules.thresholds(ocp: "", clusterName: "core_pay").dataBackupAge == 5)
        #expect(rules.thresholds(ocp: "", clusterName: "x").dataBackupAge == 5)
    }
}
