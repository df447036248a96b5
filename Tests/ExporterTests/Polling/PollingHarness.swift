import Foundation
import OCP
import TestClock
import TestSupport

@testable import Exporter

/// A fleet, its OCPs, its clock and its log.
struct PollingHarness {
    let time: ManualTime
    let ocp: FakeOCP
    let log = LogLines()

    /// An OCP that answers by a script.
    ///
    /// - Parameters:
    ///   - time: looks whether answers come too slowly take no time, unless it is said otherwise.
    ///   - script: answers.
    init(
        time: ManualTime = ManualTime(shortest: .milliseconds(5)),
        _ script: @escaping FakeOCP.Script
    ) {
        self.time = time
        ocp = FakeOCP(time, script)
    }

    /// An OCP that is well, with these clusters.
    init(clusters: [Int64]) {
        self.init { .fine($0, clusters) }
    }

    /// What all monitors share; the jitter is half of what it can be.
    var environment: PollingEnvironment {
        PollingEnvironment(
            transport: ocp,
            time: time,
            random: { 0.5 },
            logger: Logger(time: time) { log.add($0) }
        )
    }

    /// The settings of an OCP whose overviews alone are asked for.
    static func settings(
        name: String = "prod",
        _ credentials: Credentials = .basic(username: "exporter", .value(Secret("right")))
    ) throws -> OCPSettings {
        var settings = OCPSettings(
            name: name,
            connection: ConnectionSettings(baseURL: try BaseURL("https://\(name).example")),
            credentials: credentials
        )
        settings.tenants.mode = .off
        return settings
    }

    /// A monitor, with settings changed as a test wants.
    func monitor(
        _ settings: OCPSettings? = nil,
        _ change: (inout OCPSettings) -> Void = { _ in }
    ) throws -> OCPMonitor {
        var settings = try settings ?? Self.settings()
        change(&settings)
        return OCPMonitor(
            settings: settings,
            thresholds: ThresholdRules(),
            environment: environment
        )
    }

    /// Runs one round, with nothing that sleeps in it.
    func round(_ monitor: OCPMonitor) async throws -> RoundResult {
        try await monitor.round(monitor.makeClient()).result
    }

    /// Runs one round, and lets time pass whenever so many of its tasks sleep.
    func round(_ monitor: OCPMonitor, passing pauses: [Int]) async throws -> RoundResult {
        async let result = round(monitor)
        for sleepers in pauses {
            try await time.advance(sleepers: sleepers)
        }
        return try await result
    }

    /// Runs a monitor while the body steers time.
    func run(_ monitor: OCPMonitor, _ body: () async throws -> Void) async throws {
        async let running: Void = monitor.run()
        try await body()
        monitor.stop()
        await running
    }
}

/// A file that a test writes, removed when the object goes.
final class SecretFile: Sendable {
    let path = FileManager.default.temporaryDirectory
        .appendingPathComponent("secret-\(UUID().uuidString)").path

    init(_ text: String) throws {
        try write(text)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}

extension OCPSnapshot {
    /// The cluster with an id.
    subscript(id: Int64) -> ClusterSnapshot? {
        clusters.first { $0.id == id }
    }

    /// How often requests failed for a reason.
    func failures(_ reason: FailureReason) -> Int {
        requests.failures.filter { $0.key.reason == reason }.values.reduce(0) { $0 + Int($1) }
    }
}
