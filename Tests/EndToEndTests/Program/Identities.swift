import TestSupport

/// Certificates of which the program's is called `server`.
typealias Identities = Certificates

extension Identities {
    /// Makes an authority `ca`, and for the server a certificate `server` of that authority.
    convenience init() async throws {
        try self.init(authority: "ca")
        try await issue("server", names: "DNS:localhost,IP:127.0.0.1")
    }

    /// Makes `NAME.pem` and `NAME.key`, fit to sign others.
    func makeAuthority(_ name: String) async throws {
        try await onThread { try self.makeAuthority(name, subject: nil) }
    }

    /// Makes `NAME.pem` and `NAME.key`, signed by an authority.
    func issue(_ name: String, by authority: String = "ca", names: String) async throws {
        _ = try await onThread { try self.issue(name, by: authority, names: names, days: 2) }
    }

    /// Puts a copy of one identity's files in the place of another's, the certificate first.
    func replace(_ name: String, by other: String) async throws {
        for ending in ["pem", "key"] {
            try replaceFile("\(name).\(ending)", by: "\(other).\(ending)")
        }
    }

    /// The web configuration of the server's certificate, with more keys behind it.
    static func tls(_ more: String = "", beside others: String = "") -> String {
        """
        { tls_server_config: { cert_file: "server.pem", key_file: "server.key", \(more) },
          \(others) }
        """
    }
}
