import OCP
import Synchronization

/// Answers requests from a closure and keeps them.
final class FakeTransport: Transport {
    private let requests = Mutex<[TransportRequest]>([])
    private let answer: @Sendable (TransportRequest) throws -> TransportResponse

    init(_ answer: @escaping @Sendable (TransportRequest) throws -> TransportResponse) {
        self.answer = answer
    }

    /// Everything that was asked.
    var sent: [TransportRequest] { requests.withLock { $0 } }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        requests.withLock { $0.append(request) }
        return try answer(request)
    }
}

/// Keeps what a client reports.
final class Recorder: Sendable {
    private let state = Mutex<[RequestRecord]>([])

    var records: [RequestRecord] { state.withLock { $0 } }

    func observe(_ record: RequestRecord) {
        state.withLock { $0.append(record) }
    }
}

extension TransportResponse {
    /// An answer with a text as its body.
    static func text(
        _ body: String,
        status: Int = 200,
        headers: [HeaderField] = [HeaderField("Content-Type", "application/json")]
    ) -> TransportResponse {
        TransportResponse(status: status, headers: headers, body: Array(body.utf8))
    }
}

extension OCPClient {
    /// A client whose answers come from a closure.
    static func fake(
        _ credentials: Credentials = .basic(username: "exporter", .value(Secret("pa55word!"))),
        url: String = "http://ocp.example:8080",
        headers: [HeaderField] = [],
        now: Double = 1_673_928_842,
        recorder: Recorder = Recorder(),
        transport: any Transport
    ) throws -> OCPClient {
        OCPClient(
            settings: ConnectionSettings(
                baseURL: try BaseURL(url),
                headers: headers,
                timeout: .seconds(240)
            ),
            credentials: credentials,
            transport: transport,
            now: { now },
            observe: { recorder.observe($0) }
        )
    }

    /// A client that always gets the same answer.
    static func answering(
        _ response: TransportResponse,
        recorder: Recorder = Recorder()
    ) throws -> OCPClient {
        try fake(recorder: recorder, transport: FakeTransport { _ in response })
    }
}

/// Keeps lines that are reported from anywhere.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func append(_ line: String) {
        lines.withLock { $0.append(line) }
    }
}

/// A clock that a test moves.
final class StandingClock: Sendable {
    private let time = Mutex(ContinuousClock.now)

    /// Tells the time.
    var now: @Sendable () -> ContinuousClock.Instant {
        { self.time.withLock { $0 } }
    }

    func pass(_ duration: Duration) {
        time.withLock { $0 += duration }
    }
}
