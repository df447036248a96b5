import COpenSSL

extension TLSContext {
    /// Sets versions, cipher suites and groups.
    static func setProtocol(
        _ context: OpaquePointer,
        _ configuration: TLSConfiguration
    ) throws(TLSError) {
        let (minimum, maximum) = (configuration.minimumVersion, configuration.maximumVersion)
        guard minimum.number <= maximum.number else {
            throw .setting("min_version", "is higher than max_version")
        }
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, minimum.number, nil)
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_PROTO_VERSION, maximum.number, nil)
        try setCipherSuites(context, configuration)
        var groups: [String] = []
        let names = configuration.curvePreferences
        for name in names.isEmpty ? defaultCurves : names {
            guard let group = Self.groups[name] else {
                throw .configuration("the curve \(name) is not known")
            }
            groups.append(group)
        }
        let isSet = groups.joined(separator: ":").withCString { text in
            SSL_CTX_ctrl(
                context,
                SSL_CTRL_SET_GROUPS_LIST,
                0,
                UnsafeMutableRawPointer(mutating: text)
            )
        }
        guard isSet == 1 else {
            throw .configuration("the curves cannot be used: \(OpenSSLReason.first)")
        }
    }

    /// Sets the cipher suites, those of TLS 1.3 apart from the older ones as OpenSSL wants it.
    private static func setCipherSuites(
        _ context: OpaquePointer,
        _ configuration: TLSConfiguration
    ) throws(TLSError) {
        var old: [String] = []
        var new: [String] = []
        for name in configuration.cipherSuites {
            guard let cipher = cipher(name) else {
                throw .configuration("the cipher suite \(name) is not known")
            }
            if isOfTLS13(name) { new.append(cipher) } else { old.append(cipher) }
        }
        // OpenSSL speaks versions before 1.2 only if the level of security is lowered, and only with
        // suites that are not among the defaults here.
        let isOld = configuration.minimumVersion.number < TLS1_2_VERSION
        let suites =
            !old.isEmpty ? old.joined(separator: ":") : isOld ? "DEFAULT" : defaultCiphers
        guard SSL_CTX_set_cipher_list(context, suites + (isOld ? ":@SECLEVEL=0" : "")) == 1 else {
            throw .configuration("the cipher suites cannot be used: \(OpenSSLReason.first)")
        }
        guard new.isEmpty || SSL_CTX_set_ciphersuites(context, new.joined(separator: ":")) == 1
        else { throw .configuration("the cipher suites cannot be used: \(OpenSSLReason.first)") }
    }

    /// OpenSSL's name for a cipher suite of the standards, or of Go, which leaves the hash out of the
    /// names of the older ChaCha20 suites; nil if it knows none.
    static func cipher(_ name: String) -> String? {
        for spelling in [name, name + "_SHA256"] {
            guard let text = OPENSSL_cipher_name(spelling) else { continue }
            let cipher = String(cString: text)
            if cipher != "(NONE)" { return cipher }
        }
        return nil
    }

    private static func isOfTLS13(_ name: String) -> Bool {
        name.hasPrefix("TLS_AES_") || name.hasPrefix("TLS_CHACHA20_")
    }

    /// For TLS 1.2 only what has forward secrecy and authenticated encryption.
    private static let defaultCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20"

    /// Without those whose keys take so long to make that a client could hold up the event loop: a
    /// group of 8192 bits takes a hundred times as long as the first of these.
    private static let defaultCurves = ["X25519", "CurveP256", "CurveP384"]

    /// OpenSSL's names of the groups, by exporter-toolkit's.
    static let groups = [
        "CurveP256": "P-256", "CurveP384": "P-384", "CurveP521": "P-521", "X25519": "X25519",
    ]
}

extension TLSConfiguration.Version {
    /// The number of the version on the wire.
    fileprivate var number: Int {
        switch self {
        case .tls10: Int(TLS1_VERSION)
        case .tls11: Int(TLS1_1_VERSION)
        case .tls12: Int(TLS1_2_VERSION)
        case .tls13: Int(TLS1_3_VERSION)
        }
    }
}
