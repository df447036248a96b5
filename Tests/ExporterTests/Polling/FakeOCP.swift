import OCP
import Synchronization
import TestClock

@testable import Exporter

/// An OCP without a network: a closure answers, and every request is noted.
final class FakeOCP: Transport {
    /// A request as a script sees it.
    struct Request: Sendable {
        var api: API
        /// The cluster and the tenant that the path names.
        var cluster: Int64?
        var tenant: Int64?
        /// What follows the path.
        var query: String
        /// The page of a list.
        var page: Int?
        /// How often the same was asked before.
        var repetition: Int
        var host: String
        var at: Duration
        /// The value of `Authorization`.
        var authorization: String?

        /// Such as `log_backups 1/7`.
        var words: String {
            api.rawValue + (cluster.map { " \($0)" } ?? "") + (tenant.map { "/\($0)" } ?? "")
        }
    }

    typealias Script = @Sendable (Request) async throws -> TransportResponse

    private struct State {
        var requests: [Request] = []
        var repetitions: [String: Int] = [:]
        var inFlight = 0
        var mostInFlight = 0
        var script: Script
    }

    private let time: ManualTime
    private let state: Mutex<State>

    init(_ time: ManualTime, _ script: @escaping Script) {
        self.time = time
        state = Mutex(State(script: script))
    }

    /// Everything that was asked, in order.
    var requests: [Request] { state.withLock { $0.requests } }
    /// The most requests that were under way at a time.
    var mostInFlight: Int { state.withLock { $0.mostInFlight } }

    /// What was asked about tenants and tasks, in words and in order.
    var tasks: [String] {
        requests.filter { TaskCollector(rawValue: $0.api.rawValue) != nil }.map(\.words)
    }

    /// How often an endpoint was asked.
    func count(_ api: API) -> Int {
        requests.count { $0.api == api }
    }

    /// Forgets what was asked.
    func reset() {
        state.withLock {
            $0.requests = []
            $0.repetitions = [:]
        }
    }

    /// Answers by another script from now on.
    func answer(_ script: @escaping Script) {
        state.withLock { $0.script = script }
    }

    func send(_ sent: TransportRequest) async throws -> TransportResponse {
        try Task.checkCancellation()
        let key = sent.settings.baseURL.host + sent.target
        let at = time.uptime()
        let path = sent.target.prefix { $0 != "?" }
        let (request, script) = state.withLock { state in
            let request = Request(
                api: Self.api(path),
                cluster: Self.number(after: "clusters", in: path),
                tenant: Self.number(after: "tenants", in: path),
                query: String(sent.target.dropFirst(path.count)),
                page: sent.target.firstMatch(of: /page=(\d+)&/).flatMap { Int($0.1) },
                repetition: state.repetitions[key, default: 0],
                host: sent.settings.baseURL.host,
                at: at,
                authorization: sent.headers["Authorization"]
            )
            state.requests.append(request)
            state.repetitions[key, default: 0] += 1
            state.inFlight += 1
            state.mostInFlight = max(state.mostInFlight, state.inFlight)
            return (request, state.script)
        }
        defer { state.withLock { $0.inFlight -= 1 } }
        return try await script(request)
    }

    private static let apis: [Substring: API] = [
        "overview": .overview, "info": .info, "time": .time, "logBackupTasks": .logBackups,
        "dataBackupTasks": .dataBackups, "restoreTasks": .restores, "backupStrategy": .strategies,
        "tenants": .tenants,
    ]

    private static func api(_ path: Substring) -> API {
        path.split(separator: "/").last.flatMap { apis[$0] } ?? .clusters
    }

    private static func number(after name: Substring, in path: Substring) -> Int64? {
        let parts = path.split(separator: "/")
        return parts.firstIndex(of: name).flatMap {
            $0 + 1 < parts.count ? Int64(parts[$0 + 1]) : nil
        }
    }
}

extension TransportResponse {
    /// A success in OCP's envelope.
    static func success(_ data: String) -> TransportResponse {
        json(200, #"{"data":\#(data),"status":200,"successful":true}"#)
    }

    /// A failure in OCP's envelope.
    static func failure(
        _ status: Int,
        code: String = "COM10999",
        headers: [HeaderField] = []
    ) -> TransportResponse {
        let body = #"{"error":{"code":"\#(code)","message":"no"},"status":\#(status),"#
        return json(status, body + #""successful":false}"#, headers)
    }

    /// The list of clusters, all on one page, each named after its id.
    static func list(_ ids: some Sequence<Int64>) -> TransportResponse {
        let contents = ids.map { #"{"id":\#($0),"name":"c\#($0)"}"# }
        return success(
            #"{"contents":[\#(contents.joined(separator: ","))],"#
                + #""page":{"totalPages":1,"totalElements":\#(contents.count)}}"#
        )
    }

    /// An overview with a delay of 98 seconds.
    static func overview(_ id: Int64, name: String? = nil) -> TransportResponse {
        success(
            #"{"clusterId":\#(id),"clusterName":"\#(name ?? "c\(id)")","#
                + #""logBackupDelaySeconds":98,"backupScheduleStatus":"NORMAL"}"#
        )
    }

    /// What an OCP that is well answers.
    static func fine(_ request: FakeOCP.Request, _ clusters: [Int64]) -> TransportResponse {
        switch request.api {
        case .clusters: list(clusters)
        case .overview: overview(request.cluster ?? 0)
        case .info: json(200, #"{"buildVersion":"4.3.5-2025"}"#)
        case .time: json(200, "2026-11-22T20:00:00+08:00")
        default: failure(404)
        }
    }

    static func json(_ status: Int, _ body: String, _ headers: [HeaderField] = [])
        -> TransportResponse
    {
        TransportResponse(status: status, headers: headers, body: Array(body.utf8))
    }
}

extension OCPError {
    /// A failure without more to it.
    static func simple(_ reason: FailureReason) -> OCPError {
        OCPError(reason: reason, message: "\(reason)")
    }
}
