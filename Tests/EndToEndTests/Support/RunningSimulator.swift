import Foundation
import HTTP
import OCPSimulator
import TestClock
import TestSupport

/// A simulated OCP on a port of its own.
struct RunningSimulator: Sendable {
    let simulator: Simulator
    let url: String

    /// 22 November 2026, 12:00:00 UTC, as the exporter's clock.
    private static let clock: @Sendable () -> Double = { ManualTime.start }

    /// Runs a simulator, whose clock stands still, for as long as the body does.
    static func run(
        _ change: (inout SimulatorSettings) -> Void = { _ in },
        _ body: (RunningSimulator) async throws -> Void
    ) async throws {
        var settings = SimulatorSettings()
        settings.account.password = Self.password
        change(&settings)
        let server = SimulatorServer(try Simulator(settings: settings, clock: clock))
        try server.start()
        guard let url = server.urls.first else { throw LoopbackSocket.Failure(call: "start") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            try await body(RunningSimulator(simulator: server.simulator, url: url))
            group.cancelAll()
        }
    }

    /// The password of the simulated account.
    static let password = "correct-horse-battery"

    /// The port.
    var port: UInt16 { UInt16(url.split(separator: ":").last ?? "") ?? 0 }

    /// `data` of what the simulator says of a cluster's backup, read without the exporter's code.
    func overview(_ id: Int64) async throws -> [String: Any] {
        let token = Data("exporter:\(Self.password)".utf8).base64EncodedString()
        let answer = try await WebClient.ask(
            port: port,
            path: "/api/v2/ob/clusters/\(id)/backup/overview",
            fields: ["Authorization: Basic \(token)"]
        )
        let json = try JSONSerialization.jsonObject(with: Data(answer.body.utf8))
        return (json as? [String: Any])?["data"] as? [String: Any] ?? [:]
    }
}

/// Configuration files of tests.
enum Configuration {
    /// One element of `ocps`, with Basic and a password file; of what is not said otherwise, the
    /// overviews alone are asked for.
    static func ocp(_ url: String, name: String = "prod", _ more: String = "") -> String {
        """
        {
          name: "\(name)", url: "\(url)",
          basic_auth: { username: "exporter", password_file: "password" },
          \(more.contains("tenants:") ? more : "tenants: { mode: \"off\" }, " + more)
        },
        """
    }

    /// A whole file.
    static func file(_ ocps: String..., more: String = "") -> String {
        "{ ocps: [\(ocps.joined(separator: "\n"))], \(more) }"
    }

    /// A directory with the right password in it.
    static func directory(password: String = RunningSimulator.password) throws -> TemporaryFolder {
        let directory = try TemporaryFolder()
        try directory.write(password + "\n", to: "password")
        return directory
    }

    /// The password in all forms in which it is sent or kept.
    static var secrets: [String] {
        let password = RunningSimulator.password
        return [
            password, Data(password.utf8).base64EncodedString(),
            Data("exporter:\(password)".utf8).base64EncodedString(),
        ]
    }
}
