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
        let loader = SettingsLoader(options: options, environment: ["OCP_PASSWORD": "exporter"])
        let application = Application(
            loader: loader,
            settings: try loader.load(),
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
        let address = application.boundAddresses.lazy.compactMap(\.reachableURL).first ?? ""
        return """

            A simulated OCP with a dozen clusters runs at \(ocp), and is exported here:

              metrics  \(address)\(path)
              status   \(address)/

            Control-C ends it.


            """
    }
}
