import TestClock
import Testing

@testable import Exporter
@testable import OCP

/// HTTP 429 ends the round, and the next begins when OCP says so.
@Suite(.timeLimit(.minutes(15))) struct ThrottlingTests {
    private static let ids = Array(1...10 as ClosedRange<Int64>)

    struct Case: CustomTestStringConvertible, Sendable {
        var headers: [(name: String, value: String)]
        var wait: Double

        var testDescription: String { "\(headers) → \(wait)" }
    }

    @Test(arguments: [
        Case(headers: [], wait: 60),
        Case(headers: [("RateLimit-Reset", "90")], wait: 90),
        Case(headers: [("RateLimit-Reset", "5")], wait: 60),
        Case(headers: [("Retry-After", "90")], wait: 90),
        Case(headers: [("RateLimit-Reset", "90"), ("Retry-After", "200")], wait: 90),
        Case(headers: [("RateLimit-Reset", "soon"), ("Retry-After", "200")], wait: 200),
        Case(headers: [("Retry-After", "Sun, 22 Nov 2026 12:05:00 GMT")], wait: 300),
        Case(headers: [("Retry-After", "Sun, 22 Nov 2020 12:05:00 GMT")], wait: 60),
        Case(headers: [("RateLimit-Reset", "86400")], wait: 3600),
        Case(headers: [("Retry-After", "999999999999999")], wait: 60),
        Case(headers: [("Retry-After", "99999999999999999999999999")], wait: 60),
        Case(headers: [("Retry-After", "-1")], wait: 60),
        Case(headers: [("RateLimit-Reset", "1e9")], wait: 60),
        Case(headers: [("RateLimit-Reset", "")], wait: 60),
    ])
    func waitsAsAsked(_ example: Case) async throws {
        let harness = PollingHarness(clusters: Self.ids)
        let monitor = try harness.monitor()
        try await harness.run(monitor) {
            // The first pause is half an interval, from the jitter.
            try await harness.time.waitForSleepers(1)
            let headers = example.headers.map { HeaderField($0.name, $0.value) }
            harness.ocp.answer { _ in .failure(429, headers: headers) }
            harness.ocp.reset()
            // A date is compared with the clock; let it stand at 12:00.
            try await harness.time.advance()
            try await harness.time.waitForSleepers(1)
            let first = harness.time.uptime()
            #expect(harness.ocp.requests.count == 1)
            try await harness.time.advance()
            try await harness.time.waitForSleepers(1)
            let waited = (harness.time.uptime() - first).seconds
            // The date is 12:05:00, and the round was at 12:00:30.
            #expect(waited == (example.wait == 300 ? 270 : example.wait))
            #expect(harness.ocp.requests.count == 2)
        }
    }

    @Test func nothingFollowsA429() async throws {
        let harness = PollingHarness { request in
            request.cluster == 4 ? .failure(429) : .fine(request, Self.ids)
        }
        let monitor = try harness.monitor { $0.maxConcurrentRequests = 1 }
        let result = try await harness.round(monitor)
        #expect(harness.ocp.requests.map(\.cluster) == [nil, 1, 2, 3, 4])
        #expect(result.isUp)
        #expect(monitor.snapshot[4]?.overview.failure?.reason == .throttled)
        #expect(monitor.snapshot[5]?.overview.failure?.reason == .throttled)
        #expect(monitor.snapshot.failures(.throttled) == 1)
    }

    @Test func aSmallQuotaReachesEveryClusterInTurn() async throws {
        let harness = PollingHarness(clusters: Self.ids)
        let monitor = try harness.monitor { $0.maxConcurrentRequests = 1 }
        for _ in 1...3 {
            harness.ocp.reset()
            let ocp = harness.ocp
            harness.ocp.answer { request in
                ocp.count(.overview) > 4 ? .failure(429) : .fine(request, Self.ids)
            }
            let result = try await harness.round(monitor)
            #expect(result.isUp)
        }
        #expect(monitor.snapshot.clusters.allSatisfy { $0.overview.lastSuccess != nil })
    }

    @Test func tellsTheQuota() async throws {
        let headers = [
            HeaderField("RateLimit-Limit", "100"), HeaderField("RateLimit-Remaining", "7"),
        ]
        let harness = PollingHarness { request in
            var answer = TransportResponse.fine(request, Self.ids)
            answer.headers = headers
            return answer
        }
        let monitor = try harness.monitor()
        _ = try await harness.round(monitor)
        let quota = monitor.snapshot.requests.rateLimit
        #expect(quota == RateLimit(limit: 100, remaining: 7, reset: nil))
    }
}
