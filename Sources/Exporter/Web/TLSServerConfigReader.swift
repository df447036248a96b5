import HTTP

/// Reads `tls_server_config`.
struct TLSServerConfigReader {
    let object: ConfigurationObject

    /// Reads the object and the files that it names; nil, with the mistakes noted, if it cannot be
    /// used.
    func read() -> TLSConfiguration? {
        let before = object.reader.problems.lines.count
        let certificate = required("cert_file")
        let key = required("key_file")
        let curves = TLSConfiguration.curves
        var configuration = TLSConfiguration(
            certificateFile: certificate ?? "",
            keyFile: key ?? ""
        )
        configuration.clientCAFile = object.file("client_ca_file")
        configuration.clientAuthentication = readClientAuthentication()
        configuration.allowedClientNames = object.strings("client_allowed_sans") { _ in nil }
        configuration.minimumVersion =
            object.word("min_version", TLSConfiguration.Version.self) ?? .tls12
        configuration.maximumVersion =
            object.word("max_version", TLSConfiguration.Version.self) ?? .tls13
        configuration.cipherSuites = object.strings("cipher_suites") { name in
            TLSConfiguration.hasCipherSuite(name)
                ? nil : "\"\(name)\" is not known, or not built into OpenSSL"
        }
        configuration.prefersServerCipherSuites =
            object.bool("prefer_server_cipher_suites") ?? true
        configuration.curvePreferences = object.strings("curve_preferences") { name in
            curves.contains(name)
                ? nil : "must be one of \(curves.joined(separator: ", ")), not \"\(name)\""
        }
        guard object.reader.problems.lines.count == before else { return nil }
        check(configuration)
        return object.reader.problems.lines.count == before ? configuration : nil
    }

    private func required(_ key: String) -> String? {
        guard object.has(key) else {
            object.problem(key, "is missing: TLS needs cert_file and key_file")
            return nil
        }
        return object.file(key)
    }

    private func readClientAuthentication() -> TLSConfiguration.ClientAuthentication {
        guard let name = object.string("client_auth_type") else { return .none }
        guard let type = TLSConfiguration.ClientAuthentication(name: name) else {
            let all = TLSConfiguration.ClientAuthentication.allCases.map(\.rawValue)
            object.problem(
                "client_auth_type",
                "must be one of \(all.joined(separator: ", "))"
                    + NearestName.hint(name, among: all)
            )
            return .none
        }
        return type
    }

    /// Checks that values go together, and that OpenSSL can use them.
    private func check(_ configuration: TLSConfiguration) {
        do {
            _ = try TLSServer(configuration)
        } catch let TLSError.setting(key, problem) {
            object.problem(key, problem)
        } catch let TLSError.file(path, reason) {
            let key =
                path == configuration.certificateFile
                ? "cert_file" : path == configuration.keyFile ? "key_file" : "client_ca_file"
            // A name that came from the environment is not repeated.
            let isLiteral = object.written(key).map { !$0.contains("${") } ?? false
            object.problem(key, "cannot be used: " + (isLiteral ? "\(path): \(reason)" : reason))
        } catch {
            object.reader.problems.add(object.path, "\(error)")
        }
    }
}
