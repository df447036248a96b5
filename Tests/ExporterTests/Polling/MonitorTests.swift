import OCP
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// Round after round, on a clock that a test moves.
@Suite(.timeLimit(.minutes(15))) struct MonitorTests {
    @Test func theFirstRoundIsAtOnceAndTheOthersOnTheInterval() async throws {
        let harness = PollingHarness(clusters: [1])
        let monitor = try harness.monitor()
        try await harness.run(monitor) {
            for _ in 1...4 { try await harness.time.advance() }
            try await harness.time.waitForSleepers(1)
        }
        let times = harness.ocp.requests.filter { $0.api == .clusters }.map(\.at.seconds)
        #expect(times == [0, 30, 90, 150, 210])
        #expect(monitor.snapshot.lastRound?.endedAt.time == ManualTime.start + 210)
        #expect(monitor.snapshot[1]?.overview.lastSuccess?.time == ManualTime.start + 210)
        #expect(monitor.snapshot.statistics.lateRounds == 0)
    }

    @Test func lateRoundsAreCountedAndNeverPileUp() async throws {
        let harness = PollingHarness(clusters: [1])
        let time = harness.time
        harness.ocp.answer { request in
            if request.api == .overview { try await time.sleep(for: .seconds(150)) }
            return .fine(request, [1])
        }
        let monitor = try harness.monitor()
        try await harness.run(monitor) {
            // The first round, its pause, and two rounds that follow each other without one.
            for _ in 1...4 { try await time.advance() }
            try await time.waitForSleepers(1)
        }
        let times = harness.ocp.requests.filter { $0.api == .clusters }.map(\.at.seconds)
        #expect(times == [0, 180, 330, 480])
        #expect(monitor.snapshot.statistics.lateRounds == 3)
        #expect(harness.log.lines("longer than the poll interval").count == 1)
        #expect(harness.ocp.mostInFlight == 1)
    }

    /// Advice that the cause does not support sends people the wrong way.
    @Test(
        arguments: [
            (FailureReason.connect, false, nil), (.unauthorized, false, nil),
            (.timeout, true, "clusters that are not readable were waited for"),
            (nil, true, "raise poll_interval or max_concurrent_requests"),
        ] as [(FailureReason?, Bool, String?)]
    )
    func aLateRoundIsExplainedByItsCause(
        reason: FailureReason?,
        isUp: Bool,
        advice: String?
    ) async throws {
        let harness = PollingHarness(clusters: [1])
        let time = harness.time
        harness.ocp.answer { request in
            if isUp, request.api != .overview { return .fine(request, [1]) }
            try await time.sleep(for: .seconds(150))
            if reason == .unauthorized { return .failure(401) }
            if let reason { throw OCPError.simple(reason) }
            return .fine(request, [1])
        }
        let monitor = try harness.monitor { $0.maxConcurrentRequests = 1 }
        try await harness.run(monitor) {
            for _ in 1...12 { try await time.advance() }
            try await time.waitForSleepers(1)
        }
        let lines = harness.log.lines("longer than the poll interval")
        #expect(lines.count == (advice == nil ? 0 : 1))
        #expect(lines.allSatisfy { $0.contains(advice ?? "") })
        if reason != .unauthorized { #expect(monitor.snapshot.statistics.lateRounds > 0) }
    }

    /// OCP is gone, and somebody sets the machine's clock.
    @Test(arguments: [-3600.0, 3600])
    func aClockThatIsSetNeitherTakesValuesAwayNorKeepsThem(jump: Double) async throws {
        let harness = PollingHarness(clusters: [1])
        let monitor = try harness.monitor()
        _ = try await harness.round(monitor)
        harness.time.setClock(by: jump)
        func values() -> Int? {
            monitor.snapshot.expired(at: harness.time.instant)[1]?.overviews.count
        }
        #expect(values() == 1)
        harness.time.advance(by: .seconds(300))
        #expect(values() == 1)
        harness.time.advance(by: .seconds(1))
        #expect(values() == 0)
        harness.time.setClock(by: -jump)
        #expect(values() == 0)
    }

    @Test func cancellationIsNoFailure() async throws {
        let harness = PollingHarness(clusters: [1, 2])
        let time = harness.time
        harness.ocp.answer { request in
            if request.api == .overview { try await time.sleep(for: .seconds(5)) }
            return .fine(request, [1, 2])
        }
        let monitor = try harness.monitor()
        try await harness.run(monitor) {
            try await time.waitForSleepers(2)
        }
        try await time.waitForSleepers(0)
        #expect(monitor.snapshot.lastRound == nil)
        #expect(monitor.snapshot.requests.failures.isEmpty)
        #expect(monitor.snapshot.requests.sent == [.clusters: 1])
        #expect(harness.log.lines("reason=").isEmpty)
    }

    @Test func aMonitorThatWasStoppedBeforeItRanAsksNothing() async throws {
        let harness = PollingHarness(clusters: [1])
        let monitor = try harness.monitor()
        monitor.stop()
        await monitor.run()
        #expect(monitor.snapshot.lastRound == nil)
    }

    @Test func upMeansReachedAndLetIn() async throws {
        let harness = PollingHarness(clusters: [1])
        let monitor = try harness.monitor()
        let cases: [(TransportResponse, Bool)] = [
            (.list([1]), true), (.failure(401), false), (.list([1]), true),
            (.failure(403, code: "IAM11000"), true), (.failure(429), false),
        ]
        for (answer, isUp) in cases {
            harness.ocp.answer { $0.api == .clusters ? answer : .fine($0, [1]) }
            let result = try await harness.round(monitor)
            #expect(result.isUp == isUp)
            #expect(monitor.snapshot.lastRound?.isUp == isUp)
        }
        harness.ocp.answer { _ in throw OCPError.simple(.dns) }
        #expect(try await harness.round(monitor).isUp == false)
        #expect(monitor.snapshot.lastRound?.failure?.reason == .dns)
    }

    @Test func aSecretThatCannotBeReadIsToldOnce() async throws {
        let harness = PollingHarness(clusters: [1])
        let file = try SecretFile("right")
        let settings = try PollingHarness.settings(
            .basic(username: "exporter", .file(path: file.path))
        )
        let monitor = try harness.monitor(settings)
        try await harness.run(monitor) {
            try await harness.time.waitForSleepers(1)
            try file.write("")
            for _ in 1...3 { try await harness.time.advance() }
            try await harness.time.waitForSleepers(1)
            #expect(monitor.snapshot.lastRound?.isUp == true, "the last good one is used on")
            try file.write("right")
            for _ in 1...2 { try await harness.time.advance() }
            try await harness.time.waitForSleepers(1)
        }
        #expect(harness.log.lines("the secret cannot be read").count == 1)
        #expect(harness.log.lines("can be read again").count == 1)
    }

    @Test func aPasswordOverPlainHTTPIsWarnedOfOnce() async throws {
        let harness = PollingHarness(clusters: [1])
        let monitor = try harness.monitor {
            $0.connection.baseURL = (try? BaseURL("http://prod.example")) ?? $0.connection.baseURL
        }
        try await harness.run(monitor) {
            for _ in 1...3 { try await harness.time.advance() }
            try await harness.time.waitForSleepers(1)
        }
        #expect(harness.log.lines("plain http").count == 1)
    }
}
