import Foundation

/// A command that the tests run if it is installed.
enum Tool: String {
    /// Comes with Prometheus.
    case promtool
    /// Comes with Alertmanager.
    case amtool

    /// The place of the command on the search path.
    private var path: String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { "\($0)/\(rawValue)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// True if the command is installed.
    var exists: Bool { path != nil }

    /// Runs the command in a folder of the repository and waits for its end.
    ///
    /// - Returns: The exit status, and all that it wrote.
    func run(
        _ arguments: [String],
        in folder: String
    ) async throws -> (status: Int32, output: String) {
        try await withCheckedThrowingContinuation { continuation in
            // On a thread of its own: it may take a minute, and other tests' tasks need theirs.
            Thread.detachNewThread {
                continuation.resume(with: Result { try runBlocking(arguments, in: folder) })
            }
        }
    }

    private func runBlocking(
        _ arguments: [String],
        in folder: String
    ) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: path ?? "/nonexistent")
        process.arguments = arguments
        process.currentDirectoryURL = RepositoryFile.root.appending(path: folder)
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
