import Synchronization
import TestClock
import Testing

@testable import Exporter

/// Who waits sees that it goes on.
@Suite(.timeLimit(.minutes(15))) struct AskedCountTests {
    @Test func itSaysHowManyOfHowMany() {
        let count = AskedCount()
        #expect(count.words == nil)
        count.note()
        #expect(count.words == nil, "nothing is known of how many there are")
        count.expect(2000)
        #expect(count.words == "asked 1 of 2000")
        count.expect(5)
        for _ in 1...119 { count.note() }
        #expect(count.words == "asked 120 of 2005")
        for _ in 1...3000 { count.note() }
        #expect(count.words == "asked 2005 of 2005", "repeated ones do not count twice")
    }

    /// What was drawn, in order.
    private final class Drawn: Sendable {
        private let kept = Mutex<[String]>([])
        var all: [String] { kept.withLock(\.self) }
        func add(_ text: String) { kept.withLock { $0.append(text) } }

        /// An output that draws here, or nowhere.
        func output(isLookedAt: Bool) -> CommandOutput {
            var output = CommandOutput(write: { _ in }, complain: { _ in })
            if isLookedAt { output.progress = { text in self.add(text) } }
            return output
        }
    }

    @Test func theLineIsDrawnNowAndThenAndGoneAtTheEnd() async throws {
        let time = ManualTime()
        let drawn = Drawn()
        let count = AskedCount()
        count.expect(3)
        let (ended, ending) = AsyncStream<Never>.makeStream()
        async let shown = drawn.output(isLookedAt: true).showing(count, time: time) {
            for await _ in ended {}
            return 42
        }
        try await time.advance()
        count.note()
        // The next is drawn when the time has come.
        try await time.waitForSleepers(1)
        time.advance(by: .milliseconds(200))
        try await time.waitForSleepers(1)
        ending.finish()
        #expect(try await shown == 42)
        #expect(drawn.all.first == "\u{1B}[Kasked 0 of 3\r")
        #expect(drawn.all.dropLast().last == "\u{1B}[Kasked 1 of 3\r")
        #expect(drawn.all.last == "\u{1B}[K")
        try await time.waitForSleepers(0)
    }

    @Test func theLineIsGoneAfterAFailureToo() async throws {
        let drawn = Drawn()
        let output = drawn.output(isLookedAt: true)
        await #expect(throws: CancellationError.self) {
            try await output.showing(AskedCount(), time: ManualTime()) { throw CancellationError() }
        }
        #expect(drawn.all == ["\u{1B}[K"])
    }

    @Test func whereNobodyLooksNothingIsDrawn() async throws {
        let drawn = Drawn()
        let count = AskedCount()
        count.expect(3)
        let result = try await drawn.output(isLookedAt: false)
            .showing(count, time: ManualTime()) { 42 }
        #expect(result == 42)
        #expect(drawn.all.isEmpty)
    }
}
