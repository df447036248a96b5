import Foundation
import TestSupport
import Testing

/// A certificate authority in a directory of its own.
typealias Authority = Certificates

extension Certificates {
    /// Makes a key and a self-signed certificate.
    convenience init(name: String = "Test Authority") throws {
        try self.init(authority: name)
    }

    /// The path of the authority's own certificate.
    var certificate: String { path("ca.pem") }
}

/// The program `Fixtures/tls_server.py` while it runs.
final class TLSServer: Sendable {
    let port: Int
    private let program: RunningProcess

    /// Starts it with a certificate of an authority; it may insist on one of the client's, too.
    convenience init(
        of authority: Authority,
        names: String = "DNS:localhost,IP:127.0.0.1",
        days: Int = 30,
        asksClients: Bool = false,
        isOld: Bool = false
    ) throws {
        let server = try authority.issue("server", names: names, days: days)
        try self.init(
            certificate: server.certificate,
            key: server.key,
            clientCA: asksClients ? authority.certificate : nil,
            isOld: isOld
        )
    }

    /// Starts it; with `clientCA`, it insists on a client certificate of that authority, and an old one
    /// speaks TLS 1.0 and 1.1 only.
    init(
        certificate: String,
        key: String,
        clientCA: String? = nil,
        isOld: Bool = false
    ) throws {
        let script = try #require(
            Bundle.module.url(
                forResource: "tls_server.py",
                withExtension: nil,
                subdirectory: "Fixtures"
            )
        )
        let words =
            ["python3", script.path] + (isOld ? ["old"] : []) + [certificate, key]
            + (clientCA.map { [$0] } ?? [])
        program = try RunningProcess(words, errors: .discarded)
        port = try #require(program.nextLine().flatMap { Int($0) })
    }
}
