import OCP
import Testing

@testable import Exporter

/// Which strategy holds for a subject.
@Suite struct StrategyLevelTests {
    private typealias Harness = TaskStateHarness

    /// What a call for a strategy came to.
    enum Told: Sendable {
        case nothingYet, one, none, failed, absent

        func tell(_ harness: inout TaskStateHarness, _ tenant: Int64?) {
            switch self {
            case .nothingYet: break
            case .one:
                var strategy = BackupStrategy()
                strategy.logBackupDelay = tenant == nil ? 100 : 7
                harness.answer(.strategies, 1, tenant, with: .strategy(strategy))
            case .none: harness.answer(.strategies, 1, tenant, with: .strategy(nil))
            case .failed: harness.fail(.strategies, 1, tenant)
            case .absent: harness.fail(.strategies, 1, tenant, because: .absent)
            }
        }
    }

    /// What the calls of the tenant and of its cluster came to, and which level that makes.
    static let levels: [(Told, Told, String?)] = [
        (.nothingYet, .nothingYet, nil), (.nothingYet, .one, nil), (.nothingYet, .none, nil),
        (.one, .nothingYet, "TENANT"), (.one, .one, "TENANT"), (.one, .failed, "TENANT"),
        (.none, .nothingYet, nil), (.none, .failed, nil), (.none, .absent, nil),
        (.none, .one, "CLUSTER"), (.none, .none, "NONE"),
        (.failed, .one, nil), (.failed, .none, nil),
        (.absent, .one, "CLUSTER"), (.absent, .none, "NONE"), (.absent, .nothingYet, nil),
        (.absent, .failed, nil), (.absent, .absent, nil),
    ]

    @Test(arguments: levels)
    func theLevelIsKnownWhenNothingMoreCanChangeIt(
        _ own: Told,
        cluster: Told,
        level: String?
    ) throws {
        var harness = try Harness()
        harness.list([Harness.tenant(7)])
        own.tell(&harness, 7)
        cluster.tell(&harness, nil)
        let facts = try #require(harness.facts(1, 7))
        #expect(facts.strategy?.level == level)
        let delays = ["TENANT": 7.0, "CLUSTER": 100]
        #expect(facts.strategy?.strategy?.logBackupDelay == level.flatMap { delays[$0] })
    }

    /// Whether what OCP says of strategies is settled, so that defaults may be served.
    static let settled: [(Told, Told, Bool)] = [
        (.nothingYet, .nothingYet, false), (.nothingYet, .one, false),
        (.nothingYet, .absent, false),
        (.one, .nothingYet, true), (.failed, .nothingYet, true),
        (.none, .nothingYet, false), (.none, .one, true), (.none, .none, true),
        (.none, .failed, true), (.none, .absent, true),
        (.absent, .one, true), (.absent, .absent, true),
    ]

    @Test(arguments: settled)
    func defaultsAreServedOnceTheStrategyIsSettled(
        _ own: Told,
        cluster: Told,
        isSettled: Bool
    ) throws {
        var harness = try Harness()
        harness.list([Harness.tenant(7)])
        own.tell(&harness, 7)
        cluster.tell(&harness, nil)
        let limits = try #require(harness.facts(1, 7)).limits
        #expect((limits.dataBackupAge?.source == .default) == isSettled)
        #expect((limits.dataBackupDuration?.source == .default) == isSettled)
    }

    @Test(
        arguments: [
            (.nothingYet, nil, nil), (.one, "CLUSTER", .strategy), (.none, "NONE", .default),
            (.failed, nil, .default), (.absent, nil, .default),
        ] as [(Told, String?, SubjectThresholds.Source?)]
    )
    func aClusterBeforeOceanBase4HasItsOwn(
        _ told: Told,
        level: String?,
        source: SubjectThresholds.Source?
    ) throws {
        var harness = try Harness(clusters: [1: "3.2.4"])
        told.tell(&harness, nil)
        let facts = try #require(harness.facts(1))
        #expect(facts.strategy?.level == level)
        #expect(facts.limits.logBackupDelay?.source == source)
    }

    @Test func aClusterFromOceanBase4OnHasNoTaskThresholds() throws {
        var harness = try Harness()
        harness.list([Harness.tenant(7)])
        Told.one.tell(&harness, nil)
        let facts = try #require(harness.facts(1))
        #expect(facts.strategy == nil)
        #expect(facts.limits.logBackupDelay == nil)
        #expect(!facts.lastSuccesses.contains { $0.0 == .strategies })
    }

    /// Where both calls are needed, the strategy was read when the older of them was.
    @Test func aStrategyWasReadWhenTheOlderOfItsCallsWas() throws {
        var harness = try Harness()
        harness.list([Harness.tenant(7)])
        func readAt() -> Double? { harness.facts(1, 7)?.strategyReadAt?.uptime }
        Told.one.tell(&harness, nil)
        #expect(readAt() == nil)
        harness.now += 10
        Told.none.tell(&harness, 7)
        #expect(readAt() == 1000)
        harness.now += 10
        Told.one.tell(&harness, nil)
        #expect(readAt() == 1010)
        harness.now += 10
        Told.one.tell(&harness, 7)
        #expect(readAt() == 1030)
    }
}
