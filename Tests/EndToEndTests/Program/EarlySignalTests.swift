import Foundation
import TestSupport
import Testing

/// Signals that come while the program still waits for its configuration.
@Suite(.timeLimit(.minutes(15))) struct EarlySignalTests {
    private static let configuration = Configuration.file(Configuration.ocp("http://127.0.0.1:1"))

    /// Starts the program with a pipe for its configuration, and runs the body once it reads that.
    private func run(
        _ words: [String],
        _ body: (_ process: RunningProcess, _ pipe: Int32, TemporaryFolder) async throws -> Void
    ) async throws {
        let folder = try Configuration.directory()
        let path = folder.file("config.json")
        #expect(mkfifo(path, 0o600) == 0)
        let process = try RunningProcess(
            [RunningDemo.program] + words
                + ["--config.file=config.json", "--web.listen-address=127.0.0.1:0"],
            in: folder.path
        )
        // Opening it waits for the reader.
        let pipe = try await onThread { open(path, O_WRONLY | O_CLOEXEC) }
        try await body(process, pipe, folder)
        process.signal(SIGKILL)
    }

    @Test(arguments: [SIGTERM, SIGINT]) func endTheExporterWell(_ signal: Int32) async throws {
        try await run([]) { process, pipe, _ in
            process.signal(signal)
            #expect(await process.end() == 0, "\(process.text)")
            close(pipe)
        }
    }

    /// A page that was not written is no success.
    @Test(arguments: ["once", "doctor"], [SIGTERM, SIGINT, SIGHUP])
    func endWhatOnlyLooks(_ command: String, _ signal: Int32) async throws {
        try await run([command]) { process, pipe, _ in
            process.signal(signal)
            #expect(await process.end() == -1, "\(process.text)")
            close(pipe)
        }
    }

    @Test func aReloadThatIsAskedForIsDone() async throws {
        try await run([]) { process, pipe, folder in
            for _ in 1...3 { process.signal(SIGHUP) }
            try folder.write(Self.configuration, to: "config.json")
            let octets = Array(Self.configuration.utf8)
            #expect(write(pipe, octets, octets.count) == octets.count)
            close(pipe)
            #expect(await process.wait(for: "configuration loaded"), "\(process.text)")
            process.signal(SIGTERM)
            #expect(await process.end() == 0)
        }
    }
}
