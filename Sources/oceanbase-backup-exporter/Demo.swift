import Exporter
import HTTP
import OCP
import OCPSimulator

/// The command `demo`: a simulated OCP and the exporter in one process.
enum Demo {
    /// A dozen clusters in different states, an hour of theirs in a minute.
    private static var simulation: SimulatorSettings {
        var settings = SimulatorSettings()
        settings.timeScale = 60
        return settings
    }

    /// Starts both and runs until a signal ends it.
    static func run(_ options: Options, _ logger: Logger) async throws -> Int32 {
        let simulator = SimulatorServer(try Simulator(settings: simulation))
        try simulator.start()
        guard let url = simulator.urls.first else { return 1 }
        var options = options
        options.pollInterval = options.pollInterval ?? .seconds(5)
        options.ocp.url = url
        options.ocp.name = "demo"
        options.ocp.username = "exporter"
        var loader = SettingsLoader(options: options, environment: ["OCP_PASSWORD": "exporter"])
        let environment = EnvironmentVariables.all
        if options.usesSystemdSockets {
            loader.options.listenAddresses = try SocketActivation.take(environment: environment)
        }
        let application = Application(
            loader: loader,
            settings: try loader.load(),
            web: try options.webConfigFile.map {
                try WebSecurity($0, environment: environment, logger: logger)
            },
            notifier: ServiceNotifier(environment: environment, logger: logger),
            transport: CurlTransport { logger.warn($0) },
            logger: logger
        )
        let path = options.telemetryPath
        return try await withThrowingTaskGroup(of: Int32?.self) { group in
            group.addTask {
                try await simulator.run()
                return nil
            }
            group.addTask {
                try await Program.serve(application, logger) {
                    StandardOutput.write(introduction(application, path: path, ocp: url))
                }
            }
            let code = try await group.next() ?? nil
            group.cancelAll()
            try await group.waitForAll()
            return code ?? 1
        }
    }

    private static func introduction(
        _ application: Application,
        path: String,
        ocp: String
    ) -> String {
        let plain = application.boundAddresses.lazy.compactMap(\.reachableURL).first ?? ""
        let address = application.isSecure ? "https" + plain.dropFirst("http".count) : plain
        return """

            A simulated OCP with a dozen clusters runs at \(ocp), and is exported here:

              metrics  \(address)\(path)
              status   \(address)/

            Control-C ends it.


            """
    }
}
