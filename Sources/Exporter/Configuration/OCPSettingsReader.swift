import JSON
import OCP

/// Reads one element of `ocps`.
struct OCPSettingsReader {
    /// What became of an element: the name is there even if other parts cannot be used.
    struct Draft {
        var name: String?
        var settings: OCPSettings?
    }

    private let object: ConfigurationObject
    /// In seconds.
    private let largestDataBackupAge: Double
    private var reader: ConfigurationReader { object.reader }

    /// Reads an element; without settings, mistakes were noted.
    ///
    /// - Parameters:
    ///   - object: the element.
    ///   - largestDataBackupAge: the largest age in seconds at which a data backup counts as too old.
    /// - Returns: what became of it.
    static func read(_ object: ConfigurationObject, largestDataBackupAge: Double) -> Draft {
        OCPSettingsReader(object: object, largestDataBackupAge: largestDataBackupAge).read()
    }

    private func read() -> Draft {
        let url = readURL()
        let name = object.has("name") ? object.string("name", checked: SettingRule.name) : url?.host
        let credentials = CredentialsReader(object: object).read()
        let tls = TLSSettingsReader.read(object, isSecure: url?.isSecure)
        let headers = readHeaders()
        let proxy = readProxy()
        let clusters = readClusters()
        let tenants = readTenants()
        let interval = object.duration("poll_interval", in: SettingRange.pollInterval)
        let timeout = object.duration("poll_timeout", in: SettingRange.pollTimeout)
        let polling = OCPSettings.Polling(
            interval: interval,
            concurrency: object.integer("max_concurrent_requests", in: SettingRange.concurrency),
            staleAfter: object.duration("stale_after", in: SettingRange.threshold),
            flags: reader.overrides
        )
        checkStaleAfter(polling)
        let offset = object.duration("clock_offset_threshold", in: SettingRange.threshold)
        guard let url, let name, let credentials else { return Draft(name: name) }
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
        settings.tenants = tenants
        settings.apply(polling)
        settings.clockOffsetThreshold = offset ?? settings.clockOffsetThreshold
        return Draft(name: name, settings: settings)
    }

    private func readURL() -> BaseURL? {
        guard object.has("url") else {
            object.problem(
                "url",
                "is missing: the address of OCP, such as https://ocp.example:8080"
            )
            return nil
        }
        return object.string("url", as: BaseURL.init)
    }

    private func readHeaders() -> [HeaderField] {
        guard let headers = object.object("http_headers", keys: nil) else { return [] }
        var seen: Set<String> = []
        return headers.keys.compactMap { name in
            guard let value = headers.text(name) else { return nil }
            guard seen.insert(name.lowercased()).inserted else {
                headers.problem(name, "is there in another spelling too: case does not count")
                return nil
            }
            return headers.make(name) { () throws(SettingProblem) in
                try HeaderField(configured: name, value: value)
            }
        }
    }

    private func readProxy() -> ProxyURL? {
        guard let text = object.string("proxy_url"), let written = object.written("proxy_url")
        else { return nil }
        // The part before the @ is `user:password`.
        let login = written.lastIndex(of: "@").map { written[..<$0] }
        let afterScheme = login.flatMap { $0.firstRange(of: "://").map { $0.upperBound } }
        if let login, let start = afterScheme,
            let colon = login[start...].firstIndex(of: ":"),
            !VariableExpansion.isReference(String(login[login.index(after: colon)...]))
        {
            object.problem(
                "proxy_url",
                "must not hold a password itself: write http://user:${NAME}@host to take it from"
                    + " the environment"
            )
            return nil
        }
        return object.make("proxy_url") { () throws(SettingProblem) in try ProxyURL(text) }
    }

    private func readClusters() -> ClusterSelection {
        var selection = ClusterSelection()
        guard let object = object.object("clusters", keys: ConfigurationKeys.clusters) else {
            return selection
        }
        selection.include = object.pattern("include")
        selection.exclude = object.pattern("exclude")
        selection.ids = readIds(object)
        if !selection.ids.isEmpty, object.has("exclude"), !object.has("include") {
            object.problem(
                "exclude",
                "has no effect, because ids without include names all clusters"
            )
        }
        return selection
    }

    private func readIds(_ object: ConfigurationObject) -> [Int64] {
        guard let elements = object.array("ids") else { return [] }
        if elements.isEmpty {
            object.problem("ids", "names no cluster: leave it out to poll all that OCP lists")
        }
        var ids: Set<Int64> = []
        for (value, path) in elements {
            guard let id = value.number?.int64, id > 0 else {
                object.reader.problems.add(
                    path,
                    "must be OCP's id of a cluster, a whole number above 0, not"
                        + " \(value.number?.text ?? value.kind)"
                )
                continue
            }
            if !ids.insert(id).inserted {
                object.reader.problems.add(path, "is there twice: \(id)")
            }
        }
        return ids.sorted()
    }

    private func readTenants() -> TenantSettings {
        var tenants = TenantSettings()
        let object = object.object("tenants", keys: ConfigurationKeys.tenants)
        tenants.mode =
            reader.overrides.tenantsMode ?? object?.word("mode", TenantSettings.Mode.self)
            ?? tenants.mode
        tenants.lookBack = TenantSettings.lookBack(beyond: largestDataBackupAge)
        guard let object else { return tenants }
        tenants.selection.include = object.pattern("include")
        tenants.selection.exclude = object.pattern("exclude")
        for collector in TaskCollector.allCases {
            let interval = object.duration(
                collector.intervalKey,
                in: SettingRange.collectorInterval
            )
            if let interval { tenants.intervals[collector] = interval }
        }
        guard let lookBack = object.duration("look_back", in: SettingRange.lookBack) else {
            return tenants
        }
        tenants.lookBack = lookBack
        if tenants.mode != .off, lookBack.seconds <= largestDataBackupAge {
            object.problem(
                "look_back",
                "must be longer than the largest data_backup_age, which is"
                    + " \(DurationText.text(.seconds(largestDataBackupAge)))"
            )
        }
        return tenants
    }

    private func checkStaleAfter(_ polling: OCPSettings.Polling) {
        guard let staleAfter = polling.staleAfter else { return }
        let interval = polling.interval ?? .seconds(60)
        if staleAfter < interval {
            object.problem(
                "stale_after",
                "must not be below the poll interval, which is \(DurationText.text(interval))"
            )
        }
    }
}

extension TaskCollector {
    /// The key of the configuration that says how often it asks.
    fileprivate var intervalKey: String {
        switch self {
        case .tenants: "list_interval"
        case .logBackups: "log_backup_interval"
        case .dataBackups: "data_backup_interval"
        case .strategies: "strategy_interval"
        case .restores: "restore_interval"
        }
    }
}

extension OCPSettings {
    /// How an OCP is polled, as far as the configuration says.
    struct Polling {
        let interval: Duration?
        let concurrency: Int?
        let staleAfter: Duration?

        /// Takes what the file says, and what flags say instead.
        init(
            interval: Duration? = nil,
            concurrency: Int? = nil,
            staleAfter: Duration? = nil,
            flags: Options
        ) {
            self.interval = flags.pollInterval ?? interval
            self.concurrency = flags.pollConcurrency ?? concurrency
            self.staleAfter = staleAfter
        }
    }

    /// Sets how it is polled; a longer interval keeps values longer, unless that is set too.
    mutating func apply(_ polling: Polling) {
        pollInterval = polling.interval ?? pollInterval
        maxConcurrentRequests = polling.concurrency ?? maxConcurrentRequests
        staleAfter = polling.staleAfter ?? max(staleAfter, pollInterval * 3)
    }
}
