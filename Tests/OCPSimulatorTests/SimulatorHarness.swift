import HTTP
import OCPSimulator
import Synchronization

/// A simulator whose clock and timer stand still until a test moves them.
final class SimulatorHarness: Sendable {
    /// 22 September 2021, 14:50:46.414 in China.
    static let start = 1_632_293_446.414

    let simulator: Simulator
    private let clock: ManualClock

    init(_ settings: SimulatorSettings = SimulatorSettings()) throws {
        let clock = ManualClock()
        self.clock = clock
        simulator = try Simulator(settings: settings, clock: clock.seconds, timer: clock.timer)
    }

    /// A fleet of clusters that all play one scenario.
    convenience init(scenario: String, clusters: Int = 1, timeScale: Double = 1) throws {
        var settings = SimulatorSettings()
        settings.fleet = FleetPlan(clusters: clusters, scenarios: [.init(scenario)])
        settings.timeScale = timeScale
        try self.init(settings)
    }

    /// Lets time pass; what falls due is done.
    func advance(seconds: Double) {
        clock.advance(milliseconds: Int64(seconds * 1000))
    }

    /// The answer to a request as it stands: nil if none has come yet.
    func ask(_ request: HTTPRequest) -> HTTPResponse? {
        send(request).response
    }

    /// The answer to a GET with the right password.
    func get(_ path: String, query: String? = nil) throws -> HTTPResponse {
        let request = HTTPRequest(path: path, query: query, fields: [Self.authorization])
        guard let response = ask(request) else { throw NoAnswer() }
        return response
    }

    /// The answer to a request for the overview of a cluster.
    func overview(_ id: Int64 = 1_000_001) throws -> HTTPResponse {
        try get("/api/v2/ob/clusters/\(id)/backup/overview")
    }

    /// Sends a request and returns what will take its answer.
    func send(_ request: HTTPRequest) -> PendingAnswer {
        let pending = PendingAnswer()
        simulator.handle(request) { pending.take($0) }
        return pending
    }

    /// `exporter:exporter`.
    static let authorization = HTTPFields.Line("Authorization", "Basic ZXhwb3J0ZXI6ZXhwb3J0ZXI=")

    struct NoAnswer: Error {}
}

/// An answer that has come or will.
final class PendingAnswer: Sendable {
    private let responses = Mutex<[HTTPResponse]>([])

    func take(_ response: HTTPResponse) {
        responses.withLock { $0.append(response) }
    }

    var response: HTTPResponse? {
        responses.withLock(\.last)
    }

    var count: Int {
        responses.withLock(\.count)
    }
}

/// Time that passes when it is told to.
final class ManualClock: Sendable {
    private struct State {
        var now = SimulatorHarness.start
        var work: [(due: Double, run: @Sendable () -> Void)] = []
    }

    private let state = Mutex(State())

    var seconds: @Sendable () -> Double {
        { [self] in state.withLock(\.now) }
    }

    /// Runs work without delay at once, and other work when its time has come.
    var timer: AnswerTimer {
        AnswerTimer { [self] milliseconds, work in
            if milliseconds <= 0 { return work() }
            state.withLock { $0.work.append(($0.now + Double(milliseconds) / 1000, work)) }
        }
    }

    func advance(milliseconds: Int64) {
        let due = state.withLock { state in
            state.now += Double(milliseconds) / 1000
            let (now, work) = (state.now, state.work)
            state.work = work.filter { $0.due > now + 0.0005 }
            return work.filter { $0.due <= now + 0.0005 }
        }
        for work in due { work.run() }
    }
}

extension HTTPResponse {
    /// The body as text.
    var text: String {
        String(decoding: body.flatMap(\.self), as: UTF8.self)
    }
}

/// Remembers that something happened.
final class Flagged: Sendable {
    private let raised = Mutex(false)

    var isRaised: Bool {
        raised.withLock(\.self)
    }

    func raise() {
        raised.withLock { $0 = true }
    }
}
