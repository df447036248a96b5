import Foundation
import HTTP
import OCP
import OCPSimulator

@testable import Exporter

/// The page of a real exporter that polls a simulated OCP with every kind of cluster.
enum ExporterPage {
    private static let scenarios = [
        "healthy", "standby", "no-strategy", "tenant-dimension", "never-backed-up",
        "unknown-state", "malformed-fields", "forbidden", "tenant-backup-too-long",
        "tenant-full-backup-failed",
    ]
    private static let shared = Task { try await make() }

    /// The page in text format 0.0.4, made once for all tests.
    static var text: String {
        get async throws { try await shared.value }
    }

    /// Some metrics are there only if they are configured: the path of a file with this text.
    private static func file(_ text: String) throws -> String {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "page-\(UUID().uuidString).json")
        try Data(text.utf8).write(to: url)
        return url.path
    }

    private static func make() async throws -> String {
        var simulation = SimulatorSettings()
        simulation.fleet = FleetPlan(scenarios: scenarios.map { .init($0, count: 1) })
        simulation.rateLimit = RateLimit(requests: 1000, windowSeconds: 60)
        let simulator = SimulatorServer(try Simulator(settings: simulation))
        try simulator.start()
        var options = Options()
        options.listenAddresses = [.tcp(host: "127.0.0.1", port: 0)]
        options.ocp.url = simulator.urls.first
        options.ocp.name = "test"
        options.ocp.username = "exporter"
        let configuration = try file(#"{ defaults: { restore_age: "90d" } }"#)
        options.configFile = configuration
        let loader = SettingsLoader(options: options, environment: ["OCP_PASSWORD": "exporter"])
        let transport = CurlTransport()
        let logger = Logger { _ in }
        let web = try file("{}")
        defer {
            try? FileManager.default.removeItem(atPath: web)
            try? FileManager.default.removeItem(atPath: configuration)
        }
        let application = Application(
            loader: loader,
            settings: try loader.load(),
            web: try WebSecurity(web, environment: [:], logger: logger),
            transport: transport,
            logger: logger,
            random: { 0 }
        )
        try application.start()
        let url = application.boundAddresses.first?.reachableURL ?? ""
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await simulator.run() }
            group.addTask { try await application.run() }
            let scraper = TransportRequest(
                settings: ConnectionSettings(baseURL: try BaseURL(url), timeout: .seconds(240)),
                target: "/metrics",
                headers: [HeaderField("Host", String(url.dropFirst("http://".count)))]
            )
            var ready = scraper
            ready.target = "/-/ready"
            while try await transport.send(ready).status != 200 {}
            var page = ""
            while !page.contains("oceanbase_restore_last_success_timestamp_seconds{") {
                page = String(decoding: try await transport.send(scraper).body, as: UTF8.self)
            }
            group.cancelAll()
            return page
        }
    }
}
