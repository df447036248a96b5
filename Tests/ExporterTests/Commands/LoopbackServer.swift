import Foundation
import HTTP
import Testing

/// A server on loopback that answers every request by a closure, for as long as a body runs.
enum LoopbackServer {
    /// Serves while the body runs.
    ///
    /// - Parameters:
    ///   - addresses: where to listen.
    ///   - respond: makes an answer.
    ///   - body: is given the addresses with their ports.
    /// - Returns: what the body returns.
    /// - Throws: what the body throws, or that an address cannot be bound.
    static func run<Result: Sendable>(
        on addresses: [ListenAddress] = [.tcp(host: "127.0.0.1", port: 0)],
        _ respond: @escaping @Sendable (HTTPRequest) -> HTTPResponse,
        while body: ([ListenAddress]) async throws -> Result
    ) async throws -> Result {
        let server = HTTPServer(addresses: addresses, handler: ClosureHandler(respond: respond))
        try server.start()
        let running = Task { try await server.run() }
        defer { running.cancel() }
        // On a busy machine the task may begin late; who asks has a time limit.
        await withCheckedContinuation { begun in server.probe { begun.resume() } }
        return try await body(server.boundAddresses)
    }

    private struct ClosureHandler: HTTPHandler {
        let respond: @Sendable (HTTPRequest) -> HTTPResponse

        func handle(
            _ request: HTTPRequest,
            answer: @escaping @Sendable (HTTPResponse) -> Void
        ) {
            answer(respond(request))
        }
    }
}
