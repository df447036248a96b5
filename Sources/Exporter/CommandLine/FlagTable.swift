import HTTP

/// Every flag, in the order of the help.
enum FlagTable {
    /// The flags.
    static let flags = configuration + ocp + polling + web + other

    /// The flag with a name, without its dashes.
    static func flag(_ name: String) -> Flag? {
        flags.first { $0.name == name }
    }

    private static let configuration: [Flag] = [
        configured(
            "config.file",
            .file,
            .configuration,
            "JSON with comments; SIGHUP reads it again"
        ) { $0.configFile = $1 },
        Flag(
            "config.check",
            .toggle,
            .configuration,
            "check the configuration and end",
            commands: [.run]
        ) { (options, text) throws(Flag.Problem) in options.checksConfig = try Flag.bool(text) },
    ]

    private static let ocp: [Flag] = [
        one("ocp.url", .text("URL"), "address, such as https://ocp.example:8080") {
            $0.ocp.url = $1
        },
        one("ocp.name", .text("NAME"), "label ocp on metrics (default: URL's host)") {
            $0.ocp.name = $1
        },
        one("ocp.username", .text("NAME"), "user of OCP to log on as") { $0.ocp.username = $1 },
        one("ocp.password-file", .file, "its password; or set $OCP_PASSWORD") {
            $0.ocp.passwordFile = $1
        },
        one("ocp.access-key-id", .text("ID"), "access key instead of a user") {
            $0.ocp.accessKeyId = $1
        },
        one("ocp.access-key-secret-file", .file, "its secret; or set $OCP_ACCESS_KEY_SECRET") {
            $0.ocp.accessKeySecretFile = $1
        },
        one("ocp.ca-file", .file, "PEM certificates of authorities to trust") {
            $0.ocp.caFile = $1
        },
        one("ocp.insecure-skip-verify", .toggle, "accept any certificate of OCP") {
            (options, text) throws(Flag.Problem) in
            options.ocp.insecureSkipVerify = try Flag.bool(text)
        },
        one("ocp.cluster-ids", .text("IDS"), "such as 1000001,1000002 (default: all)") {
            (options, text) throws(Flag.Problem) in
            options.ocp.clusterIds = try Flag.clusterIds(text)
        },
    ]

    private static let polling: [Flag] = [
        Flag("poll.interval", .text("TIME"), .polling, "from round to round (default 60s)") {
            (options, text) throws(Flag.Problem) in
            options.pollInterval = try Flag.duration(text, in: SettingRange.pollInterval)
        },
        Flag("poll.timeout", .text("TIME"), .polling, "for each request (default 10s)") {
            (options, text) throws(Flag.Problem) in
            options.pollTimeout = try Flag.duration(text, in: SettingRange.pollTimeout)
        },
        Flag("poll.concurrency", .text("N"), .polling, "requests at once to OCP (default 8)") {
            (options, text) throws(Flag.Problem) in
            options.pollConcurrency = try Flag.integer(text, in: SettingRange.concurrency)
        },
        configured(
            "tenants.mode",
            words("MODE", TenantSettings.Mode.self),
            .polling,
            "auto cluster tenant off (default auto)"
        ) {
            (options, text) throws(Flag.Problem) in options.tenantsMode = try Flag.choice(text)
        },
        configured("shard.index", .text("N"), .polling, "which shard to poll, from 0") {
            (options, text) throws(Flag.Problem) in
            options.shardIndex = try Flag.integer(text, in: SettingRange.shardIndex)
        },
        configured("shard.count", .text("N"), .polling, "how many shards there are") {
            (options, text) throws(Flag.Problem) in
            options.shardCount = try Flag.integer(text, in: SettingRange.shardCount)
        },
    ]

    private static let web: [Flag] = [
        Flag(
            "web.listen-address",
            .text("ADDR"),
            .web,
            "host:port or unix:/path (default :10288)",
            isRepeatable: true
        ) { (options, text) throws(Flag.Problem) in
            do {
                options.listenAddresses.append(try ListenAddress(parsing: text))
            } catch {
                throw Flag.Problem(text: "cannot be used: \(error)")
            }
        },
        Flag("web.telemetry-path", .text("PATH"), .web, "of the metrics (default /metrics)") {
            (options, text) throws(Flag.Problem) in
            options.telemetryPath = try EndpointPath.telemetry(text)
        },
        Flag(
            "web.config.file",
            .file,
            .web,
            "TLS, users and headers, in JSON",
            commands: [.run, .demo, .healthcheck]
        ) { $0.webConfigFile = $1 },
        Flag("web.enable-lifecycle", .toggle, .web, "allow POST /-/reload") {
            (options, text) throws(Flag.Problem) in options.enablesLifecycle = try Flag.bool(text)
        },
        Flag("web.max-connections", .text("N"), .web, "connections open at once (default 512)") {
            (options, text) throws(Flag.Problem) in
            options.maxConnections = try Flag.integer(text, in: SettingRange.connections)
        },
        Flag(
            "web.systemd-socket",
            .toggle,
            .web,
            "use the sockets that systemd passes on",
            commands: [.run, .demo]
        ) { (options, text) throws(Flag.Problem) in
            options.usesSystemdSockets = try Flag.bool(text)
        },
    ]

    private static let other: [Flag] = [
        Flag(
            "output.file",
            .file,
            .other,
            "of once: write the page here, or not at all",
            commands: [.once]
        ) { $0.outputFile = $1 },
        Flag(
            "once.timeout",
            .text("TIME"),
            .other,
            "of once: ask no longer (default 5m)",
            commands: [.once]
        ) { (options, text) throws(Flag.Problem) in
            options.onceTimeout = try Flag.duration(text, in: SettingRange.onceTimeout)
        },
        Flag(
            "log.level",
            words("LEVEL", Logger.Level.self),
            .other,
            "debug info warn error (default info)"
        ) {
            (options, text) throws(Flag.Problem) in
            options.logLevel = try Flag.choice(text, or: ["warning": .warn])
        },
        Flag(
            "log.format",
            words("FORMAT", Logger.Format.self),
            .other,
            "logfmt json (default logfmt)"
        ) {
            (options, text) throws(Flag.Problem) in options.logFormat = try Flag.choice(text)
        },
        Flag("version", .toggle, .other, "print the version and end", hasVariable: false) {
            (options, _) in options.printed = CommandLineHelp.version
        },
        Flag("help", .toggle, .other, "print this and end", hasVariable: false) {
            (options, _) in options.printed = CommandLineHelp.text
        },
    ]

    /// A flag of all commands but `demo`, which brings its own OCP.
    private static func configured(
        _ name: String,
        _ value: Flag.Value,
        _ group: Flag.Group,
        _ help: String,
        set: @escaping Flag.Setter
    ) -> Flag {
        let commands = Options.Command.allCases.filter { $0 != .demo }
        return Flag(name, value, group, help, commands: commands, set: set)
    }

    /// A flag of the one OCP that is configured without a file.
    private static func one(
        _ name: String,
        _ value: Flag.Value,
        _ help: String,
        set: @escaping Flag.Setter
    ) -> Flag {
        configured(name, value, .ocp, help, set: set)
    }

    private static func words<Word: RawRepresentable & CaseIterable>(
        _ name: String,
        _: Word.Type
    ) -> Flag.Value where Word.RawValue == String {
        .choice(name, Word.allCases.map(\.rawValue))
    }
}
