import OCP
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// What does not answer holds up nothing else.
@Suite(.timeLimit(.minutes(15))) struct HangingTests {
    private static let timeout = Duration.seconds(10)

    /// Waits as long as a request may take, and gives up.
    private static func hang(_ time: ManualTime) async throws -> TransportResponse {
        try await time.sleep(for: timeout)
        throw OCPError.simple(.timeout)
    }

    @Test(arguments: [[], [1, 2, 3]] as [[Int64]])
    func aSilentOCPIsFoundByItsClock(ids: [Int64]) async throws {
        let harness = PollingHarness(clusters: [])
        let time = harness.time
        harness.ocp.answer { _ in try await Self.hang(time) }
        let monitor = try harness.monitor { $0.clusters.ids = ids }
        // Three attempts with two pauses, and one look at the clock.
        let result = try await harness.round(monitor, passing: [1, 1, 1, 1, 1, 1])
        #expect(result.closing == .unreachable(.simple(.timeout)))
        let first: API = ids.isEmpty ? .clusters : .info
        #expect(harness.ocp.requests.map(\.api) == [first, first, first, .time])
        #expect(monitor.snapshot.lastRound?.isUp == false)
        #expect(monitor.snapshot.clusters.allSatisfy { $0.overview.failure?.reason == .timeout })
    }

    @Test func anOCPThatDiesInTheMiddleEndsTheRound() async throws {
        let ids = Array(1...1000 as ClosedRange<Int64>)
        let harness = PollingHarness { request in
            if request.api == .clusters || request.cluster ?? 1000 <= 100 {
                return .fine(request, ids)
            }
            throw OCPError.simple(.connect)
        }
        let monitor = try harness.monitor()
        let result = try await harness.round(monitor)
        #expect(result.closing == .unreachable(.simple(.connect)))
        // Some more are asked while OCP is asked for the time, but far from all.
        #expect(harness.ocp.count(.overview) < 500)
        #expect(!result.isUp)
        #expect(monitor.snapshot.clusters.count { $0.overview.failure == nil } == 100)
        #expect(harness.log.lines("not readable").isEmpty)
        #expect(harness.log.lines("cannot be polled").count == 1)
    }

    @Test func hungClustersComeLastAndOnceInTheNextRound() async throws {
        let ids = Array(1...100 as ClosedRange<Int64>)
        let harness = PollingHarness(clusters: ids)
        let time = harness.time
        let ocp = harness.ocp
        ocp.answer { request in
            guard let id = request.cluster, id <= 4 else { return .fine(request, ids) }
            // Time passes only when all others have been asked, if they do not wait.
            while ocp.requests.count(where: { $0.cluster ?? 0 > 4 }) < 96 { await Task.yield() }
            return try await Self.hang(time)
        }
        let monitor = try harness.monitor { $0.maxConcurrentRequests = 8 }
        // First attempt, pause, second attempt, pause, third attempt.
        _ = try await harness.round(monitor, passing: [4, 1, 4, 1, 4])
        let others = harness.ocp.requests.filter { $0.cluster ?? 0 > 4 }
        #expect(others.count == 96)
        #expect(others.allSatisfy { $0.at == .zero }, "others do not wait for those that hang")
        harness.ocp.reset()
        let result = try await harness.round(monitor, passing: [4])
        let asked = harness.ocp.requests.compactMap(\.cluster)
        #expect(asked.count == 100)
        #expect(Set(asked.suffix(8)).isSuperset(of: [1, 2, 3, 4]))
        #expect(result.isUp)
        #expect(result.duration == 10)
        #expect(monitor.snapshot.clusters.count { $0.overview.failure == nil } == 96)
    }

    /// More hung clusters than there are slots, all at the head of the list.
    @Test func manyHungClustersDoNotMakeOCPLookDead() async throws {
        let ids = Array(1...40 as ClosedRange<Int64>)
        let harness = PollingHarness { request in
            if let id = request.cluster, id <= 20 { throw OCPError.simple(.timeout) }
            return .fine(request, ids)
        }
        let monitor = try harness.monitor { $0.maxConcurrentRequests = 2 }
        let result = try await harness.round(monitor, passing: [1, 1])
        #expect(result.isUp)
        #expect(result.closing == nil)
        #expect(monitor.snapshot.clusters.count { $0.overview.failure == nil } == 20)
        #expect(harness.ocp.count(.time) > 1)
    }

    @Test(arguments: [1, 3, 8, 1000])
    func neverMoreAreUnderWayThanAllowed(limit: Int) async throws {
        let ids = Array(1...50 as ClosedRange<Int64>)
        let harness = PollingHarness { request in
            for _ in 1...5 { await Task.yield() }
            return request.cluster == 7 && request.repetition == 0
                ? .failure(500) : .fine(request, ids)
        }
        let monitor = try harness.monitor { $0.maxConcurrentRequests = limit }
        _ = try await harness.round(monitor, passing: [1])
        #expect(harness.ocp.mostInFlight <= limit)
        #expect(harness.ocp.count(.overview) == 51)
    }
}
