import Foundation
import TestSupport
import Testing

/// The built program when the system gives it no more descriptors.
@Suite(.timeLimit(.minutes(15))) struct DescriptorProgramTests {
    @Test func goesOnWhenDescriptorsRunOut() async throws {
        try await RunningDemo.run(in: TemporaryFolder()) { demo in
            let clients = try RunningProcess(
                [
                    "python3", try RunningDemo.fixture("descriptors.py"), "\(demo.process.id)",
                    "\(demo.port)",
                ],
                in: demo.directory.path
            )
            defer { clients.signal(SIGKILL) }
            #expect(await clients.end() == 0, "\(clients.text)")
            let words = clients.text.split { $0.isWhitespace }
            #expect(words.first == "20", "every client is answered in the end")
            // It waits for descriptors without turning: a second of waiting costs no half of one.
            #expect(try #require(words.last.flatMap { Double($0) }) < 0.5)
            demo.process.signal(SIGTERM)
            #expect(await demo.process.end() == 0)
        }
    }
}
