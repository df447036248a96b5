import Foundation
import TestSupport
import Testing

/// A certificate authority in a directory of its own, made with the program `openssl`.
final class Authority: Sendable {
    let directory: TemporaryFolder

    /// Makes a key and a self-signed certificate.
    init(name: String = "Test Authority") throws {
        directory = try TemporaryFolder()
        try makeKey("ca")
        try openssl([
            "req", "-x509", "-utf8", "-key", "ca.key", "-subj", "/O=Exporter Tests/CN=\(name)",
            "-days", "30", "-out", "ca.pem",
        ])
    }

    /// The path of its own certificate.
    var certificate: String { directory.file("ca.pem") }

    /// Makes a key and a certificate signed by the authority, and gives their paths.
    func issue(
        _ name: String,
        names: String = "DNS:localhost,IP:127.0.0.1",
        days: Int = 30
    ) throws -> (certificate: String, key: String) {
        try makeKey(name)
        try openssl(["req", "-new", "-key", "\(name).key", "-subj", "/CN=\(name)", "-out", "csr"])
        try directory.write("subjectAltName=\(names)", to: "extensions")
        try openssl([
            "x509", "-req", "-in", "csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial",
            "\(UInt32.random(in: 1...UInt32.max))", "-days", "\(days)", "-extfile", "extensions",
            "-out", "\(name).pem",
        ])
        return (directory.file("\(name).pem"), directory.file("\(name).key"))
    }

    private func makeKey(_ name: String) throws {
        try openssl(["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "\(name).key"])
    }

    private func openssl(_ arguments: [String]) throws {
        let openssl = Command(["openssl"] + arguments, in: directory.path)
        try #require(openssl.runBlocking().status == 0)
    }
}

/// The program `Fixtures/tls_server.py` while it runs.
final class TLSServer: Sendable {
    let port: Int
    private let program: RunningCommand

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
        program = try RunningCommand(Command(words, errors: .discarded))
        port = try #require(program.line().flatMap { Int($0) })
    }
}
