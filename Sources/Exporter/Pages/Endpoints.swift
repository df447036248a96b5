import HTTP
import OCP
import Synchronization

/// Who answers at which path.
struct Endpoints {
    let telemetryPath: String
    let metrics: MetricsEndpoint
    /// Which part of the clusters is polled here.
    let shard: Shard
    let time: any TimeSource
    /// Tells whether the process is about to end.
    let draining: DrainFlag

    /// The router.
    ///
    /// - Parameter reloads: takes requests to reload; nil if that is not enabled.
    /// - Returns: the handler of every request.
    func router(reloads: ReloadRequests?) -> Router {
        var routes = [
            Route(telemetryPath, ["GET": metrics]),
            Route("GET", EndpointPath.healthy) { _ in .text(200, "healthy") },
            Route("GET", EndpointPath.ready) { [pages = metrics.pages, draining] _ in
                if draining.isSet { return .text(503, "not ready: shutting down") }
                return pages.isReady
                    ? .text(200, "ready")
                    : .text(503, "not ready: the first round of every OCP has not ended yet")
            },
        ]
        if telemetryPath != EndpointPath.status {
            let status = StatusEndpoint(
                pages: metrics.pages,
                telemetryPath: telemetryPath,
                shard: shard,
                time: time
            )
            routes.append(Route(EndpointPath.status, ["GET": status]))
        }
        if let reloads {
            routes.append(Route(EndpointPath.reload, ["POST": reloads]))
        } else {
            routes.append(
                Route("POST", EndpointPath.reload) { _ in
                    .text(403, "not enabled: start the exporter with --web.enable-lifecycle")
                }
            )
        }
        return Router(routes)
    }
}

/// Whether the process is about to end.
final class DrainFlag: Sendable {
    private let flag = Mutex(false)

    var isSet: Bool { flag.withLock(\.self) }

    func set() {
        flag.withLock { $0 = true }
    }
}

/// Requests to reload, from signals and from the network, in the order in which they come: one is
/// done after the other, so that the newest files win.
struct ReloadRequests: HTTPHandler {
    typealias Answer = @Sendable (ConfigurationMistakes?) -> Void

    /// The requests; each is answered by calling it.
    let stream: AsyncStream<Answer>
    private let continuation: AsyncStream<Answer>.Continuation

    /// Makes an empty stream.
    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    /// Asks for a reload.
    ///
    /// - Parameter answer: takes what is wrong with the new configuration, or nil.
    /// - Returns: false if nobody reloads any more.
    @discardableResult
    func add(_ answer: @escaping Answer) -> Bool {
        guard case .enqueued = continuation.yield(answer) else { return false }
        return true
    }

    func handle(
        _ request: HTTPRequest,
        answer: @escaping @Sendable (HTTPResponse) -> Void
    ) {
        let isAdded = add { mistakes in
            answer(
                mistakes.map { .text(500, "configuration not loaded:\n\($0)") }
                    ?? .text(200, "configuration loaded")
            )
        }
        if !isAdded { answer(.text(503, "shutting down")) }
    }
}

/// The paths that the exporter answers.
enum EndpointPath {
    static let status = "/"
    static let healthy = "/-/healthy"
    static let ready = "/-/ready"
    static let reload = "/-/reload"

    /// Checks a path for the metrics.
    ///
    /// - Throws: words that follow the flag's name.
    static func telemetry(_ text: String) throws(Flag.Problem) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            byte > 0x20 && byte < 0x7F && !"?#%\"<>\\^`{|}".utf8.contains(byte)
        }
        guard text.hasPrefix("/"), text.count > 1, isPlain, !text.contains("//"),
            !text.split(separator: "/").contains(where: { $0 == "." || $0 == ".." })
        else {
            throw Flag.Problem(
                text: "must be a plain path such as /metrics, not"
                    + " \"\(PrintableText.escaped(text))\""
            )
        }
        guard ![healthy, ready, reload].contains(text) else {
            throw Flag.Problem(text: "must not be \(text), which is taken")
        }
        return text
    }
}
