import OCP
import TestClock
import Testing

@testable import Exporter

/// How many requests are in flight: as many as it takes, and never more than allowed.
@Suite(.timeLimit(.minutes(15))) struct ConcurrencyTests {
    /// A hundred clusters whose overviews take so long each; all else takes no time.
    static func harness(answeringAfter delay: Duration) -> PollingHarness {
        let time = ManualTime()
        let ids = Array(1...100 as ClosedRange<Int64>)
        return PollingHarness(time: time) { request in
            if request.cluster != nil { try await time.sleep(for: delay) }
            return .fine(request, ids)
        }
    }

    @Test func anOCPThatAnswersAtOnceIsAskedForFewAtATime() async throws {
        let harness = Self.harness(answeringAfter: .milliseconds(1))
        let monitor = try harness.monitor { $0.maxConcurrentRequests = 64 }
        // Sixteen at a time and the look at them; then the last four; then the look alone.
        let pauses = Array(repeating: 17, count: 6) + [5, 1]
        let result = try await harness.round(monitor, passing: pauses)
        #expect(harness.ocp.mostInFlight == 16)
        #expect(harness.ocp.count(.overview) == 100)
        #expect(result.isUp)
    }

    @Test func oneThatTakesItsTimeIsAskedForAllThatIsAllowed() async throws {
        let harness = Self.harness(answeringAfter: .milliseconds(100))
        let monitor = try harness.monitor { $0.maxConcurrentRequests = 64 }
        // Two looks at 16, two at 32; then those are answered 16 and 8 ms before the last of the 64.
        let pauses = [17, 17, 33, 33, 64, 64, 64, 36, 20, 4]
        let result = try await harness.round(monitor, passing: pauses)
        #expect(harness.ocp.mostInFlight == 64)
        #expect(harness.ocp.count(.overview) == 100)
        #expect(result.duration == 0.216)
        let next = try await harness.round(monitor, passing: [64, 36])
        #expect(next.duration == 0.2)
        #expect(harness.ocp.mostInFlight == 64)
    }

    /// The first page of the list shows that we are let in.
    @Test(arguments: [2, 8])
    func pagesOfTheListAreAskedForTogether(limit: Int) async throws {
        let harness = PollingHarness(clusters: [])
        let time = harness.time
        harness.ocp.answer { request in
            guard let page = request.page else { return .fine(request, []) }
            if page > 1 { try await time.sleep(for: .seconds(1)) }
            let elements = (page * 200 - 199...page * 200).map { "{\"id\":\($0)}" }
            let counts = "\"totalPages\":9,\"totalElements\":1800"
            return .success(
                "{\"contents\":[\(elements.joined(separator: ","))],\"page\":{\(counts)}}"
            )
        }
        let monitor = try harness.monitor { $0.maxConcurrentRequests = limit }
        let pauses = Array(repeating: limit, count: 8 / limit)
        let result = try await harness.round(monitor, passing: pauses)
        #expect(result.selected?.count == 1800)
        #expect(result.duration == Double(pauses.count))
        #expect(harness.ocp.count(.overview) == 1800)
    }

    /// Where no more than sixteen are allowed, nothing is waited for before they are sent.
    @Test(arguments: [1, 8, 16])
    func fewAreSentAtOnce(limit: Int) async throws {
        let harness = Self.harness(answeringAfter: .zero)
        let monitor = try harness.monitor { $0.maxConcurrentRequests = limit }
        let result = try await harness.round(monitor)
        #expect(harness.ocp.mostInFlight <= limit)
        #expect(harness.ocp.count(.overview) == 100)
        #expect(result.duration == 0)
    }

    /// Looks pass as soon as they are begun.
    private struct ImpatientTime: TimeSource {
        func now() -> Double { ManualTime.start }
        func uptime() -> Duration { .zero }
        func sleep(for duration: Duration) async throws {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    @Test func nothingIsAddedOnceTheGateHasClosed() async throws {
        let harness = PollingHarness { _ in .failure(401) }
        let gate = OCPGate(most: 64, interval: .seconds(60), time: ImpatientTime())
        gate.begin()
        #expect(!gate.note(nil, duration: 0, patience: 8), "let in")
        let outcomes = try await CollectorRound(
            collector: .overview(inFlight: 64),
            client: harness.monitor().makeClient(),
            gate: gate,
            time: harness.time,
            random: { 0.5 }
        ).run(Array(1...100), until: .seconds(60))
        #expect((1...16).contains(harness.ocp.count(.overview)))
        #expect(outcomes.last.count == harness.ocp.count(.overview))
        #expect(gate.closing == .refused(outcomes.last.values.first?.failure ?? .simple(.dns)))
    }
}
