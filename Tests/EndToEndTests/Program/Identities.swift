import Testing

/// Certificates that the `openssl` command makes, in a directory of their own.
struct Identities {
    let directory: TemporaryDirectory

    /// Makes an authority `ca`, and for the server a certificate `server` of that authority.
    init() async throws {
        directory = try TemporaryDirectory()
        try await makeAuthority("ca")
        try await issue("server", names: "DNS:localhost,IP:127.0.0.1")
    }

    /// Makes `NAME.pem` and `NAME.key`, fit to sign others.
    func makeAuthority(_ name: String) async throws {
        try await openssl(
            "req -x509 \(Self.key) -nodes -days 2 -subj /CN=\(name) -keyout \(name).key"
                + " -out \(name).pem"
        )
    }

    /// Makes `NAME.pem` and `NAME.key`, signed by an authority.
    func issue(_ name: String, by authority: String = "ca", names: String) async throws {
        try await openssl(
            "req \(Self.key) -nodes -subj /CN=\(name) -keyout \(name).key -out \(name).csr"
        )
        try directory.write("subjectAltName=\(names)", to: "extensions")
        try await openssl(
            "x509 -req -in \(name).csr -CA \(authority).pem -CAkey \(authority).key -days 2"
                + " -extfile extensions -out \(name).pem"
        )
    }

    /// Puts a copy of one identity's files in the place of another's, the certificate first.
    func replace(_ name: String, by other: String) async throws {
        for ending in ["pem", "key"] {
            let copy = try RunningProcess(
                ["sh", "-c", "cp \(other).\(ending) new && mv new \(name).\(ending)"],
                in: directory.path
            )
            #expect(await copy.end() == 0)
        }
    }

    private func openssl(_ arguments: String) async throws {
        let words = ["openssl"] + arguments.split(separator: " ").map(String.init)
        let process = try RunningProcess(words, in: directory.path)
        let code = await process.end()
        try #require(code == 0, "\(process.text)")
    }

    private static let key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256"

    /// The web configuration of the server's certificate, with more keys behind it.
    static func tls(_ more: String = "", beside others: String = "") -> String {
        """
        { tls_server_config: { cert_file: "server.pem", key_file: "server.key", \(more) },
          \(others) }
        """
    }
}
