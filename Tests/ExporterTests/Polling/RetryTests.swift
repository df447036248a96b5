import OCP
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// Who is asked again, when, and how often.
@Suite(.timeLimit(.minutes(15))) struct RetryTests {
    private static let ids = Array(1...6 as ClosedRange<Int64>)

    @Test(arguments: FailureReason.allCases)
    func onlyWhatMayPassIsRepeatedAndTwiceAtMost(reason: FailureReason) async throws {
        let harness = PollingHarness { request in
            guard request.cluster == 2 else { return .fine(request, Self.ids) }
            throw OCPError.simple(reason)
        }
        let monitor = try harness.monitor { $0.maxConcurrentRequests = 1 }
        let isRepeated = [.connect, .timeout, .serverError].contains(reason)
        let result = try await harness.round(monitor, passing: isRepeated ? [1, 1] : [])
        let asked = harness.ocp.requests.compactMap(\.cluster)
        let endsTheRound = [.unauthorized, .throttled].contains(reason)
        let once: [Int64] = endsTheRound ? [1, 2] : Self.ids
        #expect(asked == once + (isRepeated ? [2, 2] : []))
        #expect(monitor.snapshot[2]?.overview.failure?.reason == reason)
        #expect(monitor.snapshot[1]?.overview.failure == nil)
        #expect((result.closing != nil) == endsTheRound)
    }

    @Test func theSecondAttemptMaySucceed() async throws {
        let harness = PollingHarness { request in
            request.cluster == 2 && request.repetition == 0
                ? .failure(503) : .fine(request, Self.ids)
        }
        let monitor = try harness.monitor()
        let result = try await harness.round(monitor, passing: [1])
        #expect(harness.ocp.count(.overview) == 7)
        #expect(result.overviews.last.count == 6)
        #expect(monitor.snapshot[2]?.overview.failure == nil)
        #expect(monitor.snapshot.failures(.serverError) == 1)
        #expect(harness.log.lines("not readable").isEmpty)
    }

    @Test func pausesGrowWithJitter() async throws {
        let harness = PollingHarness { request in
            request.cluster == 2 ? .failure(500) : .fine(request, Self.ids)
        }
        _ = try await harness.round(try harness.monitor(), passing: [1, 1])
        let times = harness.ocp.requests.filter { $0.cluster == 2 }.map(\.at.seconds)
        #expect(times == [0, 0.375, 1.125])
    }

    @Test func theListIsRepeatedToo() async throws {
        let harness = PollingHarness { request in
            request.api == .clusters && request.repetition < 2
                ? .failure(502) : .fine(request, Self.ids)
        }
        let result = try await harness.round(try harness.monitor(), passing: [1, 1])
        #expect(result.listFailure == nil)
        #expect(result.overviews.last.count == 6)
        #expect(harness.ocp.count(.clusters) == 3)
    }

    @Test func noRetryBeginsAfterTheInterval() async throws {
        let harness = PollingHarness(clusters: Self.ids)
        let time = harness.time
        harness.ocp.answer { request in
            guard let id = request.cluster, id <= 2 else { return .fine(request, Self.ids) }
            try await time.sleep(for: .seconds(10))
            throw OCPError.simple(.timeout)
        }
        let monitor = try harness.monitor { $0.pollInterval = .seconds(5) }
        let result = try await harness.round(monitor, passing: [2])
        #expect(harness.ocp.count(.overview) == 6)
        #expect(result.overviews.last.count == 6)
    }

    @Test func aListThatFailsLeavesTheKnownClusters() async throws {
        let harness = PollingHarness(clusters: Self.ids)
        let monitor = try harness.monitor()
        _ = try await harness.round(monitor)
        harness.ocp.answer { request in
            request.api == .clusters
                ? TransportResponse(status: 200, body: Array("<html>".utf8))
                : .fine(request, Self.ids)
        }
        let result = try await harness.round(monitor)
        #expect(result.listFailure?.reason == .notJSON)
        #expect(result.overviews.last.count == 6)
        #expect(result.isUp)
        #expect(monitor.snapshot.clusters.map(\.id) == Self.ids)
        #expect(monitor.snapshot.lastRound?.clusterCount == 6)
    }

    @Test func theVersionIsAskedNowAndThen() async throws {
        let harness = PollingHarness(clusters: [1])
        let monitor = try harness.monitor()
        for _ in 1...61 { _ = try await harness.round(monitor) }
        #expect(harness.ocp.count(.info) == 2)
        #expect(monitor.snapshot.statistics.version == "4.3.5")
        #expect(harness.ocp.count(.time) == 61)
    }

    @Test func theTimeIsAskedBesideTheLastPolls() async throws {
        let (asked, asking) = AsyncStream<Never>.makeStream()
        let (second, beginning) = AsyncStream<Never>.makeStream()
        let harness = PollingHarness { request in
            if request.api == .time { asking.finish() }
            // A first poll that ended before the second began would leave both to one task.
            if request.cluster == 1 { for await _ in second {} }
            if request.cluster == 2 {
                beginning.finish()
                for await _ in asked {}
            }
            return .fine(request, [1, 2])
        }
        let monitor = try harness.monitor { $0.maxConcurrentRequests = 2 }
        let result = try await harness.round(monitor)
        #expect(result.version == "4.3.5")
        #expect(result.clockOffset != nil)
        #expect(result.overviews.last.count == 2)
        #expect(harness.ocp.count(.info) == 1)
        #expect(harness.ocp.count(.time) == 1)
        #expect(harness.ocp.mostInFlight == 2)
    }

    @Test func theTimeIsAskedAfterTheRetries() async throws {
        let harness = PollingHarness { request in
            request.cluster == 1 && request.repetition == 0
                ? .failure(500) : .fine(request, [1, 2])
        }
        let monitor = try harness.monitor { $0.maxConcurrentRequests = 1 }
        _ = try await harness.round(monitor, passing: [1])
        let asked = harness.ocp.requests.map(\.api)
        #expect(asked == [.clusters, .overview, .overview, .overview, .info, .time])
    }

    @Test func nothingIsAskedOnceOCPRefuses() async throws {
        let harness = PollingHarness { request in
            request.cluster == 1 ? .failure(401) : .fine(request, [1, 2])
        }
        let monitor = try harness.monitor { $0.maxConcurrentRequests = 1 }
        _ = try await harness.round(monitor)
        #expect(harness.ocp.requests.map(\.api) == [.clusters, .overview])
    }
}
