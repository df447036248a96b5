import OCP
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// Several OCPs, and what a reload does to them.
@Suite(.timeLimit(.minutes(15))) struct FleetTests {
    /// Runs a fleet while the body steers time.
    private func run(_ fleet: Fleet, _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await fleet.run() }
            try await body()
            group.cancelAll()
        }
    }

    private func settings(_ names: String...) throws -> [OCPSettings] {
        try names.map { try PollingHarness.settings(name: $0) }
    }

    @Test func oneThatDoesNotAnswerDoesNotHoldUpTheOthers() async throws {
        let harness = PollingHarness(clusters: [1])
        let time = harness.time
        harness.ocp.answer { request in
            if request.host == "b.example" {
                try await time.sleep(for: .seconds(10))
                throw OCPError.simple(.tls)
            }
            return .fine(request, [1])
        }
        let fleet = Fleet(environment: harness.environment)
        fleet.apply(try settings("a", "b"), thresholds: ThresholdRules())
        try await run(fleet) {
            try await time.waitForSleepers(2)
            #expect(fleet.snapshots.map { $0.lastRound?.isUp } == [true, nil])
            // The list of b fails, and so does the look at its clock.
            for _ in 1...2 { try await time.advance(sleepers: 2) }
            try await time.waitForSleepers(2)
            #expect(fleet.snapshots.map { $0.lastRound?.isUp } == [true, false])
        }
    }

    @Test func unchangedOnesGoOnAndRemovedOnesGo() async throws {
        let harness = PollingHarness(clusters: [1])
        let fleet = Fleet(environment: harness.environment)
        fleet.apply(try settings("a", "b"), thresholds: ThresholdRules())
        try await run(fleet) {
            try await harness.time.waitForSleepers(2)
            harness.ocp.reset()
            fleet.apply(try settings("c", "a"), thresholds: ThresholdRules())
            #expect(fleet.snapshots.map(\.name) == ["c", "a"])
            #expect(fleet.snapshots[1].clusters.count == 1)
            // Those of a and c: that of b was cancelled.
            while fleet.snapshots[0].lastRound == nil {
                try Task.checkCancellation()
                await Task.yield()
            }
            try await harness.time.waitForSleepers(2)
            #expect(Set(harness.ocp.requests.map(\.host)) == ["c.example"])
            harness.ocp.reset()
            harness.time.advance(by: .seconds(3600))
            while harness.ocp.count(.time) < 2 {
                try Task.checkCancellation()
                await Task.yield()
            }
            #expect(Set(harness.ocp.requests.map(\.host)) == ["a.example", "c.example"])
        }
    }

    @Test func changedOnesKeepWhatIsKnownUntilTheyAreAskedAnew() async throws {
        let harness = PollingHarness(clusters: [1, 2])
        let fleet = Fleet(environment: harness.environment)
        var changed = try settings("a")
        fleet.apply(changed, thresholds: ThresholdRules())
        try await run(fleet) {
            try await harness.time.waitForSleepers(1)
            changed[0].clusters.ids = [2]
            changed[0].staleAfter = .seconds(77)
            fleet.apply(changed, thresholds: ThresholdRules())
            let inherited = fleet.snapshots[0]
            #expect(inherited.staleAfter == 77)
            #expect(inherited.clusters.map(\.id) == [1, 2])
            #expect(inherited.clusters.allSatisfy { $0.overviews.count == 1 })
            #expect(inherited.requests.sent[.overview] == 2)
            while fleet.snapshots[0].clusters.count == 2 {
                try Task.checkCancellation()
                await Task.yield()
            }
            #expect(fleet.snapshots[0].clusters.map(\.id) == [2])
            #expect(fleet.snapshots[0].requests.sent[.overview] == 3)
        }
    }

    @Test func anotherAddressIsAnotherOCP() throws {
        let harness = PollingHarness(clusters: [1])
        let fleet = Fleet(environment: harness.environment)
        var changed = try settings("a")
        fleet.apply(changed, thresholds: ThresholdRules())
        changed[0].connection.baseURL = try BaseURL("https://elsewhere.example")
        fleet.apply(changed, thresholds: ThresholdRules())
        #expect(fleet.snapshots[0].clusters.isEmpty)
    }

    @Test func thresholdsChangeWithoutPolling() async throws {
        let harness = PollingHarness(clusters: [1])
        let fleet = Fleet(environment: harness.environment)
        fleet.apply(try settings("a"), thresholds: ThresholdRules())
        try await run(fleet) {
            try await harness.time.waitForSleepers(1)
            harness.ocp.reset()
            var rules = ThresholdRules()
            rules.defaults.dataBackupAge = 5
            fleet.apply(try settings("a"), thresholds: rules)
            #expect(fleet.snapshots[0][1]?.thresholds.dataBackupAge == 5)
            #expect(harness.ocp.requests.isEmpty)
        }
    }

    /// Ten thousand clusters over four OCPs, one of which is dead for an hour.
    @Test func aDeadOCPDelaysNoOther() async throws {
        let ids = Array(1...2500 as ClosedRange<Int64>)
        let list = TransportResponse.list(ids)
        let harness = PollingHarness(clusters: [])
        let time = harness.time
        harness.ocp.answer { request in
            if request.host == "d.example" {
                try await time.sleep(for: .seconds(10))
                throw OCPError.simple(.timeout)
            }
            return request.api == .clusters ? list : .fine(request, ids)
        }
        let fleet = Fleet(environment: harness.environment)
        fleet.apply(
            try settings("a", "b", "c", "d").map {
                var settings = $0
                settings.pollInterval = .seconds(600)
                return settings
            },
            thresholds: ThresholdRules()
        )
        try await run(fleet) {
            while time.uptime() < .seconds(3600) { try await time.advance(sleepers: 4) }
            try await time.waitForSleepers(4)
        }
        for host in ["a.example", "b.example", "c.example"] {
            let rounds = harness.ocp.requests.filter { $0.host == host && $0.api == .clusters }
            let times = rounds.map(\.at.seconds).filter { $0 < 3600 }
            #expect(times == [0, 300, 900, 1500, 2100, 2700, 3300])
        }
        for snapshot in fleet.snapshots.prefix(3) {
            #expect(snapshot.lastRound?.isUp == true)
            #expect(snapshot.clusters.count == 2500)
            #expect(snapshot.statistics.lateRounds == 0)
        }
        #expect(fleet.snapshots[3].lastRound?.isUp == false)
        #expect(harness.log.lines("cannot be polled").count == 1)
    }
}
