import HTTP
import TestSupport

extension Certificates {
    /// Makes a client CA, and for the server a certificate `server` for `localhost`.
    convenience init() throws {
        try self.init(authority: "ca")
        try makeServer("server")
    }

    /// Makes `NAME.pem` and `NAME.key`, self-signed, for `localhost`.
    func makeServer(_ name: String) throws {
        try makeAuthority(name, names: "DNS:localhost,IP:127.0.0.1")
    }

    /// Makes `NAME.pem` and `NAME.key` for a client, signed by an authority.
    func makeClient(_ name: String, by authority: String = "ca", names: String = "DNS:x") throws {
        try issue(name, by: authority, names: names)
    }

    /// A configuration with the server's certificate.
    var configuration: TLSConfiguration {
        TLSConfiguration(certificateFile: path("server.pem"), keyFile: path("server.key"))
    }
}

/// Runs a TLS server for as long as the body runs.
func withTLSServer(
    _ tls: TLSServer,
    limits: HTTPLimits = .patient,
    handler: any HTTPHandler = Site.router,
    _ body: @escaping @Sendable (UInt16, HTTPServer) throws -> Void
) async throws {
    let server = HTTPServer(
        addresses: [.tcp(host: "127.0.0.1", port: 0)],
        limits: limits,
        handler: handler,
        tls: tls
    )
    try await withRunning(server) { port in try body(port, server) }
}
