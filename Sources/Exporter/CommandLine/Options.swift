package import HTTP

/// What the flags and the environment ask for.
package struct Options: Sendable {
    /// What to do.
    package enum Command: String, Sendable, CaseIterable {
        case run, demo, doctor, once, healthcheck

        /// One line for the help.
        var help: String {
            switch self {
            case .run: "poll and serve; the word may be left out"
            case .demo: "simulate an OCP and export it: a first look"
            case .doctor: "try every OCP and say in words what is wrong"
            case .once: "poll once; print the page or write a file"
            case .healthcheck: "ask the exporter here whether it is healthy"
            }
        }

        /// Whether a person or a timer waits for it to end, so that good news are only noise.
        var endsByItself: Bool {
            switch self {
            case .run, .demo: false
            case .doctor, .once, .healthcheck: true
            }
        }
    }

    /// The OCP of a configuration without a file.
    package struct SingleOCP: Sendable, Equatable {
        package var url: String?
        package var name: String?
        package var username: String?
        package var passwordFile: String?
        package var accessKeyId: String?
        package var accessKeySecretFile: String?
        package var caFile: String?
        package var insecureSkipVerify: Bool?
        package var clusterIds: [Int64]?
    }

    /// Where the value of a flag came from.
    enum Source: Sendable, Equatable {
        case argument
        case variable
    }

    package var command = Command.run
    package var configFile: String?
    package var checksConfig = false
    package var listenAddresses: [ListenAddress] = []
    package var telemetryPath = "/metrics"
    package var webConfigFile: String?
    package var enablesLifecycle = false
    package var maxConnections = 512
    package var usesSystemdSockets = false
    package var logLevel = Logger.Level.info
    package var logFormat = Logger.Format.logfmt
    package var outputFile: String?
    package var ocp = SingleOCP()
    package var pollInterval: Duration?
    package var pollTimeout: Duration?
    package var pollConcurrency: Int?
    /// A ``TenantSettings/Mode``.
    var tenantsMode: TenantSettings.Mode?
    /// Of `once`: when the last request may begin, after the start.
    package var onceTimeout: Duration = .seconds(300)
    package var shardIndex: Int?
    package var shardCount: Int?
    /// Set by what only prints, such as `--help`: print this and end well.
    package var printed: String?
    /// Where the flags that are set came from, by their names without dashes.
    var sources: [String: Source] = [:]

    /// The defaults.
    package init() {}

    /// Whether it is to run until a signal ends it.
    var isServing: Bool { !command.endsByItself && !checksConfig }

    /// The addresses to listen on.
    package var addresses: [ListenAddress] {
        listenAddresses.isEmpty ? [.tcp(host: nil, port: Options.defaultPort)] : listenAddresses
    }

    /// The clusters that this exporter polls.
    var shard: Shard {
        guard let shardIndex, let shardCount else { return .whole }
        return Shard(index: shardIndex, count: shardCount)
    }

    /// The default port.
    package static let defaultPort: UInt16 = 10288

    /// A flag as its user set it: `--ocp.url`, or `OCP_URL` if that came from the environment.
    func spelling(_ flag: String) -> String {
        guard sources[flag] == .variable, let flag = FlagTable.flag(flag) else {
            return "--\(flag)"
        }
        return flag.variable
    }
}
