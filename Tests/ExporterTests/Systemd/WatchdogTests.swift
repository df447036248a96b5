import HTTP
import OCP
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// The watchdog beats as long as the event loop and the pollers live.
@Suite(.timeLimit(.minutes(15))) struct WatchdogTests {
    /// A transport that ignores its deadline and its cancellation until a test ends.
    private static let timeout = Duration.seconds(10)

    @Test func aPollerIsAliveWhileItWaitsAndWhileItAsks() async throws {
        let harness = PollingHarness(clusters: [1])
        let monitor = try harness.monitor()
        #expect(!monitor.requests.isStuck(at: .zero))
        try await harness.run(monitor) {
            // The first pause is half an interval, later ones a whole one.
            for _ in 0..<5 {
                try await harness.time.waitForSleepers(1)
                #expect(!monitor.requests.isStuck(at: harness.time.uptime()))
                try await harness.time.advance()
            }
            try await harness.time.waitForSleepers(1)
            let now = harness.time.uptime()
            #expect(!monitor.requests.isStuck(at: now + .seconds(90)))
            #expect(monitor.requests.isStuck(at: now + .seconds(91)))
        }
    }

    @Test func aLongPauseIsNoDeath() async throws {
        let harness = PollingHarness { _ in
            throw OCPError(reason: .throttled, message: "", retryAfter: .seconds(1800))
        }
        let monitor = try harness.monitor()
        try await harness.run(monitor) {
            try await harness.time.waitForSleepers(1)
            #expect(!monitor.requests.isStuck(at: .seconds(1830)))
            #expect(monitor.requests.isStuck(at: .seconds(1831)))
        }
    }

    @Test func aPollerWhoseRequestNeverEndsIsStuck() async throws {
        let harness = PollingHarness(clusters: [1])
        let time = harness.time
        harness.ocp.answer { request in
            if request.api == .overview { try await time.sleep(for: .seconds(86_400)) }
            return .fine(request, [1])
        }
        let monitor = try harness.monitor { $0.connection.timeout = Self.timeout }
        try await harness.run(monitor) {
            try await time.waitForSleepers(1)
            #expect(!monitor.requests.isStuck(at: Self.timeout + .seconds(30)))
            #expect(monitor.requests.isStuck(at: Self.timeout + .seconds(31)))
        }
    }

    @Test func aPollerThatNeverBeginsIsStuck() throws {
        let harness = PollingHarness(clusters: [1])
        let fleet = Fleet(environment: harness.environment)
        fleet.apply(
            [try PollingHarness.settings(name: "a"), try PollingHarness.settings(name: "b")],
            thresholds: ThresholdRules()
        )
        #expect(fleet.stuck(at: .seconds(40)) == [])
        #expect(fleet.stuck(at: .seconds(41)) == ["a", "b"])
        fleet.apply([], thresholds: ThresholdRules())
        #expect(fleet.stuck(at: .seconds(41)) == [])
    }

    @Test func beatsComeFromTheEventLoopUntilAPollerIsStuck() async throws {
        let folder = try TemporaryFolder()
        let manager = try DatagramListener(folder.file("notify"))
        let harness = PollingHarness(clusters: [1])
        let fleet = Fleet(environment: harness.environment)
        fleet.apply([try PollingHarness.settings()], thresholds: ThresholdRules())
        let server = HTTPServer(
            addresses: [.tcp(host: "127.0.0.1", port: 0)],
            handler: Router([])
        )
        let watchdog = Watchdog(
            notifier: ServiceNotifier(
                environment: [
                    "NOTIFY_SOCKET": folder.file("notify"), "WATCHDOG_USEC": "30000000",
                ],
                logger: Logger { _ in }
            ),
            fleet: fleet,
            server: server,
            time: harness.time,
            logger: harness.environment.logger
        )
        try server.start()
        let beating = Task { await watchdog.run() }
        defer { beating.cancel() }
        try await harness.time.waitForSleepers(1)
        // The loop does not run yet.
        #expect(manager.isQuiet)
        let running = Task { try await server.run() }
        defer { running.cancel() }
        #expect(try manager.message() == "WATCHDOG=1")
        try await harness.time.advance()
        #expect(try manager.message() == "WATCHDOG=1")
        try await harness.time.waitForSleepers(1)
        // Nobody runs the fleet: 40 seconds after its start its poller is stuck, and in the second look
        // that finds it so there is no beat.
        for (beats, lines) in [(true, 0), (true, 0), (false, 1), (false, 1)] {
            harness.time.advance(by: .seconds(15))
            try await harness.time.waitForSleepers(1)
            await withCheckedContinuation { done in server.probe { done.resume() } }
            if beats { #expect(try manager.message() == "WATCHDOG=1") }
            #expect(manager.isQuiet)
            #expect(harness.log.lines("polling is stuck").count == lines)
        }
    }
}
