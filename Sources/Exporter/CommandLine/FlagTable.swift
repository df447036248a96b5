import HTTP

/// Every flag, in the order of the help.
enum FlagTable {
    /// The flags.
    static let flags: [Flag] = [
        Flag("config.file", "FILE", .configuration, "configuration file, JSON with comments") {
            $0.configFile = $1
        },
        Flag("config.check", nil, .configuration, "check the configuration and end: 0 good, 2 not") {
            (options, text) throws(Flag.Problem) in options.checksConfig = try Flag.bool(text)
        },
        Flag("ocp.url", "URL", .ocp, "address of OCP, such as https://ocp.example:8080") {
            $0.ocp.url = $1
        },
        Flag("ocp.name", "NAME", .ocp, "value of the label ocp (default: the host of the URL)") {
            $0.ocp.name = $1
        },
        Flag("ocp.username", "NAME", .ocp, "user to log on as; its password comes from a file or $OCP_PASSWORD") {
            $0.ocp.username = $1
        },
        Flag("ocp.password-file", "FILE", .ocp, "file with the password; read again when it changes") {
            $0.ocp.passwordFile = $1
        },
        Flag("ocp.access-key-id", "ID", .ocp, "access key instead of a password") {
            $0.ocp.accessKeyId = $1
        },
        Flag("ocp.access-key-secret-file", "FILE", .ocp, "file with its secret, or $OCP_ACCESS_KEY_SECRET") {
            $0.ocp.accessKeySecretFile = $1
        },
        Flag("ocp.ca-file", "FILE", .ocp, "PEM certificates to trust instead of the system's") {
            $0.ocp.caFile = $1
        },
        Flag("ocp.insecure-skip-verify", nil, .ocp, "accept any certificate of OCP") {
            (options, text) throws(Flag.Problem) in
            options.ocp.insecureSkipVerify = try Flag.bool(text)
        },
        Flag("ocp.cluster-ids", "IDS", .ocp, "OCP's ids of the clusters to poll (default: all listed)") {
            (options, text) throws(Flag.Problem) in
            options.ocp.clusterIds = try Flag.clusterIds(text)
        },
        Flag("poll.interval", "TIME", .polling, "between the starts of two rounds (default 60s)") {
            (options, text) throws(Flag.Problem) in
            options.pollInterval = try Flag.duration(text, in: SettingRange.pollInterval)
        },
        Flag("poll.timeout", "TIME", .polling, "for each request (default 10s)") {
            (options, text) throws(Flag.Problem) in
            options.pollTimeout = try Flag.duration(text, in: SettingRange.pollTimeout)
        },
        Flag("poll.concurrency", "N", .polling, "requests in flight for each OCP (default 8)") {
            (options, text) throws(Flag.Problem) in
            options.pollConcurrency = try Flag.integer(text, in: SettingRange.concurrency)
        },
        Flag("web.listen-address", "ADDR", .web, "host:port or unix:/path; repeatable (default :10288)", isRepeatable: true) {
            (options, text) throws(Flag.Problem) in
            do {
                options.listenAddresses.append(try ListenAddress(parsing: text))
            } catch {
                throw Flag.Problem(text: "cannot be used: \(error)")
            }
        },
        Flag("web.telemetry-path", "PATH", .web, "path of the metrics (default /metrics)") {
            (options, text) throws(Flag.Problem) in
            options.telemetryPath = try EndpointPath.telemetry(text)
        },
        Flag("web.enable-lifecycle", nil, .web, "allow POST /-/reload") {
            (options, text) throws(Flag.Problem) in options.enablesLifecycle = try Flag.bool(text)
        },
        Flag("web.max-connections", "N", .web, "open connections at most (default 512)") {
            (options, text) throws(Flag.Problem) in
            options.maxConnections = try Flag.integer(text, in: 1...1_000_000)
        },
        Flag("output.file", "FILE", .other, "for once: write the page here, whole or not at all") {
            $0.outputFile = $1
        },
        Flag("log.level", "LEVEL", .other, "debug, info, warn or error (default info)") {
            (options, text) throws(Flag.Problem) in options.logLevel = try Flag.choice(text)
        },
        Flag("log.format", "FORMAT", .other, "logfmt or json (default logfmt)") {
            (options, text) throws(Flag.Problem) in options.logFormat = try Flag.choice(text)
        },
        Flag("version", nil, .other, "print the version and end", hasVariable: false) {
            (options, _) in options.printed = CommandLineHelp.version
        },
        Flag("help", nil, .other, "print this and end", hasVariable: false) {
            (options, _) in options.printed = CommandLineHelp.text
        },
    ]
}

/// The ranges that flags and the configuration file share.
package enum SettingRange {
    /// `poll_interval`
    static let pollInterval: ClosedRange<Duration> = .seconds(1) ... .seconds(86400)
    /// `poll_timeout`
    static let pollTimeout: ClosedRange<Duration> = .milliseconds(100) ... .seconds(600)
    /// `max_concurrent_requests`
    static let concurrency = 1...1000
    /// Other durations of the configuration: thresholds and `stale_after`.
    static let threshold: ClosedRange<Duration> = .seconds(1) ... .seconds(10 * 365 * 86400)
}
