import OCP

/// Makes settings of the flags, the environment and the configuration file.
package struct SettingsLoader: Sendable {
    /// The flags, with the environment behind them.
    package let options: Options
    /// The variables, for `${NAME}` and for secrets.
    let environment: [String: String]

    /// Makes a loader; a reload uses the same one again.
    package init(options: Options, environment: [String: String]) {
        self.options = options
        self.environment = environment
    }

    /// Loads the settings as they are now.
    ///
    /// - Throws: every mistake at once.
    package func load() throws(ConfigurationMistakes) -> Settings {
        guard let path = options.configFile else {
            return Settings(ocps: [try singleOCP()])
        }
        let file = try ConfigurationReader.read(path, overrides: options, environment: environment)
        switch (file.ocps, options.ocp.url) {
        case (let ocps?, nil):
            return Settings(ocps: ocps, thresholds: file.thresholds)
        case (nil, _?):
            return Settings(ocps: [try singleOCP()], thresholds: file.thresholds)
        case (_?, _?):
            throw ConfigurationMistakes(lines: [
                "\(path): ocps: there is --ocp.url (or OCP_URL) too: name OCPs in one place only"
            ])
        case (nil, nil):
            throw ConfigurationMistakes(lines: [
                "\(path): ocps: is missing: the list of OCPs to poll"
            ])
        }
    }

    private func singleOCP() throws(ConfigurationMistakes) -> OCPSettings {
        var lines: [String] = []
        let flags = options.ocp
        let url = self.url(&lines)
        let credentials = self.credentials(&lines)
        if let path = flags.caFile {
            do throws(TextFile.Problem) {
                _ = try TextFile.bytes(path)
            } catch {
                lines.append("--ocp.ca-file cannot be read: \(error)")
            }
        }
        guard let url, let credentials, lines.isEmpty else {
            throw ConfigurationMistakes(lines: lines)
        }
        var settings = OCPSettings(
            name: flags.name ?? url.host,
            connection: ConnectionSettings(
                baseURL: url,
                tls: TLSSettings(
                    caFile: flags.caFile,
                    insecureSkipVerify: flags.insecureSkipVerify ?? false
                ),
                timeout: options.pollTimeout ?? .seconds(10)
            ),
            credentials: credentials
        )
        settings.clusters.ids = flags.clusterIds ?? []
        settings.applyPolling(
            interval: options.pollInterval,
            concurrency: options.pollConcurrency,
            staleAfter: nil
        )
        return settings
    }

    private func url(_ lines: inout [String]) -> BaseURL? {
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
            lines.append("--ocp.url \(error)")
            return nil
        }
    }

    private func credentials(_ lines: inout [String]) -> Credentials? {
        let flags = options.ocp
        switch (flags.username, flags.accessKeyId) {
        case (_?, _?):
            lines.append("--ocp.access-key-id: there is --ocp.username too: keep one of them")
            return nil
        case (nil, nil):
            if flags.url != nil {
                lines.append("--ocp.username or --ocp.access-key-id is missing, to log on to OCP")
            }
            return nil
        case (let username?, nil):
            guard !username.contains(":") else {
                lines.append("--ocp.username must not have a colon, which HTTP Basic cannot carry")
                return nil
            }
            return secret("ocp.password-file", flags.passwordFile, "OCP_PASSWORD", &lines)
                .map { .basic(username: username, $0) }
        case (nil, let id?):
            let source = secret(
                "ocp.access-key-secret-file",
                flags.accessKeySecretFile,
                "OCP_ACCESS_KEY_SECRET",
                &lines
            )
            return source.map { .accessKey(id: id, $0, signingHost: nil) }
        }
    }

    /// A secret from a file, or else from the environment.
    private func secret(
        _ flag: String,
        _ path: String?,
        _ variable: String,
        _ lines: inout [String]
    ) -> SecretSource? {
        if let path {
            do throws(FileProblem) {
                let source = SecretSource.file(path: path)
                _ = try SecretReader(source).current()
                return source
            } catch {
                lines.append("--\(flag) cannot be used: \(error)")
                return nil
            }
        }
        if let text = environment[variable], !text.isEmpty {
            return .value(Secret(text))
        }
        lines.append("--\(flag) is missing: give it, or set \(variable) in the environment")
        return nil
    }
}
