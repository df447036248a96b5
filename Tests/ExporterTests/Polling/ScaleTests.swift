import Glibc
import OCP
import Testing

@testable import Exporter

/// Ten thousand clusters: what a round costs beside the requests.
@Suite(.timeLimit(.minutes(15))) struct PollingScaleTests {
    private static let ids = Array(1...10_000 as ClosedRange<Int64>)

    private static var round: RoundResult {
        let poll = StateTests.success {
            $0.backupScheduleStatus = "NORMAL"
            $0.obClusterStatus = "RUNNING"
        }
        return StateTests.round(Dictionary(uniqueKeysWithValues: ids.map { ($0, poll) }))
    }

    /// The processor time of this thread that the shortest of a few runs takes: a busy machine takes
    /// none of it.
    private static func shortest(_ body: () -> Void) -> Duration {
        (1...3).map { _ in
            let start = processorTime()
            body()
            return processorTime() - start
        }.min() ?? .zero
    }

    private static func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    @Test func takingOverARoundIsLinear() throws {
        var state = OCPState(
            settings: try PollingHarness.settings(),
            thresholds: ThresholdRules()
        )
        let round = Self.round
        _ = state.apply(round, at: 1000)
        // Some 60 ms even without optimization; what grows with the square takes minutes.
        let took = Self.shortest { _ = state.apply(round, at: 1060) }
        #expect(took < .seconds(2))
        #expect(state.snapshot.clusters.count == 10_000)
    }

    @Test func patternsAreMadeOnceNotForEachCluster() throws {
        var selection = ClusterSelection()
        selection.include = try Pattern("^core_|^trade_")
        selection.exclude = try Pattern("_test$")
        let list = Self.ids.map { ClusterSummary(id: $0, name: "core_\($0)") }
        var rule = ThresholdRules.Rule()
        rule.clusterName = try Pattern("^ledger_")
        var rules = ThresholdRules()
        rules.rules = Array(repeating: rule, count: 3)
        let finder = rules.finder(ocp: "prod")
        let took = Self.shortest {
            #expect(selection.select(from: list).count == 10_000)
            for cluster in list { _ = finder.thresholds(clusterName: cluster.name ?? "") }
        }
        #expect(took < .seconds(4))
    }

    @Test func theOrderOfPollsIsLinear() {
        var order = TargetOrder<Int64>()
        let took = Self.shortest {
            order.take(selected: Self.ids, answered: Self.ids.reversed())
            #expect(order.arrange(Self.ids).first == 10_000)
        }
        #expect(took < .seconds(2))
    }
}
