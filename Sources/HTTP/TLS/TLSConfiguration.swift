/// How a server speaks TLS; the names and meanings are those of exporter-toolkit.
package struct TLSConfiguration: Sendable, Equatable {
    /// What is asked of a client's certificate.
    package enum ClientAuthentication: String, Sendable, CaseIterable {
        /// Nothing.
        case none = "NoClientCert"
        /// It is asked for, but anything or nothing will do.
        case request = "RequestClientCert"
        /// There must be one, but anyone's will do.
        case requireAny = "RequireAnyClientCert"
        /// If there is one, a client CA must have signed it.
        case verifyIfGiven = "VerifyClientCertIfGiven"
        /// There must be one, and a client CA must have signed it.
        case requireAndVerify = "RequireAndVerifyClientCert"

        /// The authentication with a name; one has an older name too, as exporter-toolkit keeps it.
        package init?(name: String) {
            if name == "RequireClientCert" {
                self = .requireAny
            } else {
                self.init(rawValue: name)
            }
        }

        /// Whether a client CA is needed.
        package var verifies: Bool { self == .verifyIfGiven || self == .requireAndVerify }
    }

    /// A version of the protocol.
    package enum Version: String, Sendable, CaseIterable {
        case tls10 = "TLS10"
        case tls11 = "TLS11"
        case tls12 = "TLS12"
        case tls13 = "TLS13"
    }

    /// Whether a cipher suite has this name in the standards or in Go, and OpenSSL has it.
    package static func hasCipherSuite(_ name: String) -> Bool {
        TLSContext.cipher(name) != nil
    }

    /// The names of the groups for the key exchange.
    package static let curves = TLSContext.groups.keys.sorted()

    /// The certificate and its chain, in PEM form.
    package var certificateFile: String
    /// The private key, in PEM form and not encrypted.
    package var keyFile: String
    /// The certificates that sign those of clients, in PEM form.
    package var clientCAFile: String?
    /// What is asked of a client's certificate.
    package var clientAuthentication = ClientAuthentication.none
    /// If not empty, a client's certificate must bear one of these names: a DNS name, an address,
    /// an e-mail address or a URI, as a subject alternative name.
    ///
    /// It needs ``ClientAuthentication/requireAndVerify``.
    package var allowedClientNames: [String] = []
    /// The lowest version that is spoken.
    package var minimumVersion = Version.tls12
    /// The highest version that is spoken.
    package var maximumVersion = Version.tls13
    /// The cipher suites by their names in the standards, the best first; none for the defaults: with
    /// TLS 1.2 those with ECDHE and AES-GCM or ChaCha20.
    package var cipherSuites: [String] = []
    /// The groups for the key exchange, the best first: `CurveP256`, `CurveP384`, `CurveP521`,
    /// `X25519`; none for the defaults, which are the last and the first two.
    package var curvePreferences: [String] = []
    /// Whether the order of the server's cipher suites counts, or that of the client's.
    package var prefersServerCipherSuites = true

    /// The files that it names.
    package var files: [String] { [certificateFile, keyFile] + (clientCAFile.map { [$0] } ?? []) }

    /// Makes a configuration with exporter-toolkit's defaults.
    package init(certificateFile: String, keyFile: String) {
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }
}

/// Why a TLS configuration cannot be used.
package enum TLSError: Error, Equatable, CustomStringConvertible {
    /// A file cannot be read or does not hold what it should.
    case file(String, reason: String)
    /// A value does not go together with the others: exporter-toolkit's key, and words that follow it.
    case setting(String, String)
    /// OpenSSL cannot use the configuration.
    case configuration(String)

    package var description: String {
        switch self {
        case .file(let path, let reason): "\(path): \(reason)"
        case .setting(let key, let problem): "\(key) \(problem)"
        case .configuration(let reason): reason
        }
    }
}
