import Foundation
import TestSupport
import Testing

/// The built program while it serves the demo, as a process of its own.
final class RunningDemo: Sendable {
    let process: RunningProcess
    let port: UInt16
    let directory: TemporaryFolder

    /// The program beside the tests.
    static var program: String {
        Bundle.module.bundleURL.deletingLastPathComponent()
            .appending(path: "oceanbase-backup-exporter").path
    }

    /// A file in the folder `Fixtures`.
    static func fixture(_ name: String) throws -> String {
        let url = Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures")
        return try #require(url).path
    }

    /// Runs the program for as long as the body does.
    ///
    /// - Parameters:
    ///   - web: the web configuration; nil for none.
    ///   - directory: where the program runs.
    ///   - arguments: more of them.
    ///   - environment: variables besides those of the tests.
    ///   - body: uses the program.
    /// - Throws: what the body throws, or that the program does not serve.
    static func run(
        _ web: String? = nil,
        in directory: TemporaryFolder,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        _ body: (RunningDemo) async throws -> Void
    ) async throws {
        var words = [program, "demo", "--web.listen-address=127.0.0.1:0"] + arguments
        if let web {
            try directory.write(web, to: "web.json")
            words.append("--web.config.file=web.json")
        }
        let process = try RunningProcess(words, in: directory.path, environment: environment)
        defer { process.signal(SIGKILL) }
        try await body(try await RunningDemo(process, directory))
    }

    private init(_ process: RunningProcess, _ directory: TemporaryFolder) async throws {
        self.process = process
        self.directory = directory
        let isReady = await process.wait(for: "clusters selected")
        try #require(isReady, "\(process.text)")
        let address = process.text.firstMatch(of: /address=127\.0\.0\.1:(\d+)/)
        port = try #require(address.flatMap { UInt16($0.1) })
    }

    /// Asks with curl; the status, or the code with which curl ended if there was no answer.
    func curl(_ path: String, _ options: [String] = []) async throws -> String {
        let words = ["curl", "-s", "--max-time", "300", "-o", "body", "-w", "%{http_code}"]
        let curl = try RunningProcess(
            words + options + ["https://localhost:\(port)\(path)"],
            in: directory.path
        )
        let code = await curl.end()
        return code == 0 ? curl.text : "curl \(code)"
    }

    /// The exit code of `healthcheck`, which is asked anew for as long as its own five seconds are
    /// short: on a busy machine they say nothing.
    static func healthcheck(
        _ arguments: [String],
        in directory: TemporaryFolder
    ) async throws -> Int32 {
        while true {
            let asked = try RunningProcess(
                [program, "healthcheck"] + arguments,
                in: directory.path
            )
            let code = await asked.end()
            guard asked.text.contains("timeout") else { return code }
            try Task.checkCancellation()
        }
    }
}
