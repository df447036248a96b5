import OCP
import Synchronization
import TestClock

@testable import Exporter

/// An OCP that is asked about tenants and tasks, too: a closure answers, and every request is noted.
final class TaskOCP: Transport {
    /// A request as a script sees it.
    struct Request: Sendable {
        var api: API
        var cluster: Int64?
        var tenant: Int64?
        /// What follows the path.
        var query: String
        var at: Duration

        /// Such as `log_backups 1/7`.
        var words: String {
            api.rawValue + (cluster.map { " \($0)" } ?? "") + (tenant.map { "/\($0)" } ?? "")
        }
    }

    typealias Script = @Sendable (Request) async throws -> TransportResponse

    private struct State {
        var requests: [Request] = []
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
    var requests: [Request] { state.withLock(\.requests) }
    /// The most requests that were under way at a time.
    var mostInFlight: Int { state.withLock(\.mostInFlight) }
    /// What was asked about tenants and tasks, in words and in order.
    var tasks: [String] {
        requests.filter { TaskCollector(rawValue: $0.api.rawValue) != nil }.map(\.words)
    }

    /// Forgets what was asked, and answers by another script from now on.
    func answer(_ script: @escaping Script) {
        state.withLock { state in
            state.requests = []
            state.script = script
        }
    }

    func send(_ sent: TransportRequest) async throws -> TransportResponse {
        try Task.checkCancellation()
        let request = Self.request(sent.target, at: time.uptime())
        let script = state.withLock { state in
            state.requests.append(request)
            state.inFlight += 1
            state.mostInFlight = max(state.mostInFlight, state.inFlight)
            return state.script
        }
        defer { state.withLock { $0.inFlight -= 1 } }
        return try await script(request)
    }

    private static let apis: [String: API] = [
        "overview": .overview, "info": .info, "time": .time, "logBackupTasks": .logBackups,
        "dataBackupTasks": .dataBackups, "restoreTasks": .restores, "backupStrategy": .strategies,
        "tenants": .tenants,
    ]

    private static func request(_ target: String, at uptime: Duration) -> Request {
        let path = target.prefix { $0 != "?" }
        let parts = path.split(separator: "/").map(String.init)
        func number(after name: String) -> Int64? {
            parts.firstIndex(of: name).flatMap { $0 + 1 < parts.count ? Int64(parts[$0 + 1]) : nil }
        }
        return Request(
            api: parts.last.flatMap { apis[$0] } ?? .clusters,
            cluster: number(after: "clusters"),
            tenant: number(after: "tenants"),
            query: String(target.dropFirst(path.count)),
            at: uptime
        )
    }
}

extension TransportResponse {
    /// What the console answers for a path that OCP does not have.
    static let html = json(200, "<!DOCTYPE html><html></html>")

    /// A list, all on one page.
    static func rows(_ rows: [String]) -> TransportResponse {
        success(
            #"{"contents":[\#(rows.joined(separator: ","))],"page":{"totalElements":\#(rows.count)}}"#
        )
    }

    /// What an OCP that is well answers whose clusters of OceanBase 4 have these tenants.
    static func fine(_ request: TaskOCP.Request, _ tenants: [Int64: [Int64]]) -> TransportResponse {
        let asked = request.cluster ?? 0
        switch request.api {
        case .clusters:
            return rows(
                tenants.keys.sorted().map { #"{"id":\#($0),"name":"c\#($0)","obVersion":"4.2.5"}"# }
            )
        case .overview: return overview(asked)
        case .info: return json(200, #"{"buildVersion":"4.3.5-2025"}"#)
        case .time: return json(200, "2026-11-22T20:00:00+08:00")
        case .tenants:
            return rows(
                tenants.flatMap { cluster, ids in
                    ids.map {
                        #"{"id":\#($0),"name":"t\#($0)","clusterId":\#(cluster),"status":"NORMAL"}"#
                    }
                }
            )
        case .logBackups:
            return rows(
                (tenants[asked] ?? []).filter { request.tenant ?? $0 == $0 }
                    .map { #"{"tenantId":\#($0),"status":"RUNNING","delay":5.5}"# }
            )
        case .dataBackups, .restores: return rows([])
        case .strategies: return success(#"{"id":\#(request.tenant ?? asked)}"#)
        }
    }
}
