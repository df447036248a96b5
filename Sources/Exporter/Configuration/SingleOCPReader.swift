import Kernel
import OCP

/// Makes settings of the flags for one OCP.
struct SingleOCPReader {
    private let options: Options
    private let environment: [String: String]
    private var lines: [String] = []

    /// Prepares to read.
    init(options: Options, environment: [String: String]) {
        self.options = options
        self.environment = environment
    }

    /// Reads the flags.
    ///
    /// - Throws: every mistake at once.
    func read() throws(ConfigurationMistakes) -> OCPSettings {
        var copy = self
        let settings = copy.settings()
        guard let settings, copy.lines.isEmpty else {
            throw ConfigurationMistakes(lines: copy.lines)
        }
        return settings
    }

    private mutating func settings() -> OCPSettings? {
        let flags = options.ocp
        let url = readURL()
        let name = checked("ocp.name", flags.name, SettingRule.name) ?? url?.host
        let credentials = url != nil || flags.url != nil ? readCredentials() : nil
        let tls = readTLS(url)
        guard let url, let name, let credentials else { return nil }
        var settings = OCPSettings(
            name: name,
            connection: ConnectionSettings(
                baseURL: url,
                tls: tls,
                timeout: options.pollTimeout ?? .seconds(10)
            ),
            credentials: credentials
        )
        settings.clusters.ids = flags.clusterIds ?? []
        settings.tenants.mode = options.tenantsMode ?? settings.tenants.mode
        settings.apply(OCPSettings.Polling(flags: options))
        return settings
    }

    private mutating func readURL() -> BaseURL? {
        guard let text = options.ocp.url else {
            lines.append(
                "no OCP is configured: give --ocp.url=https://HOST:PORT, or --config.file=FILE; to"
                    + " look around first, try: \(Version.program) demo"
            )
            return nil
        }
        do throws(SettingProblem) {
            return try BaseURL(text)
        } catch {
            complain("ocp.url", error.description)
            return nil
        }
    }

    private mutating func readTLS(_ url: BaseURL?) -> TLSSettings {
        let tls = TLSSettings(
            caFile: options.ocp.caFile,
            insecureSkipVerify: options.ocp.insecureSkipVerify ?? false
        )
        if url?.isSecure == false {
            for (flag, isSet) in [
                ("ocp.ca-file", tls.caFile != nil),
                ("ocp.insecure-skip-verify", tls.insecureSkipVerify),
            ] where isSet {
                complain(flag, "has no effect, because the URL begins with http://")
            }
        }
        do throws(FileProblem) {
            try tls.checkFiles()
        } catch {
            complain("ocp.ca-file", "cannot be used: \(error)")
        }
        return tls
    }

    private mutating func readCredentials() -> Credentials? {
        let flags = options.ocp
        switch (flags.username, flags.accessKeyId) {
        case (_?, _?):
            complain("ocp.access-key-id", "and --ocp.username are both given: keep one of them")
            return nil
        case (nil, nil):
            lines.append("--ocp.username or --ocp.access-key-id is missing, to log on to OCP")
            return nil
        case (let username?, nil):
            if flags.accessKeySecretFile != nil {
                complain("ocp.access-key-secret-file", "has no effect without --ocp.access-key-id")
            }
            let checked = checked("ocp.username", username, SettingRule.username)
            let source = secret("ocp.password-file", flags.passwordFile, "OCP_PASSWORD")
            guard let checked, let source else { return nil }
            return .basic(username: checked, source)
        case (nil, let id?):
            if flags.passwordFile != nil {
                complain("ocp.password-file", "has no effect without --ocp.username")
            }
            let checked = checked("ocp.access-key-id", id, SettingRule.accessKeyId)
            let source = secret(
                "ocp.access-key-secret-file",
                flags.accessKeySecretFile,
                "OCP_ACCESS_KEY_SECRET"
            )
            guard let checked, let source else { return nil }
            return .accessKey(id: checked, source, signingHost: nil)
        }
    }

    /// A secret from a file, or else from the environment.
    private mutating func secret(
        _ flag: String,
        _ path: String?,
        _ variable: String
    ) -> SecretSource? {
        guard let path else {
            if let text = environment[variable], !text.isEmpty { return .value(Secret(text)) }
            lines.append("--\(flag) is missing: give it, or set \(variable) in the environment")
            return nil
        }
        return checked(flag, path) { SettingRule.secretFile($0, written: $0) }
            .map { .file(path: $0) }
    }

    private mutating func checked(
        _ flag: String,
        _ text: String?,
        _ rule: (String) -> String?
    ) -> String? {
        guard let text, let words = rule(text) else { return text }
        complain(flag, words)
        return nil
    }

    private mutating func complain(_ flag: String, _ words: String) {
        lines.append(PrintableText.escaped("\(options.spelling(flag)) \(words)"))
    }
}
