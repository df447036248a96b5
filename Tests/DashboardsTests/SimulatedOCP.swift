import HTTP
import OCP
import OCPSimulator
import Synchronization
import TestClock

@testable import Exporter

/// A simulated OCP and the monitor that polls it, without a network and in time that a test winds.
struct SimulatedOCP {
    let simulator: Simulator
    private let monitor: OCPMonitor
    private let time: ManualTime

    /// Makes an OCP with a cluster for each of the scenarios, named by the label `ocp`.
    init(_ name: String, _ scenarios: [String], _ time: ManualTime) throws {
        var settings = SimulatorSettings()
        settings.fleet = FleetPlan(
            clusters: scenarios.count,
            scenarios: scenarios.map { .init($0, count: 1) }
        )
        // Answers that are late are not too late for the poll's deadline.
        let timer = AnswerTimer { milliseconds, work in work() }
        simulator = try Simulator(settings: settings, clock: { time.now() }, timer: timer)
        var ocp = OCPSettings(
            name: name,
            connection: ConnectionSettings(baseURL: try BaseURL("http://\(name).example")),
            credentials: .basic(username: "exporter", .value(Secret("exporter")))
        )
        ocp.pollInterval = .seconds(60)
        monitor = OCPMonitor(
            settings: ocp,
            thresholds: ThresholdRules(),
            environment: PollingEnvironment(
                transport: SimulatedTransport(simulator: simulator),
                time: time,
                random: { 0 },
                logger: Logger { _ in }
            )
        )
        self.time = time
    }

    /// Polls, and returns what would be served now.
    func poll() async throws -> OCPSnapshot {
        try await monitor.round(monitor.makeClient())
        return monitor.snapshot.expired(at: time.instant)
    }
}

/// Hands requests to a simulator; what it never answers has timed out.
private struct SimulatedTransport: Transport {
    let simulator: Simulator

    func send(_ sent: TransportRequest) async throws -> TransportResponse {
        let parts = sent.target.split(separator: "?", maxSplits: 1).map(String.init)
        let request = HTTPRequest(
            path: parts[0],
            query: parts.count > 1 ? parts[1] : nil,
            fields: HTTPFields(sent.headers.map { .init($0.name, $0.value) })
        )
        let answered = Mutex<HTTPResponse?>(nil)
        simulator.handle(request) { response in answered.withLock { $0 = response } }
        guard let response = answered.withLock(\.self) else {
            throw OCPError(reason: .timeout, message: "no answer")
        }
        return TransportResponse(
            status: response.status,
            headers: response.fields.lines.map { HeaderField($0.name, $0.value) },
            body: response.body.flatMap(\.self)
        )
    }
}
