import Foundation
import HTTP
import OCP
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// What the service manager hears.
@Suite(.timeLimit(.minutes(15))) struct ServiceNotifierTests {
    private let folder: TemporaryFolder
    private let log = LogLines()

    init() throws {
        folder = try TemporaryFolder()
    }

    private func notifier(_ environment: [String: String]) -> ServiceNotifier {
        ServiceNotifier(
            environment: environment,
            processID: 7,
            logger: Logger { [log] in log.add($0) }
        )
    }

    @Test(arguments: [false, true]) func everyChangeIsTold(isAbstract: Bool) throws {
        let name = isAbstract ? "@exporter-\(UUID().uuidString)" : folder.file("notify")
        let manager = try DatagramListener(name)
        let notifier = notifier(["NOTIFY_SOCKET": name])
        notifier.ready("Serving\non :10288")
        #expect(try manager.message() == "READY=1\nSTATUS=Serving\\non :10288")
        func microseconds() -> UInt64 {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1_000
        }
        let before = microseconds()
        notifier.reloading()
        let reloading = try manager.message()
        let match = try #require(
            reloading.wholeMatch(
                of: /RELOADING=1\nMONOTONIC_USEC=(\d+)\nSTATUS=Loading the configuration/
            )
        )
        #expect((before...microseconds()).contains(UInt64(match.1) ?? 0))
        notifier.beat()
        #expect(try manager.message() == "WATCHDOG=1")
        notifier.stopping()
        #expect(try manager.message().hasPrefix("STOPPING=1\nSTATUS="))
        #expect(manager.isQuiet)
        #expect(log.lines().isEmpty)
    }

    @Test(arguments: [
        "", "notify", "vsock:2:1", "@", "/", "/" + String(repeating: "x", count: 107),
    ])
    func otherAddressesAreNoPlaceToTell(_ name: String) {
        #expect(NotifySocket.address(name) == nil)
        notifier(["NOTIFY_SOCKET": name]).ready("x")
        #expect(log.lines("NOTIFY_SOCKET cannot be used").count == (name.isEmpty ? 0 : 1))
    }

    @Test func aManagerThatIsGoneIsWorthALine() {
        let notifier = notifier(["NOTIFY_SOCKET": folder.file("gone")])
        notifier.beat()
        #expect(log.lines().isEmpty)
        notifier.ready("x")
        #expect(log.lines("the service manager does not hear").count == 1)
        #expect(log.lines("READY=1").count == 1)
    }

    /// Who waits for room in the manager's queue gives its processor away of its own accord.
    @Test func aBeatNeverWaits() throws {
        let manager = try DatagramListener(folder.file("notify"))
        let socket = try #require(NotifySocket(folder.file("notify")))
        while socket.send("x", waits: false) {}
        let notifier = notifier(["NOTIFY_SOCKET": folder.file("notify")])
        let before = try Self.waits()
        for _ in 0..<60 { notifier.beat() }
        let after = try Self.waits()
        #expect(after - before < 60)
        #expect(!socket.send("x", waits: true))
        #expect(try Self.waits() > after)
        #expect(!manager.isQuiet)
    }

    /// How often this thread has waited for something.
    private static func waits() throws -> Int {
        let status = try String(contentsOfFile: "/proc/thread-self/status", encoding: .utf8)
        let count = status.firstMatch(of: /\nvoluntary_ctxt_switches:\s*(\d+)/)
        return try #require(count.flatMap { Int($0.1) })
    }

    @Test func nobodyIsToldWithoutASocket() {
        let notifier = notifier(["WATCHDOG_USEC": "1000000"])
        #expect(notifier.beatInterval == nil)
        notifier.ready("x")
        #expect(log.lines().isEmpty)
    }

    @Test(
        arguments: [
            (["WATCHDOG_USEC": "30000000"], 15_000_000),
            (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"], 15_000_000),
            (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "8"], nil),
            (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "x"], nil),
            (["WATCHDOG_USEC": "0"], nil), (["WATCHDOG_USEC": "-5"], nil),
            (["WATCHDOG_USEC": "1"], nil), (["WATCHDOG_USEC": "soon"], nil), ([:], nil),
        ] as [([String: String], Int?)]
    )
    func theWatchdogBeatsTwiceAsOftenAsItMust(
        _ environment: [String: String],
        _ microseconds: Int?
    ) {
        let interval = ServiceNotifier.beatInterval(environment, 7)
        #expect(interval == microseconds.map { .microseconds($0) })
    }
}
