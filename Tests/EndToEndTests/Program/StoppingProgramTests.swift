import Foundation
import TestSupport
import Testing

/// How the built program ends, with TLS.
///
/// The client sends the signals: the program's patience is of real time, and the threads of tests are
/// busy.
@Suite(.timeLimit(.minutes(15))) struct StoppingProgramTests {
    private let identities: Identities

    init() async throws {
        identities = try await Identities()
    }

    /// Runs the program with a client that asks for more than the kernel holds, stops the program, and
    /// takes the answers then.
    private func run(
        _ signals: [Int32],
        _ body: (RunningDemo, _ client: RunningProcess) async throws -> Void
    ) async throws {
        try await RunningDemo.run(Identities.tls(), in: identities.directory) { demo in
            let client = try RunningProcess(
                [
                    "python3", try RunningDemo.fixture("tls_slow.py"), "\(demo.port)", "ca.pem",
                    "/metrics", "\(demo.process.id)",
                ] + signals.map { "\($0)" },
                in: identities.directory.path
            )
            try await body(demo, client)
        }
    }

    @Test func finishesWhatIsBeingSent() async throws {
        try await run([SIGTERM]) { demo, client in
            #expect(await client.end() == 0, "\(client.text)")
            // Whole answers only, fewer than were asked for, and the last one says goodbye.
            let words = client.text.split(separator: "\n").last?.split(separator: " ") ?? []
            #expect((1..<120).contains(words.first.flatMap { Int($0) } ?? 0), "\(client.text)")
            #expect(words.last == "True")
            #expect(await demo.process.end() == 0)
            #expect(demo.process.text.contains("msg=stopping"))
        }
    }

    @Test func aSecondSignalEndsItAtOnce() async throws {
        try await run([SIGTERM, SIGINT]) { demo, client in
            let code = await demo.process.end()
            #expect(code == 1, "\(code) \(client.text)")
            #expect(demo.process.text.contains("msg=stopping"))
            #expect(demo.process.text.contains("stopping at once"))
        }
    }
}
