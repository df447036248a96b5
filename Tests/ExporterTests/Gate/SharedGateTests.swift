import OCP
import TestClock
import Testing

@testable import Exporter

/// Several collectors of one OCP at the same time.
@Suite(.timeLimit(.minutes(15))) struct SharedGateTests {
    private static let first = Array(1...20 as ClosedRange<Int64>)
    private static let second = Array(101...120 as ClosedRange<Int64>)

    /// A gate whose opening has begun with proof that the credentials are accepted.
    private func gate(most: Int, _ harness: PollingHarness) -> OCPGate {
        let gate = OCPGate(most: most, interval: .seconds(60), time: harness.time)
        gate.begin()
        _ = gate.note(nil, duration: 0, patience: .max)
        return gate
    }

    /// Asks for overviews as a collector of some rank.
    private func run(
        _ targets: [Int64],
        rank: Int,
        _ gate: OCPGate,
        _ harness: PollingHarness
    ) async throws -> Outcomes<Int64, [BackupOverview]> {
        var collector = Collector.overview(inFlight: gate.most)
        collector.rank = rank
        return try await CollectorRound(
            collector: collector,
            client: harness.monitor().makeClient(),
            gate: gate,
            time: harness.time,
            random: { 0.5 }
        ).run(targets, until: .seconds(60))
    }

    @Test(arguments: [1, 3, 16], [[0, 0], [0, 1], [2, 1]])
    func permitsAreShared(most: Int, ranks: [Int]) async throws {
        let harness = PollingHarness { request in
            for _ in 1...3 { await Task.yield() }
            return .fine(request, [])
        }
        let gate = gate(most: most, harness)
        async let first = run(Self.first, rank: ranks[0], gate, harness)
        async let second = run(Self.second, rank: ranks[1], gate, harness)
        let counts = try await [first.last.count, second.last.count]
        #expect(counts == [20, 20])
        #expect(harness.ocp.mostInFlight <= most)
        #expect(harness.ocp.count(.overview) == 40)
    }

    /// A round that has begun lets one of a lower rank pass, and goes on after it.
    @Test func theLowerRankComesFirst() async throws {
        let (started, starting) = AsyncStream<Never>.makeStream()
        let (queued, queueing) = AsyncStream<Never>.makeStream()
        let harness = PollingHarness { request in
            if request.cluster == 105 {
                starting.finish()
                for await _ in queued {}
            }
            return .fine(request, [])
        }
        let gate = gate(most: 1, harness)
        async let slow = run(Self.second, rank: 1, gate, harness)
        for await _ in started {}
        async let overview = run(Self.first, rank: 0, gate, harness)
        while gate.mayGoOn(rank: 1) {
            try Task.checkCancellation()
            await Task.yield()
        }
        queueing.finish()
        let counts = try await [slow.last.count, overview.last.count]
        #expect(counts == [20, 20])
        let before = Array(Self.second.prefix(5))
        #expect(
            harness.ocp.requests.compactMap(\.cluster) == before + Self.first
                + Self.second.dropFirst(5)
        )
    }

    @Test func aRefusalStopsAllCollectors() async throws {
        let harness = PollingHarness { request in
            request.cluster == 3 ? .failure(401) : .fine(request, [])
        }
        let gate = gate(most: 1, harness)
        async let slow = run(Self.second, rank: 1, gate, harness)
        async let overview = run(Self.first, rank: 0, gate, harness)
        _ = try await (slow, overview)
        #expect(harness.ocp.requests.last?.cluster == 3)
        #expect(gate.end() == GatePause(duration: .seconds(60), endsWithNewCredentials: true))
    }

    /// While OCP refuses us, several collectors make one attempt together.
    @Test func oneProbeIsSentNotOneForEachCollector() async throws {
        let harness = PollingHarness { _ in .failure(401) }
        let gate = OCPGate(most: 8, interval: .seconds(60), time: harness.time)
        for _ in 1...3 {
            harness.ocp.reset()
            gate.begin()
            gate.begin()
            async let slow = run(Self.second, rank: 1, gate, harness)
            async let overview = run(Self.first, rank: 0, gate, harness)
            _ = try await (slow, overview)
            _ = gate.end()
            _ = gate.end()
            #expect(harness.ocp.requests.count == 1)
        }
    }

    @Test func whoWaitsCanBeCancelled() async throws {
        let harness = PollingHarness(clusters: [])
        let gate = gate(most: 1, harness)
        #expect(try await gate.enter(rank: 0) { true })
        let waiting = Task { try await gate.enter(rank: 0) { true } }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        gate.leave()
        #expect(try await gate.enter(rank: 0) { true }, "the permit is not lost")
    }

    @Test func permitsBesideOneAreThoseThatAreLeft() async throws {
        let harness = PollingHarness(clusters: [])
        let gate = gate(most: 8, harness)
        #expect(try await gate.enter(rank: 0) { true })
        #expect(gate.takeMore(upTo: 3, rank: 0) == 3)
        #expect(gate.takeMore(upTo: 100, rank: 0) == 4)
        #expect(gate.takeMore(upTo: 1, rank: 0) == 0)
        gate.leave(8)
        #expect(gate.takeMore(upTo: 100, rank: 0) == 8)
    }
}
