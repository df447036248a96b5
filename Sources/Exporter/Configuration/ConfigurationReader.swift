import JSON
import OCP

/// Reads the configuration file.
struct ConfigurationReader {
    let problems: ConfigurationProblems
    let environment: [String: String]
    /// The folder at which relative paths begin, with a slash at its end; empty for here.
    let folder: String
    /// Flags that beat the file.
    let overrides: Options

    /// Reads a file.
    ///
    /// - Throws: every mistake at once.
    static func read(
        _ path: String,
        overrides: Options,
        environment: [String: String]
    ) throws(ConfigurationMistakes) -> (ocps: [OCPSettings]?, thresholds: ThresholdRules) {
        let problems = ConfigurationProblems(source: path)
        let reader = ConfigurationReader(
            problems: problems,
            environment: environment,
            folder: path.lastIndex(of: "/").map { String(path[...$0]) } ?? "",
            overrides: overrides
        )
        let result = reader.readFile(path)
        guard problems.lines.isEmpty else { throw ConfigurationMistakes(lines: problems.lines) }
        return result
    }

    private func readFile(_ path: String) -> (ocps: [OCPSettings]?, thresholds: ThresholdRules) {
        let nothing: (ocps: [OCPSettings]?, thresholds: ThresholdRules) = (nil, ThresholdRules())
        let value: JSONValue
        do {
            value = try JSONReader.read(TextFile.bytes(path), dialect: .relaxed)
        } catch let error as JSONError {
            problems.add("", "line \(error.position.line), column \(error.position.column): \(error.problem)")
            return nothing
        } catch let error as TextFile.Problem {
            problems.add("", "cannot be read: \(error.reason)")
            return nothing
        } catch {
            return nothing
        }
        guard
            let root = ConfigurationObject(
                value,
                path: "",
                keys: ConfigurationKeys.root,
                reader: self
            )
        else { return nothing }
        let thresholds = readThresholds(root)
        guard let elements = root.array("ocps") else { return (nil, thresholds) }
        if elements.isEmpty {
            root.problem("ocps", "names no OCP")
        }
        let ocps = elements.map { OCPSettingsReader(reader: self).read($0.value, path: $0.path) }
        noteTwins(ocps)
        return (ocps.compactMap { $0 }, thresholds)
    }

    private func noteTwins(_ ocps: [OCPSettings?]) {
        var first: [String: Int] = [:]
        for (index, ocp) in ocps.enumerated() {
            guard let name = ocp?.name else { continue }
            if let other = first[name] {
                problems.add("ocps[\(index)].name", "\"\(name)\" is the name of ocps[\(other)] too")
            } else {
                first[name] = index
            }
        }
    }

    private func readThresholds(_ root: ConfigurationObject) -> ThresholdRules {
        var rules = ThresholdRules()
        if let object = root.object("defaults", keys: ConfigurationKeys.limits) {
            let rule = readRule(object)
            rules.rules = [rule]
            rules.defaults = rules.thresholds(ocp: "", clusterName: "")
            rules.rules = []
            checkOrder(rules.defaults, object)
        }
        for (value, path) in root.array("thresholds") ?? [] {
            guard
                let object = ConfigurationObject(
                    value,
                    path: path,
                    keys: ConfigurationKeys.threshold,
                    reader: self
                )
            else { continue }
            var rule = readRule(object)
            rule.ocp = object.pattern("ocp")
            rule.clusterName = object.pattern("ob_cluster_name")
            rules.rules.append(rule)
            var alone = rules
            alone.rules = [rule]
            alone.rules[0].ocp = nil
            alone.rules[0].clusterName = nil
            checkOrder(alone.thresholds(ocp: "", clusterName: ""), object)
        }
        return rules
    }

    private func readRule(_ object: ConfigurationObject) -> ThresholdRules.Rule {
        var rule = ThresholdRules.Rule()
        let range = SettingRange.threshold
        rule.logBackupDelay = object.duration("log_backup_delay", in: range)?.seconds
        rule.logBackupDelayCritical =
            object.duration("log_backup_delay_critical", in: range)?.seconds
        rule.dataBackupAge = object.duration("data_backup_age", in: range)?.seconds
        rule.backupSizeDrop = object.number("backup_size_drop", in: 0...1)
        return rule
    }

    private func checkOrder(_ thresholds: Thresholds, _ object: ConfigurationObject) {
        guard thresholds.logBackupDelayCritical < thresholds.logBackupDelay else { return }
        object.problem("log_backup_delay_critical", "must not be below log_backup_delay")
    }

    /// Replaces `${NAME}` from the environment; `$${` stands for `${` itself.
    func expand(_ text: String, at path: String) -> String? {
        var result = ""
        var rest = Substring(text)
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[dollar...]
            if rest.hasPrefix("$${") {
                result += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${") {
                guard let end = rest.firstIndex(of: "}") else {
                    problems.add(path, "has ${ without }; write $${ for the two characters")
                    return nil
                }
                let name = String(rest.dropFirst(2)[..<end])
                guard let value = environment[name] else {
                    problems.add(path, "the environment has no variable \(name)")
                    return nil
                }
                result += value
                rest = rest[rest.index(after: end)...]
            } else {
                result += "$"
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    /// A path as the file means it.
    func resolve(_ path: String) -> String {
        path.hasPrefix("/") ? path : folder + path
    }
}

/// The names of all keys, for checking and for the documentation's tests.
enum ConfigurationKeys {
    static let root = ["ocps", "thresholds", "defaults"]
    static let ocp = [
        "name", "url", "basic_auth", "access_key", "tls_config", "proxy_url", "http_headers",
        "poll_interval", "poll_timeout", "max_concurrent_requests", "stale_after",
        "clock_offset_threshold", "clusters",
    ]
    static let basicAuth = ["username", "password", "password_file"]
    static let accessKey = ["id", "secret", "secret_file", "signing_host"]
    static let tls = ["ca_file", "cert_file", "key_file", "server_name", "insecure_skip_verify"]
    static let clusters = ["ids", "include", "exclude"]
    static let limits = [
        "log_backup_delay", "log_backup_delay_critical", "data_backup_age", "backup_size_drop",
    ]
    static let threshold = ["ocp", "ob_cluster_name"] + limits
}
