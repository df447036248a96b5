import Foundation
import TestSupport

/// A command that the tests run if it is installed.
enum Tool: String {
    /// Comes with Prometheus.
    case promtool
    /// Comes with Alertmanager.
    case amtool

    /// True if the command is installed.
    var exists: Bool { Command.has(rawValue) }

    /// Runs the command in a folder of the repository and waits for its end.
    func run(_ arguments: [String], in folder: String) async throws -> Command.Result {
        let directory = RepositoryFile.root.appending(path: folder).path
        return try await Command([rawValue] + arguments, in: directory).run()
    }
}
