/// The names of all keys of the configuration file, and of the web configuration file.
package enum ConfigurationKeys {
    static let root = ["ocps", "thresholds", "defaults"]
    static let ocp = [
        "name", "url", "basic_auth", "access_key", "tls_config", "proxy_url", "http_headers",
        "poll_interval", "poll_timeout", "max_concurrent_requests", "stale_after",
        "clock_offset_threshold", "clusters", "tenants",
    ]
    static let basicAuth = ["username", "password", "password_file"]
    static let accessKey = ["id", "secret", "secret_file", "signing_host"]
    static let tls = ["ca_file", "cert_file", "key_file", "server_name", "insecure_skip_verify"]
    static let clusters = ["ids", "include", "exclude"]
    static let tenants = [
        "mode", "include", "exclude", "list_interval", "log_backup_interval",
        "data_backup_interval", "strategy_interval", "restore_interval", "look_back",
    ]
    static let limits = [
        "log_backup_delay", "log_backup_delay_critical", "data_backup_age", "backup_size_drop",
        "data_backup_duration", "restore_age", "backup_expected",
    ]
    static let threshold = ["ocp", "ob_cluster_name", "ob_tenant_name"] + limits

    static let web = ["tls_server_config", "basic_auth_users", "http_server_config"]
    static let tlsServer = [
        "cert_file", "key_file", "client_ca_file", "client_auth_type", "client_allowed_sans",
        "min_version", "max_version", "cipher_suites", "prefer_server_cipher_suites",
        "curve_preferences",
    ]
    static let httpServer = ["http2", "headers"]

    /// The keys that hold other keys.
    private static let sections: [(name: String, keys: [String])] = [
        ("ocps", ocp), ("basic_auth", basicAuth), ("access_key", accessKey), ("tls_config", tls),
        ("clusters", clusters), ("tenants", tenants), ("thresholds", threshold),
        ("defaults", limits),
        ("tls_server_config", tlsServer), ("http_server_config", httpServer),
    ]

    /// The paths of all keys, such as `ocps[].basic_auth.username`, for the documentation's test.
    package static var paths: [String] {
        paths(of: root, at: "")
    }

    /// The paths of all keys of the web configuration file.
    package static var webPaths: [String] {
        paths(of: web, at: "")
    }

    /// The section among these keys that an unknown key belongs into, if there is one.
    static func section(of key: String, among keys: [String]) -> String? {
        sections.first { keys.contains($0.name) && $0.keys.contains(key) }?.name
    }

    private static func paths(of keys: [String], at path: String) -> [String] {
        keys.flatMap { key in
            let isList = ["ocps", "thresholds"].contains(key)
            let own = path + key
            let inner = sections.first { $0.name == key }?.keys ?? []
            return [own] + paths(of: inner, at: own + (isList ? "[]." : "."))
        }
    }
}
