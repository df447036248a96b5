import Dispatch
import HTTP

/// Answers `/`: makes the page for people on a queue of its own.
///
/// With thousands of clusters that takes long enough to delay scrapes if the event loop did it; the
/// queue makes one page at a time, so that it costs one processor at most.
struct StatusEndpoint: HTTPHandler {
    let pages: PageStore
    let telemetryPath: String
    let shard: Shard
    let time: any TimeSource
    let queue = DispatchQueue(label: "status")

    func handle(_ request: HTTPRequest, answer: @escaping @Sendable (HTTPResponse) -> Void) {
        queue.async { [pages, telemetryPath, shard, time] in
            let html = StatusPage.html(
                pages.snapshots,
                telemetryPath: telemetryPath,
                shard: shard,
                now: time.instant
            )
            answer(
                HTTPResponse(status: 200, fields: Self.fields, body: [Array(html.utf8)])
            )
        }
    }

    /// The page needs nothing but its own style; whatever a name smuggles in does not run.
    private static let fields: HTTPFields = [
        .init("Content-Type", "text/html; charset=utf-8"),
        .init("Cache-Control", "no-store"),
        .init(
            "Content-Security-Policy",
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
        ),
        .init("X-Content-Type-Options", "nosniff"),
    ]
}
