import HTTP
import TestSupport

/// A client that sends and receives octets, and knows nothing of HTTP.
typealias Client = LoopbackSocket

extension HTTPLimits {
    /// For tests that are not about times: a busy machine keeps no client from being served.
    static var patient: HTTPLimits {
        var limits = HTTPLimits()
        limits.headTime = .seconds(600)
        limits.idleTime = .seconds(600)
        limits.writeStallTime = .seconds(600)
        return limits
    }
}

/// The status codes of the answers in a text whose bodies hold no status lines.
func statuses(_ answers: String) -> [Int] {
    answers.ranges(of: "HTTP/1.1 ").compactMap { Int(answers[$0.upperBound...].prefix(3)) }
}

/// Runs a server on a port of its own, with a small site, for as long as the body runs.
func withServer<Result: Sendable>(
    limits: HTTPLimits = .patient,
    handler: any HTTPHandler = Site.router,
    _ body: @escaping @Sendable (UInt16, HTTPServer) throws -> Result
) async throws -> Result {
    let server = HTTPServer(
        addresses: [.tcp(host: "127.0.0.1", port: 0)],
        limits: limits,
        handler: handler
    )
    return try await withRunning(server) { port in try body(port, server) }
}

/// Runs a server for as long as the body runs, which gets the port of its first address.
func withRunning<Result: Sendable>(
    _ server: HTTPServer,
    _ body: @escaping @Sendable (UInt16) throws -> Result
) async throws -> Result {
    try server.start()
    var port: UInt16 = 0
    if case .tcp(_, let bound)? = server.boundAddresses.first { port = bound }
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask {
            try await server.run()
            return nil
        }
        group.addTask { [port] in try await onThread { try body(port) } }
        defer { group.cancelAll() }
        while let result = try await group.next() {
            if let result { return result }
        }
        throw Client.Failure(call: "run")
    }
}

/// The same for a body that does not need the server itself.
func withServer<Result: Sendable>(
    limits: HTTPLimits = .patient,
    handler: any HTTPHandler = Site.router,
    _ body: @escaping @Sendable (UInt16) throws -> Result
) async throws -> Result {
    try await withServer(limits: limits, handler: handler) { port, _ in try body(port) }
}

/// A site with a bit of everything.
enum Site {
    static let router = Router([
        Route("GET", "/metrics") { _ in .text(200, "up") },
        Route("GET", "/") { _ in .text(200, "root") },
        Route("POST", "/-/reload") { _ in .text(200, "done") },
    ])
}
