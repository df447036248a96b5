import JSON
import OCP

/// Reads one element of `ocps`.
struct OCPSettingsReader {
    let reader: ConfigurationReader

    /// Reads an element; nil, with the mistakes noted, if it cannot be used.
    func read(_ value: JSONValue, path: String) -> OCPSettings? {
        guard
            let object = ConfigurationObject(
                value,
                path: path,
                keys: ConfigurationKeys.ocp,
                reader: reader
            )
        else { return nil }
        let url = readURL(object)
        let credentials = readCredentials(object)
        let tls = readTLS(object)
        let headers = readHeaders(object)
        let proxy = readProxy(object)
        let clusters = readClusters(object)
        let name = readName(object) ?? url?.host
        let interval = object.duration("poll_interval", in: SettingRange.pollInterval)
        let timeout = object.duration("poll_timeout", in: SettingRange.pollTimeout)
        let concurrency = object.integer(
            "max_concurrent_requests",
            in: SettingRange.concurrency
        )
        let staleAfter = object.duration("stale_after", in: SettingRange.threshold)
        let offset = object.duration("clock_offset_threshold", in: SettingRange.threshold)
        guard let url, let credentials, let name else { return nil }
        if !url.isSecure, object.has("tls_config") {
            object.problem("tls_config", "has no effect, because the url begins with http://")
        }
        var settings = OCPSettings(
            name: name,
            connection: ConnectionSettings(
                baseURL: url,
                tls: tls,
                proxyURL: proxy,
                headers: headers,
                timeout: reader.overrides.pollTimeout ?? timeout ?? .seconds(10)
            ),
            credentials: credentials
        )
        settings.clusters = clusters
        settings.applyPolling(
            interval: reader.overrides.pollInterval ?? interval,
            concurrency: reader.overrides.pollConcurrency ?? concurrency,
            staleAfter: staleAfter
        )
        settings.clockOffsetThreshold = offset ?? settings.clockOffsetThreshold
        if settings.staleAfter < settings.pollInterval {
            object.problem("stale_after", "must not be below poll_interval")
        }
        return settings
    }

    private func readName(_ object: ConfigurationObject) -> String? {
        guard let name = object.string("name") else { return nil }
        guard !name.isEmpty, name.utf8.count <= 128 else {
            object.problem("name", "must have 1 to 128 bytes")
            return nil
        }
        return name
    }

    private func readURL(_ object: ConfigurationObject) -> BaseURL? {
        guard object.has("url") else {
            object.problem("url", "is missing: the address of OCP, such as https://ocp.example:8080")
            return nil
        }
        guard let text = object.string("url") else { return nil }
        do throws(SettingProblem) {
            return try BaseURL(text)
        } catch {
            object.problem("url", error.description)
            return nil
        }
    }

    private func readCredentials(_ object: ConfigurationObject) -> Credentials? {
        switch (object.has("basic_auth"), object.has("access_key")) {
        case (true, true):
            object.problem("access_key", "there is basic_auth too: keep one of them")
            return nil
        case (false, false):
            reader.problems.add(object.path, "needs basic_auth or access_key to log on to OCP")
            return nil
        case (true, false):
            guard let basic = object.object("basic_auth", keys: ConfigurationKeys.basicAuth) else {
                return nil
            }
            let username = required("username", of: basic)
            let source = secret(basic, "password", "password_file")
            if let username, username.contains(":") {
                basic.problem("username", "must not have a colon, which HTTP Basic cannot carry")
                return nil
            }
            guard let username, let source else { return nil }
            return .basic(username: username, source)
        case (false, true):
            guard let key = object.object("access_key", keys: ConfigurationKeys.accessKey) else {
                return nil
            }
            let id = required("id", of: key)
            let source = secret(key, "secret", "secret_file")
            let host = key.string("signing_host")
            guard let id, let source else { return nil }
            return .accessKey(id: id, source, signingHost: host)
        }
    }

    private func required(_ key: String, of object: ConfigurationObject) -> String? {
        if !object.has(key) {
            object.problem(key, "is missing")
        }
        guard let text = object.string(key) else { return nil }
        guard !text.isEmpty, text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else {
            object.problem(key, "must not be empty or hold control characters")
            return nil
        }
        return text
    }

    /// A secret from a file, or from the environment and nowhere else.
    private func secret(
        _ object: ConfigurationObject,
        _ key: String,
        _ fileKey: String
    ) -> SecretSource? {
        switch (object.has(key), object.has(fileKey)) {
        case (true, true):
            object.problem(key, "there is \(fileKey) too: keep one of them")
            return nil
        case (false, false):
            object.problem(fileKey, "is missing")
            return nil
        case (true, false):
            let raw = object.rawString(key) ?? ""
            guard raw.hasPrefix("${"), raw.hasSuffix("}"), raw.dropFirst(2).dropLast().allSatisfy({
                $0.isLetter || $0.isNumber || $0 == "_"
            }) else {
                object.problem(
                    key,
                    "must not stand in the configuration itself: use \(fileKey), or \"${NAME}\" to"
                        + " take it from the environment"
                )
                return nil
            }
            guard let text = object.string(key) else { return nil }
            guard !text.isEmpty else {
                object.problem(key, "is empty in the environment")
                return nil
            }
            return .value(Secret(text))
        case (false, true):
            guard let text = object.string(fileKey) else { return nil }
            let source = SecretSource.file(path: reader.resolve(text))
            do throws(FileProblem) {
                _ = try SecretReader(source).current()
                return source
            } catch {
                object.problem(fileKey, "cannot be used: \(error)")
                return nil
            }
        }
    }

    private func readTLS(_ object: ConfigurationObject) -> TLSSettings {
        guard let tls = object.object("tls_config", keys: ConfigurationKeys.tls) else {
            return TLSSettings()
        }
        if tls.has("cert_file") != tls.has("key_file") {
            let missing = tls.has("cert_file") ? "key_file" : "cert_file"
            tls.problem(missing, "is missing: a client certificate needs both")
        }
        return TLSSettings(
            caFile: tls.readableFile("ca_file"),
            certFile: tls.readableFile("cert_file"),
            keyFile: tls.readableFile("key_file"),
            serverName: tls.string("server_name"),
            insecureSkipVerify: tls.bool("insecure_skip_verify") ?? false
        )
    }

    private func readHeaders(_ object: ConfigurationObject) -> [HeaderField] {
        object.strings("http_headers").compactMap { name, value in
            do throws(SettingProblem) {
                return try HeaderField(configured: name, value: value)
            } catch {
                object.problem("http_headers.\(name)", error.description)
                return nil
            }
        }
    }

    private func readProxy(_ object: ConfigurationObject) -> ProxyURL? {
        guard let text = object.string("proxy_url") else { return nil }
        do throws(SettingProblem) {
            return try ProxyURL(text)
        } catch {
            object.problem("proxy_url", error.description)
            return nil
        }
    }

    private func readClusters(_ object: ConfigurationObject) -> ClusterSelection {
        var selection = ClusterSelection()
        guard let clusters = object.object("clusters", keys: ConfigurationKeys.clusters) else {
            return selection
        }
        selection.include = clusters.pattern("include")
        selection.exclude = clusters.pattern("exclude")
        for (value, path) in clusters.array("ids") ?? [] {
            if let id = value.number?.int64, id > 0 {
                selection.ids.append(id)
            } else {
                reader.problems.add(path, "must be OCP's id of a cluster, a whole number above 0")
            }
        }
        selection.ids = Array(Set(selection.ids)).sorted()
        if selection.exclude != nil, !selection.needsList {
            clusters.problem("exclude", "has no effect, because ids without include names them all")
        }
        return selection
    }
}

extension OCPSettings {
    /// Sets how it is polled; a longer interval keeps values longer, unless that is set too.
    mutating func applyPolling(interval: Duration?, concurrency: Int?, staleAfter: Duration?) {
        pollInterval = interval ?? pollInterval
        maxConcurrentRequests = concurrency ?? maxConcurrentRequests
        self.staleAfter = staleAfter ?? max(self.staleAfter, pollInterval * 3)
    }
}
