package import HTTP

/// A simulator behind an HTTP server: `start()`, read `url`, then `run()` until cancelled.
package final class SimulatorServer: Sendable {
    /// What answers; steer it here.
    package let simulator: Simulator
    private let server: HTTPServer
    private let scheme: String

    /// Makes a server that does nothing yet.
    ///
    /// - Parameters:
    ///   - simulator: what answers.
    ///   - addresses: where to listen; without any, on a port of loopback that the kernel chooses.
    ///   - tls: speaks TLS on every address, if there is one.
    ///   - log: takes lines for an operator, on the event loop.
    package init(
        _ simulator: Simulator,
        addresses: [ListenAddress] = [.tcp(host: "127.0.0.1", port: 0)],
        tls: TLSServer? = nil,
        log: (@Sendable (String) -> Void)? = nil
    ) {
        self.simulator = simulator
        scheme = tls == nil ? "http" : "https"
        server = HTTPServer(addresses: addresses, handler: simulator, tls: tls, log: log)
    }

    /// Binds the addresses; from then on clients can connect, and wait for `run()`.
    ///
    /// - Throws: `HTTPServerError`.
    package func start() throws {
        try server.start()
    }

    /// Where clients on this machine reach it; empty before `start()`.
    package var urls: [String] {
        server.boundAddresses.map { address in
            address.reachableURL.map { scheme + $0.dropFirst("http".count) } ?? "\(address)"
        }
    }

    /// Serves until the task is cancelled; then finishes what is being sent and returns.
    ///
    /// - Throws: `HTTPServerError`.
    package func run() async throws {
        try await withTaskCancellationHandler {
            try await server.run()
        } onCancel: {
            // The server waits for answers that are due; these never would be.
            simulator.releaseUnanswered()
        }
    }
}
