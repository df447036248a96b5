import HTTP
import Testing

@testable import Exporter

@Suite struct FlagReadingTests {
    /// A value for each flag that has a variable, and what the option then says.
    private static let samples:
        [(flag: String, value: String, read: @Sendable (Options) -> String)] =
            [
                ("config.file", "/etc/exporter.json", { "\($0.configFile ?? "")" }),
                ("config.check", "true", { "\($0.checksConfig)" }),
                ("ocp.url", "https://ocp.example", { "\($0.ocp.url ?? "")" }),
                ("ocp.name", "prod", { "\($0.ocp.name ?? "")" }),
                ("ocp.username", "exporter", { "\($0.ocp.username ?? "")" }),
                ("ocp.password-file", "/run/secrets/ocp", { "\($0.ocp.passwordFile ?? "")" }),
                ("ocp.access-key-id", "key", { "\($0.ocp.accessKeyId ?? "")" }),
                ("ocp.access-key-secret-file", "/run/k", { "\($0.ocp.accessKeySecretFile ?? "")" }),
                ("ocp.ca-file", "/etc/ca.pem", { "\($0.ocp.caFile ?? "")" }),
                ("ocp.insecure-skip-verify", "true", { "\($0.ocp.insecureSkipVerify ?? false)" }),
                (
                    "ocp.cluster-ids", "1000001,1000002",
                    { ($0.ocp.clusterIds ?? []).map(String.init).joined(separator: ",") }
                ),
                ("poll.interval", "1m30s", { $0.pollInterval.map(DurationText.text) ?? "" }),
                ("poll.timeout", "250ms", { $0.pollTimeout.map(DurationText.text) ?? "" }),
                ("poll.concurrency", "16", { "\($0.pollConcurrency ?? 0)" }),
                ("tenants.mode", "cluster", { $0.tenantsMode?.rawValue ?? "" }),
                ("shard.index", "2", { "\($0.shardIndex ?? -1)" }),
                ("shard.count", "3", { "\($0.shardCount ?? -1)" }),
                (
                    "web.listen-address", "127.0.0.1:9",
                    { "\($0.addresses.first ?? .inherited(descriptor: 0))" }
                ),
                ("web.telemetry-path", "/m", { $0.telemetryPath }),
                ("web.config.file", "/etc/web.json", { $0.webConfigFile ?? "" }),
                ("web.enable-lifecycle", "true", { "\($0.enablesLifecycle)" }),
                ("web.max-connections", "32", { "\($0.maxConnections)" }),
                ("web.systemd-socket", "true", { "\($0.usesSystemdSockets)" }),
                ("output.file", "/var/lib/page.prom", { $0.outputFile ?? "" }),
                ("once.timeout", "1m30s", { DurationText.text($0.onceTimeout) }),
                ("log.level", "debug", { $0.logLevel.rawValue }),
                ("log.format", "json", { $0.logFormat.rawValue }),
            ]

    /// A command that the flag means something to.
    private static func command(for flag: Flag) -> [String] {
        flag.commands.contains(.run) ? [] : flag.commands.prefix(1).map(\.rawValue)
    }

    @Test(arguments: [
        ("INFO", "info"), ("Warning", "warn"), ("warning", "warn"), ("wArN", "warn"),
    ])
    func wordsAreTakenInAnyCase(word: String, level: String) throws {
        let options = try CommandLineReader.read([], environment: ["LOG_LEVEL": word])
        #expect(options.logLevel.rawValue == level)
        let json = try CommandLineReader.read(["--log.format=JSON"], environment: [:])
        #expect(json.logFormat == .json)
    }

    @Test func everyFlagHasASample() {
        #expect(Self.samples.map(\.flag) == FlagTable.flags.filter(\.hasVariable).map(\.name))
    }

    @Test(arguments: samples.indices) func aFlagIsReadInBothSpellings(_ index: Int) throws {
        let sample = Self.samples[index]
        let flag = try #require(FlagTable.flag(sample.flag))
        let command = Self.command(for: flag)
        let joined = try CommandLineReader.read(
            command + ["--\(sample.flag)=\(sample.value)"],
            environment: [:]
        )
        #expect(sample.read(joined) == sample.value)
        let separate: [String] =
            flag.value.placeholder == nil
            ? ["--\(sample.flag)"] : ["--\(sample.flag)", sample.value]
        let options = try CommandLineReader.read(command + separate, environment: [:])
        #expect(sample.read(options) == sample.value)
    }

    @Test(arguments: samples.indices) func aVariableIsReadUnlessTheFlagIsThere(
        _ index: Int
    ) throws {
        let sample = Self.samples[index]
        let flag = try #require(FlagTable.flag(sample.flag))
        let command = Self.command(for: flag)
        let variables = [flag.variable: sample.value]
        let options = try CommandLineReader.read(command, environment: variables)
        #expect(sample.read(options) == sample.value)
        #expect(options.spelling(sample.flag) == flag.variable)
        // What the variable says is not even looked at, so that a flag can correct it.
        let corrected = try CommandLineReader.read(
            command + ["--\(sample.flag)=\(sample.value)"],
            environment: [flag.variable: "\u{1}"]
        )
        #expect(sample.read(corrected) == sample.value)
        #expect(corrected.spelling(sample.flag) == "--\(sample.flag)")
        // Empty is unset.
        let unset = try CommandLineReader.read(command, environment: [flag.variable: ""])
        #expect(unset.sources.isEmpty)
    }

    @Test(
        arguments: [
            ("config.file", "CONFIG_FILE"), ("ocp.access-key-id", "OCP_ACCESS_KEY_ID"),
            ("web.listen-address", "WEB_LISTEN_ADDRESS"),
        ]
    )
    func aVariableIsTheNameInUpperCase(_ name: String, variable: String) throws {
        #expect(FlagTable.flag(name)?.variable == variable)
    }

    @Test func addressesAreCollected() throws {
        let flags = try CommandLineReader.read(
            ["--web.listen-address=:1", "--web.listen-address", "unix:/run/x.sock"],
            environment: ["WEB_LISTEN_ADDRESS": ":9"]
        )
        #expect(flags.addresses.map(\.description) == [":1", "unix:/run/x.sock"])
        let variable = try CommandLineReader.read(
            [],
            environment: ["WEB_LISTEN_ADDRESS": "127.0.0.1:1, [::1]:2"]
        )
        #expect(variable.addresses.map(\.description) == ["127.0.0.1:1", "[::1]:2"])
        let none = try CommandLineReader.read([], environment: [:])
        #expect(none.addresses == [.tcp(host: nil, port: 10288)])
    }

    @Test(
        arguments: [
            ("true", true), ("1", true), ("yes", true), ("TRUE", true), ("false", false),
            ("0", false), ("no", false),
        ]
    )
    func switchesTakeAValue(_ text: String, isOn: Bool) throws {
        let options = try CommandLineReader.read(
            ["--web.enable-lifecycle=\(text)"],
            environment: ["WEB_ENABLE_LIFECYCLE": "true"]
        )
        #expect(options.enablesLifecycle == isOn)
    }

    @Test(arguments: Options.Command.allCases)
    func commandsAreRead(_ command: Options.Command) throws {
        let options = try CommandLineReader.read([command.rawValue], environment: [:])
        #expect(options.command == command)
        // Good news are noise to who waits for a result.
        let isQuiet = [.doctor, .once, .healthcheck].contains(command)
        #expect(options.logLevel == (isQuiet ? .warn : .info))
        let loud = try CommandLineReader.read(
            [command.rawValue, "--log.level=info"],
            environment: [:]
        )
        #expect(loud.logLevel == .info)
    }

    @Test func variablesThatMeanNothingToACommandAreIgnored() throws {
        let options = try CommandLineReader.read(
            ["demo"],
            environment: [
                "OCP_URL": "https://ocp.example", "OCP_PASSWORD_FILE": "/x", "CONFIG_FILE": "/y",
                "OUTPUT_FILE": "/z", "CONFIG_CHECK": "perhaps",
            ]
        )
        #expect(options.ocp == Options.SingleOCP())
        #expect(options.configFile == nil)
        #expect(options.outputFile == nil)
    }

    @Test func withoutArgumentsItRuns() throws {
        let options = try CommandLineReader.read([], environment: [:])
        #expect(options.command == .run)
        #expect(options.telemetryPath == "/metrics")
        #expect(options.maxConnections == 512)
        #expect(options.logFormat == .logfmt)
        #expect(!options.enablesLifecycle)
    }
}
