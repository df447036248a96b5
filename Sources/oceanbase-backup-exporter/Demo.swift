import Exporter
import HTTP
import OCP
import OCPSimulator

/// The command `demo`: a simulated OCP and the exporter in one process.
enum Demo {
    /// The simulator's mix and two clusters with a tenant in trouble, an hour of theirs in a minute.
    private static var simulation: SimulatorSettings {
        var settings = SimulatorSettings()
        settings.timeScale = 60
        settings.fleet.scenarios =
            FleetPlan.mixed + [
                .init("tenant-archive-interrupted", count: 1),
                .init("tenant-full-backup-failed", count: 1),
            ]
        return settings
    }

    /// Starts both and runs until a signal ends it.
    static func run(_ options: Options, _ logger: Logger) async throws -> Int32 {
        let environment = EnvironmentVariables.all
        let log = RecentLines()
        let isLive = Terminal.current(environment) != nil
        let logger =
            isLive && Terminal.showsLog
            ? Logger(level: options.logLevel, format: options.logFormat) { log.add($0) } : logger
        let simulator = SimulatorServer(try Simulator(settings: simulation))
        try simulator.start()
        guard let url = simulator.urls.first else { return 1 }
        let application = try application(options, ocp: url, environment, logger)
        return try await withThrowingTaskGroup(of: Int32?.self) { group in
            group.addTask {
                try await simulator.run()
                return nil
            }
            let (started, starting) = AsyncStream<Never>.makeStream()
            group.addTask {
                for await _ in started {}
                try Task.checkCancellation()
                let screen = FleetScreen(
                    application,
                    heading: heading(application, path: options.telemetryPath, ocp: url),
                    scenarios: simulator.simulator.scenarioNames,
                    environment: environment,
                    log: log
                )
                try await screen.run()
                return nil
            }
            group.addTask {
                try await Program.serve(application, logger) { starting.finish() }
            }
            var code: Int32?
            while code == nil, let ended = try await group.next() { code = ended }
            group.cancelAll()
            while !group.isEmpty {
                // The picture ends by being cancelled.
                _ = try? await group.next()
            }
            return code ?? 1
        }
    }

    private static func application(
        _ options: Options,
        ocp url: String,
        _ environment: [String: String],
        _ logger: Logger
    ) throws -> Application {
        var options = options
        options.pollInterval = options.pollInterval ?? .seconds(5)
        options.ocp.url = url
        options.ocp.name = "demo"
        options.ocp.username = "exporter"
        var loader = SettingsLoader(options: options, environment: ["OCP_PASSWORD": "exporter"])
        if options.usesSystemdSockets {
            loader.options.listenAddresses = try SocketActivation.take(environment: environment)
        }
        return Application(
            loader: loader,
            settings: try loader.load(),
            web: try options.webConfigFile.map {
                try WebSecurity($0, environment: environment, logger: logger)
            },
            notifier: ServiceNotifier(environment: environment, logger: logger),
            transport: CurlTransport { logger.warn($0) },
            logger: logger
        )
    }

    /// What runs, and where to look.
    private static func heading(
        _ application: Application,
        path: String,
        ocp: String
    ) -> [String] {
        let scheme = application.isSecure ? "https" : "http"
        let places = application.boundAddresses.flatMap { address in
            switch address {
            case .unix(let socket, _):
                [
                    "  status page  curl --unix-socket \(socket) \(scheme)://localhost/",
                    "  metrics      curl --unix-socket \(socket) \(scheme)://localhost\(path)",
                ]
            case .tcp, .inherited:
                address.reachableURL.map { scheme + $0.dropFirst("http".count) }.map {
                    ["  status page  \($0)/", "  metrics      \($0)\(path)"]
                } ?? []
            }
        }
        return [
            "\(Version.program) \(Version.number): an OCP is simulated here and exported.",
            "An hour of its clusters passes in a minute. Where to look:",
        ] + places + ["  the OCP      \(ocp) (user exporter, password exporter)"]
    }
}
