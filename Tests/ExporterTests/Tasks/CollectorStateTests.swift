import OCP
import Testing

@testable import Exporter

/// How asking goes, collector by collector.
@Suite struct CollectorStateTests {
    private typealias Harness = TaskStateHarness

    @Test func theCollectorsStandInTheOrderOfTheFirstRound() throws {
        let harness = try Harness()
        #expect(
            harness.snapshot.collectors.map(\.name) == [
                "overview", "tenants", "log_backups", "data_backups", "strategies", "restores",
            ]
        )
        var off = try Harness(mode: .off)
        #expect(off.snapshot.collectors.map(\.name) == ["overview"])
        off.ocp.lastRound = nil
        #expect(off.snapshot.collectors.isEmpty, "nothing was asked yet")
    }

    @Test func targetsThoseThatFailedAndThoseNeverReadAreCounted() throws {
        var harness = try Harness(mode: .tenant)
        harness.list([Harness.tenant(7), Harness.tenant(8), Harness.tenant(9)])
        harness.logs([], of: 1, 7)
        harness.fail(.logBackups, 1, 7)
        harness.fail(.logBackups, 1, 8)
        let state = try #require(harness.collector("log_backups"))
        #expect(state.targets == 3)
        #expect(state.failedTargets == 2)
        #expect(state.unread == 2)
        #expect(state.interval == 300)
        harness.list([Harness.tenant(9)])
        harness.state.updateAgenda(at: .seconds(harness.now))
        #expect(harness.collector("log_backups")?.targets == 1)
        #expect(harness.collector("log_backups")?.failedTargets == 0)
    }

    @Test func oneIsUpWhileATargetAnsweredInTheLastInterval() throws {
        var harness = try Harness(mode: .tenant)
        #expect(harness.collector("log_backups")?.isUp == true, "there is none to ask")
        harness.list([Harness.tenant(7), Harness.tenant(8)])
        harness.state.updateAgenda(at: .seconds(harness.now))
        #expect(harness.collector("log_backups")?.isUp == false, "nobody has answered yet")
        harness.logs([], of: 1, 7)
        harness.fail(.logBackups, 1, 8)
        #expect(harness.collector("log_backups")?.isUp == true)
        #expect(harness.collector("log_backups")?.lastAnswer?.uptime == 1000)
        // An answer may take a while, and the page is made once in a poll interval.
        let grace =
            harness.settings.pollInterval.seconds + harness.settings.connection.timeout.seconds
        harness.now += 300 + grace
        #expect(harness.collector("log_backups")?.isUp == true)
        harness.now += 1
        #expect(harness.collector("log_backups")?.isUp == false)
        harness.fail(.logBackups, 1, 7)
        #expect(
            harness.collector("log_backups")?.lastAnswer?.uptime == 1000,
            "a failure moves nothing"
        )
    }

    @Test func anEndpointIsUnsupportedWhenEveryLevelLacksIt() throws {
        var harness = try Harness(mode: .auto)
        harness.list([Harness.tenant(7)])
        #expect(harness.collector("strategies")?.isSupported == nil, "nothing is known")
        var events = harness.fail(.strategies, 1, 7, because: .absent)
        let ofTenants = TaskEndpoint(collector: .strategies, level: .tenant)
        #expect(events == [.endpointAbsent(ofTenants, .absent)])
        #expect(harness.collector("strategies")?.isSupported == true, "clusters may have it")
        events = harness.fail(.strategies, 1, because: .absent)
        let state = try #require(harness.collector("strategies"))
        #expect(events.count == 1)
        #expect(state.isSupported == false)
        #expect(state.isUp, "it rests")
        #expect(state.unread == 0)
        harness.now += 6 * 3600
        events = harness.answer(.strategies, 1, with: .strategy(nil))
        let ofClusters = TaskEndpoint(collector: .strategies, level: .cluster)
        #expect(events == [.endpointPresent(ofClusters)])
        #expect(harness.collector("strategies")?.isSupported == true)
    }

    @Test func troubleIsToldOnceAndItsEndToo() throws {
        var harness = try Harness(mode: .tenant)
        harness.list([Harness.tenant(7), Harness.tenant(8)])
        let question = Harness.question(.logBackups, 1, 7)
        #expect(
            harness.fail(.logBackups, 1, 7) == [.tasksFailed(question, .simple(.serverError))]
        )
        #expect(harness.fail(.logBackups, 1, 8).isEmpty)
        #expect(harness.fail(.logBackups, 1, 7).isEmpty)
        let nothing = TaskAnswer.logBackups(
            TaskRows([], of: TaskTarget(cluster: 1, tenant: 7), [:], by: \.tenant) {
                LogBackups($0)
            }
        )
        #expect(harness.answer(.logBackups, 1, 7, with: nothing).isEmpty, "the other fails still")
        #expect(harness.answer(.logBackups, 1, 8, with: nothing) == [.tasksWork(.logBackups)])
    }

    @Test
    func aProxysPageAfterAnAnswerIsToldToo() throws {
        var harness = try Harness(mode: .tenant)
        harness.list([Harness.tenant(7)])
        harness.logs([], of: 1, 7)
        let question = Harness.question(.logBackups, 1, 7)
        #expect(
            harness.fail(.logBackups, 1, 7, because: .absent) == [.tasksFailed(question, .absent)]
        )
    }

    /// Requests that are spread may come half as fast again as they must, and twice a second at least.
    @Test(arguments: [(3, 0.5), (3000, 1 / 15.0)])
    func requestsKeepTheirDistance(tenants: Int, seconds: Double) throws {
        var harness = try Harness(mode: .tenant) {
            $0.tenants.intervals = [
                .logBackups: .seconds(300), .dataBackups: .seconds(1e9),
                .strategies: .seconds(1e9), .restores: .seconds(1e9), .tenants: .seconds(1e9),
            ]
        }
        harness.list((1...tenants).map { Harness.tenant(Int64($0)) })
        harness.state.updateAgenda(at: .seconds(harness.now))
        let now = Duration.seconds(harness.now)
        let waits = (1...4).map { _ in harness.state.pace(at: now).seconds }
        for (index, wait) in waits.enumerated() {
            #expect(abs(wait - Double(index) * seconds) < 1e-3)
        }
        let later = harness.state.pace(at: now + .seconds(100))
        #expect(later == .zero, "a turn that nobody took is not saved up")
    }
}
