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
    private var reader: ConfigurationReader { object.reader }

    /// Reads an element; without settings, mistakes were noted.
    static func read(_ object: ConfigurationObject) -> Draft {
        OCPSettingsReader(object: object).read()
    }

    private func read() -> Draft {
        let url = readURL()
        let name = object.has("name") ? object.string("name", checked: SettingRule.name) : url?.host
        let credentials = CredentialsReader(object: object).read()
        let tls = TLSSettingsReader.read(object, isSecure: url?.isSecure)
        let headers = readHeaders()
        let proxy = readProxy()
        let clusters = ClusterSelectionReader.read(object)
        var polling = OCPSettings.Polling()
        polling.interval = object.duration("poll_interval", in: SettingRange.pollInterval)
        let timeout = object.duration("poll_timeout", in: SettingRange.pollTimeout)
        polling.concurrency = object.integer(
            "max_concurrent_requests",
            in: SettingRange.concurrency
        )
        polling.staleAfter = object.duration("stale_after", in: SettingRange.threshold)
        checkStaleAfter(polling)
        polling.override(with: reader.overrides)
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
        guard let text = object.string("url") else { return nil }
        do throws(SettingProblem) {
            return try BaseURL(text)
        } catch {
            object.problem("url", error.description)
            return nil
        }
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
            do throws(SettingProblem) {
                return try HeaderField(configured: name, value: value)
            } catch {
                headers.problem(name, error.description)
                return nil
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
        do throws(SettingProblem) {
            return try ProxyURL(text)
        } catch {
            object.problem("proxy_url", error.description)
            return nil
        }
    }

    private func checkStaleAfter(_ polling: OCPSettings.Polling) {
        var effective = polling
        effective.override(with: reader.overrides)
        guard let staleAfter = effective.staleAfter else { return }
        let interval = effective.interval ?? .seconds(60)
        if staleAfter < interval {
            object.problem(
                "stale_after",
                "must not be below the poll interval, which is \(DurationText.text(interval))"
            )
        }
    }
}
