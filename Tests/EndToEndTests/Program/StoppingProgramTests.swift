import Foundation
import Testing

/// How the built program ends, with TLS.
@Suite(.timeLimit(.minutes(5))) struct StoppingProgramTests {
    private let identities: Identities

    init() async throws {
        identities = try await Identities()
    }

    /// Runs the program with a client that has asked for more than the kernel holds, and takes none
    /// of it yet.
    private func run(_ body: (RunningDemo, _ client: RunningProcess) async throws -> Void)
        async throws
    {
        try await RunningDemo.run(Identities.tls(), in: identities.directory) { demo in
            let client = try RunningProcess(
                [
                    "python3", try RunningDemo.fixture("tls_slow.py"), "\(demo.port)", "ca.pem",
                    "/metrics",
                ],
                in: identities.directory.path
            )
            defer { client.signal(SIGKILL) }
            try #require(await client.wait(for: "begun"), "\(client.text)")
            try await body(demo, client)
        }
    }

    @Test func finishesWhatIsBeingSent() async throws {
        try await run { demo, client in
            demo.process.signal(SIGTERM)
            try #require(await demo.process.wait(for: "msg=stopping"))
            #expect(!demo.process.text.contains("msg=stopped"))
            client.endInput()
            #expect(await client.end() == 0, "\(client.text)")
            // Whole answers only, fewer than were asked for, and the last one says goodbye.
            let words = client.text.split(separator: "\n").last?.split(separator: " ") ?? []
            #expect((1..<120).contains(words.first.flatMap { Int($0) } ?? 0), "\(client.text)")
            #expect(words.last == "True")
            #expect(await demo.process.end() == 0)
        }
    }

    @Test func aSecondSignalEndsItAtOnce() async throws {
        try await run { demo, client in
            demo.process.signal(SIGTERM)
            try #require(await demo.process.wait(for: "msg=stopping"))
            demo.process.signal(SIGINT)
            #expect(await demo.process.end() == 1)
            #expect(demo.process.text.contains("stopping at once"))
        }
    }
}
