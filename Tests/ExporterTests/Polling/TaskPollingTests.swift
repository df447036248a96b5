import OCP
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// Tenants and tasks, asked beside the rounds.
@Suite(.timeLimit(.minutes(15))) struct TaskPollingTests {
    @Test func theFirstTimeEverythingIsAskedInOrder() async throws {
        let harness = try TaskPollingHarness([1: [7, 8], 2: [9]])
        try await harness.readOnce()
        let tenants = [" 1/7", " 1/8", " 2/9"]
        let strategies = ["strategies 1", "strategies 1/7", "strategies 1/8", "strategies 2"]
        #expect(
            harness.ocp.tasks == ["tenants"] + tenants.map { "log_backups" + $0 }
                + tenants.map { "data_backups" + $0 } + strategies
                + ["strategies 2/9", "restores 1", "restores 2"]
        )
        #expect(harness.ocp.requests.first?.api == .clusters)
        #expect(harness.ocp.mostInFlight == 1)
        #expect(harness.facts(1, 7)?.logBackups.answer?.current?.delay == 5.5)
        #expect(harness.facts(2, 9)?.strategy?.level == "TENANT")
    }

    /// Of which of a task's times OCP filters by is not documented.
    @Test func oCPIsAskedForAWeekMoreThanTheLookBack() async throws {
        let harness = try TaskPollingHarness([1: [7]]) {
            $0.tenants.lookBack = .seconds(10 * 86_400)
        }
        try await harness.readOnce()
        func start(_ api: API) -> String? {
            harness.ocp.requests.first { $0.api == api }?.query
                .firstMatch(of: /startTime=([0-9-]*)T/).map { String($0.1) }
        }
        // It is 22 November 2026.
        #expect(start(.dataBackups) == "2026-11-05")
        #expect(start(.restores) == "2025-10-11")
        #expect(start(.logBackups) == nil)
    }

    @Test func aTaskWithoutAnyTimeIsCountedAsMalformed() async throws {
        let harness = try TaskPollingHarness([1: [7]])
        harness.answer { request in
            request.api == .dataBackups
                ? .rows([#"{"tenantId":7,"status":"DOING"}"#, #"{"tenantId":7,"startTime":"x"}"#])
                : .fine(request, [1: [7]])
        }
        try await harness.readOnce()
        let counted = harness.monitor.snapshot.statistics.malformedFields
        #expect(counted["startTime"] == 3, "one that is no time, and two tasks without any")
        #expect(harness.facts(1, 7)?.dataBackups.answer?.types.isEmpty == true)
    }

    @Test func whatTheListOfAClusterTellsIsNotAskedOfItsTenants() async throws {
        let harness = try TaskPollingHarness([1: [7, 8]], mode: .auto)
        try await harness.readOnce()
        #expect(harness.ocp.tasks.filter { $0.hasPrefix("log") } == ["log_backups 1"])
        // Nothing decides about data backups: the cluster's list is empty, and so are the tenants'.
        #expect(
            harness.ocp.tasks.filter { $0.hasPrefix("data") }
                == ["data_backups 1", "data_backups 1/7", "data_backups 1/8"]
        )
    }

    /// Lock-out safety: the account may be locked after 20 refusals.
    @Test(arguments: [API.tenants, .logBackups, .strategies])
    func aRefusalStopsAllAndTheNextRoundSendsASingleRequest(_ api: API) async throws {
        let harness = try TaskPollingHarness([1: [7, 8]]) { $0.maxConcurrentRequests = 8 }
        harness.answer { $0.api == api ? .failure(401) : .fine($0, [1: [7, 8]]) }
        try await harness.readOnce()
        #expect(harness.ocp.requests.last?.api == api)
        #expect((1...3).contains(harness.ocp.requests.count { $0.api == api }))
        #expect(!harness.monitor.gate.isOpen)
        harness.answer { _ in .failure(401) }
        for _ in 1...2 {
            harness.answer { _ in .failure(401) }
            try await harness.readOnce()
            #expect(harness.ocp.requests.count == 1)
        }
        harness.answer { .fine($0, [1: [7, 8]]) }
        try await harness.readOnce()
        #expect(harness.ocp.tasks.last == "restores 1")
    }

    /// When requests to an OCP that takes a second for each began, in seconds, if all has 20 seconds.
    private static func startsBeforeADeadline() async throws -> [Double] {
        let tenants: [Int64: [Int64]] = [1: Array(1...50)]
        let harness = try TaskPollingHarness(tenants)
        let time = harness.time
        harness.answer { request in
            time.advance(by: .seconds(1))
            return .fine(request, tenants)
        }
        try await harness.readOnce(within: .seconds(20))
        #expect(harness.collector("log_backups").map { $0.unread > 0 } == true)
        return harness.ocp.requests.map(\.at.seconds)
    }

    @Test func afterTheDeadlineNothingMoreIsAsked() async throws {
        let starts = try await Self.startsBeforeADeadline()
        #expect((20...21).contains(starts.count))
        #expect(starts.allSatisfy { $0 <= 20 })
    }

    @Test
    func noRequestBeginsAfterTheDeadline() async throws {
        let starts = try await Self.startsBeforeADeadline()
        #expect(starts == (0..<20).map(Double.init))
    }

    @Test func whatMayPassIsAskedAgain() async throws {
        let harness = try TaskPollingHarness([1: [7]])
        harness.answer { request in
            request.api == .restores ? .failure(503) : .fine(request, [1: [7]])
        }
        async let reading: Void = harness.readOnce()
        for _ in 1...2 { try await harness.time.advance() }
        try await reading
        #expect(harness.ocp.tasks.filter { $0.hasPrefix("restores") }.count == 3)
    }

    @Test func whileTheQuotaIsShortNothingIsAskedButTheRounds() async throws {
        let harness = try TaskPollingHarness([1: [7]])
        let short = [HeaderField("RateLimit-Remaining", "1"), HeaderField("RateLimit-Reset", "60")]
        harness.answer { request in
            var answer = TransportResponse.fine(request, [1: [7]])
            answer.headers = short
            return answer
        }
        try await harness.readOnce()
        #expect(harness.ocp.tasks.isEmpty)
        #expect(harness.monitor.snapshot.lastRound?.isUp == true)
    }

    /// An hour of it.
    @Test
    func laterEveryTargetIsAskedOnceInItsInterval() async throws {
        let harness = try TaskPollingHarness([1: [7, 8], 2: [9]]) { $0.maxConcurrentRequests = 8 }
        let monitor = harness.monitor
        async let running: Void = monitor.run()
        try await harness.waitForFirstTasks()
        while harness.time.uptime() < .seconds(3600) {
            // The rounds' pause, and that of the tasks.
            try await harness.time.advance(sleepers: 2)
        }
        monitor.stop()
        await running
        func count(_ words: String) -> Int { harness.ocp.requests.count { $0.words == words } }
        #expect((12...13).contains(count("log_backups 1/8")))
        #expect((4...5).contains(count("data_backups 2/9")))
        #expect((6...7).contains(count("tenants")))
        #expect((1...2).contains(count("restores 2")))
        #expect(count("strategies 1/7") == 1 || count("strategies 1/7") == 2)
        #expect((60...61).contains(count("overview 1")))
        #expect(harness.collector("log_backups")?.isUp == true)
        #expect(harness.monitor.snapshot.tasks.wasReadOnce)
    }
}
