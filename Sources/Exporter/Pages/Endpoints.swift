import HTTP

/// Who answers at which path.
struct Endpoints {
    let telemetryPath: String
    let metrics: MetricsEndpoint
    let fleet: Fleet
    /// Which part of the clusters is polled here.
    let shard: Shard
    let time: any TimeSource
    /// True once the process is about to end.
    let isDraining: @Sendable () -> Bool

    /// The router.
    ///
    /// - Parameter reloads: takes requests to reload; nil if that is not enabled.
    /// - Returns: the handler of every request.
    func router(reloads: ReloadRequests?) -> Router {
        var routes = [
            Route(telemetryPath, ["GET": metrics]),
            Route("GET", EndpointPath.healthy) { _ in .text(200, "healthy") },
            Route("GET", EndpointPath.ready) { [pages = metrics.pages, isDraining] _ in
                if isDraining() { return .text(503, "not ready: shutting down") }
                return pages.isReady
                    ? .text(200, "ready")
                    : .text(503, "not ready: the first round of every OCP has not ended yet")
            },
        ]
        if telemetryPath != EndpointPath.status {
            let status = StatusEndpoint(
                fleet: fleet,
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

/// Hands requests to reload to whoever reloads, and the outcome back.
struct ReloadRequests: HTTPHandler {
    typealias Answer = @Sendable (ConfigurationMistakes?) -> Void

    /// The requests, in order; each is answered by calling it.
    let stream: AsyncStream<Answer>
    private let continuation: AsyncStream<Answer>.Continuation

    /// Makes an empty stream.
    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    func handle(_ request: HTTPRequest, answer: @escaping @Sendable (HTTPResponse) -> Void) {
        let result = continuation.yield { mistakes in
            answer(
                mistakes.map { .text(500, "configuration not loaded:\n\($0)") }
                    ?? .text(200, "configuration loaded")
            )
        }
        if case .terminated = result {
            answer(.text(503, "shutting down"))
        }
    }
}
