import OCP
import Testing

@testable import Exporter

/// What counts as late for a subject, value by value.
@Suite struct SubjectThresholdTests {
    private typealias Limit = SubjectThresholds.Limit

    private static func rule(_ change: (inout ThresholdRules.Rule) -> Void) -> ThresholdRules.Rule {
        var rule = ThresholdRules.Rule()
        change(&rule)
        return rule
    }

    /// A strategy that says all there is to say.
    private static var strategy: BackupStrategy {
        var strategy = BackupStrategy()
        strategy.logBackupDelay = 30
        strategy.dataBackupDuration = 40
        strategy.dataBackupAge = 50
        return strategy
    }

    private static func limits(
        _ rule: ThresholdRules.Rule? = nil,
        _ strategy: BackupStrategy? = nil,
        _ defaults: Thresholds? = Thresholds()
    ) -> SubjectThresholds {
        SubjectThresholds(rule, strategy, defaults, proportion: 6)
    }

    @Test func withoutAnybodysWordTheDefaultsHold() {
        let limits = Self.limits()
        #expect(limits.logBackupDelay == Limit(value: 600, source: .default))
        #expect(limits.logBackupDelayCritical == Limit(value: 3600, source: .default))
        #expect(limits.dataBackupAge == Limit(value: 8 * 86_400, source: .default))
        #expect(limits.dataBackupDuration == Limit(value: 86_400, source: .default))
        #expect(limits.restoreAge == nil)
    }

    @Test func theStrategyComesBeforeTheDefaults() {
        let limits = Self.limits(nil, Self.strategy)
        #expect(limits.logBackupDelay == Limit(value: 30, source: .strategy))
        #expect(limits.logBackupDelayCritical == Limit(value: 180, source: .strategy))
        #expect(limits.dataBackupDuration == Limit(value: 40, source: .strategy))
        #expect(limits.dataBackupAge == Limit(value: 50, source: .strategy))
    }

    @Test func theConfigurationComesBeforeTheStrategyInWhatItSays() {
        let limits = Self.limits(Self.rule { $0.logBackupDelay = 10 }, Self.strategy)
        #expect(limits.logBackupDelay == Limit(value: 10, source: .configuration))
        #expect(limits.logBackupDelayCritical == Limit(value: 60, source: .configuration))
        #expect(limits.dataBackupAge == Limit(value: 50, source: .strategy))
    }

    @Test func aCriticalDelayThatIsSetHasItsOwnSource() {
        let limits = Self.limits(Self.rule { $0.logBackupDelayCritical = 99 }, Self.strategy)
        #expect(limits.logBackupDelay == Limit(value: 30, source: .strategy))
        #expect(limits.logBackupDelayCritical == Limit(value: 99, source: .configuration))
    }

    @Test func whatTheStrategyDoesNotSayIsTheDefaults() {
        var strategy = BackupStrategy()
        strategy.dataBackupAge = 50
        let limits = Self.limits(nil, strategy)
        #expect(limits.logBackupDelay?.source == .default)
        #expect(limits.dataBackupAge?.source == .strategy)
    }

    @Test func asLongAsTheStrategyMaySpeakThereAreNoDefaults() {
        let limits = Self.limits(Self.rule { $0.dataBackupAge = 5 }, nil, nil)
        #expect(limits.dataBackupAge == Limit(value: 5, source: .configuration))
        #expect(limits.logBackupDelay == nil && limits.logBackupDelayCritical == nil)
        #expect(limits.dataBackupDuration == nil)
    }

    @Test func aRestoreIsWatchedWhereTheConfigurationSaysSo() {
        var defaults = Thresholds()
        defaults.restoreAge = 70
        #expect(Self.limits(nil, nil, defaults).restoreAge == Limit(value: 70, source: .default))
        let limits = Self.limits(Self.rule { $0.restoreAge = 60 }, nil, defaults)
        #expect(limits.restoreAge == Limit(value: 60, source: .configuration))
    }

    /// A rule's patterns, and whether it is about the cluster `core_pay` and its tenant `shop`.
    @Test(
        arguments: [
            (nil, nil, true, true), ("^core_", nil, true, true), ("^x", nil, false, false),
            (nil, "^shop$", false, true), ("^core_", "^shop$", false, true),
            ("^core_", "^x", false, false), ("^x", "^shop$", false, false),
        ] as [(String?, String?, Bool, Bool)]
    )
    func aRuleWithATenantIsAboutTenantsAlone(
        _ cluster: String?,
        tenant: String?,
        isOfCluster: Bool,
        isOfTenant: Bool
    ) throws {
        var rules = ThresholdRules()
        let rule = Self.rule {
            $0.clusterName = try? cluster.map(Pattern.init)
            $0.tenantName = try? tenant.map(Pattern.init)
            $0.logBackupDelay = 5
            $0.isBackupExpected = false
        }
        rules.rules = [rule]
        let finder = rules.finder(ocp: "prod")
        #expect((finder.rule(clusterName: "core_pay") != nil) == isOfCluster)
        #expect((finder.thresholds(clusterName: "core_pay").logBackupDelay == 5) == isOfCluster)
        #expect((finder.rule(clusterName: "core_pay", tenantName: "shop") != nil) == isOfTenant)
    }

    @Test func theFirstRuleThatMatchesHoldsAlone() throws {
        var rules = ThresholdRules()
        rules.rules = [
            Self.rule {
                $0.tenantName = try? Pattern("^shop$")
                $0.dataBackupAge = 1
            },
            Self.rule { $0.logBackupDelay = 2 },
        ]
        let finder = rules.finder(ocp: "prod")
        let shop = finder.rule(clusterName: "c", tenantName: "shop")
        #expect(shop?.dataBackupAge == 1 && shop?.logBackupDelay == nil)
        #expect(finder.rule(clusterName: "c", tenantName: "other")?.logBackupDelay == 2)
        #expect(finder.rule(clusterName: "c")?.logBackupDelay == 2)
    }
}
