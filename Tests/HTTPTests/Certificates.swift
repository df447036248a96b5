import Foundation
import HTTP
import TestSupport

/// A directory with certificates that the `openssl` command made, gone with the value.
final class Certificates: Sendable {
    struct Failure: Error {
        let command: String
        let output: String
    }

    let directory: URL

    /// Makes a client CA, and for the server a certificate for `localhost`.
    init() throws {
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("certificates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try makeAuthority("ca")
        try makeServer("server")
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    /// The path of a file in the directory.
    func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

    /// A configuration with the server's certificate.
    var configuration: TLSConfiguration {
        TLSConfiguration(certificateFile: path("server.pem"), keyFile: path("server.key"))
    }

    /// Makes `NAME.pem` and `NAME.key`, self-signed, for `localhost`.
    func makeServer(_ name: String) throws {
        try openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=\(name) "
                + "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 "
                + "-keyout \(name).key -out \(name).pem"
        )
    }

    /// Makes `NAME.pem` and `NAME.key`, fit to sign others.
    func makeAuthority(_ name: String) throws {
        try openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=\(name) "
                + "-keyout \(name).key -out \(name).pem"
        )
    }

    /// Makes `NAME.pem` and `NAME.key` for a client, signed by an authority.
    func makeClient(_ name: String, by authority: String = "ca", names: String = "DNS:x") throws {
        try openssl(
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=\(name) "
                + "-keyout \(name).key -out \(name).csr"
        )
        try Data("subjectAltName=\(names)".utf8).write(to: directory.appendingPathComponent("ext"))
        try openssl(
            "x509 -req -in \(name).csr -CA \(authority).pem -CAkey \(authority).key -days 2 "
                + "-extfile ext -out \(name).pem"
        )
    }

    /// Writes a file.
    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: directory.appendingPathComponent(name), options: .atomic)
    }

    /// Puts one file in the place of another at once.
    func replace(_ name: String, by other: String) throws {
        let data = try Data(contentsOf: directory.appendingPathComponent(other))
        try data.write(to: directory.appendingPathComponent(name), options: .atomic)
    }

    /// Runs `openssl` in the directory; arguments stand between spaces.
    func openssl(_ arguments: String) throws {
        let result = try run("openssl", arguments)
        guard result.status == 0 else { throw Failure(command: arguments, output: result.output) }
    }

    /// Runs a command in the directory.
    func run(_ command: String, _ arguments: String) throws -> Command.Result {
        let words = [command] + arguments.split(separator: " ").map(String.init)
        return try Command(words, in: directory.path).runBlocking()
    }
}

/// Runs a TLS server for as long as the body runs.
func withTLSServer(
    _ tls: TLSServer,
    limits: HTTPLimits = HTTPLimits(),
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
