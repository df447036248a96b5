import OCP
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// Wrong credentials cost one request a round, so that no account is locked.
@Suite(.timeLimit(.minutes(15))) struct LogOnTests {
    private static let thousand = Array(1...1000 as ClosedRange<Int64>)

    /// Lets in who has the right password.
    private static func guarded(_ request: FakeOCP.Request) -> TransportResponse {
        // exporter:right
        let isRight = request.authorization == "Basic ZXhwb3J0ZXI6cmlnaHQ="
        if request.api != .time, !isRight { return .failure(401, code: "IAM10004") }
        return .fine(request, thousand)
    }

    @Test(arguments: [false, true])
    func aWrongPasswordCostsOneRequestARound(hasFixedIds: Bool) async throws {
        let harness = PollingHarness { Self.guarded($0) }
        let secret = SecretSource.value(Secret("wrong"))
        let settings = try PollingHarness.settings(.basic(username: "exporter", secret))
        let monitor = try harness.monitor(settings) {
            $0.clusters.ids = hasFixedIds ? Self.thousand : []
            $0.maxConcurrentRequests = 1000
        }
        try await harness.run(monitor) {
            // In the slices in which the secret is looked at.
            while harness.time.uptime() < .seconds(3600) {
                try await harness.time.advance()
            }
            try await harness.time.waitForSleepers(1)
        }
        let times = harness.ocp.requests.map(\.at.seconds)
        let steady = Array(stride(from: 420.0, through: 3420.0, by: 300.0))
        #expect(times == [0.0, 60.0, 180.0] + steady)
        let asked = Set(harness.ocp.requests.map(\.api))
        #expect(asked == [hasFixedIds ? API.info : API.clusters])
        let snapshot = monitor.snapshot
        #expect(snapshot.lastRound?.isUp == false)
        #expect(snapshot.failures(.unauthorized) == times.count)
        #expect(snapshot.clusters.count == (hasFixedIds ? 1000 : 0))
        #expect(snapshot.clusters.allSatisfy { $0.overview.failure?.reason == .unauthorized })
        #expect(harness.log.lines("cannot be polled").count == 1)
        #expect(harness.log.lines("wrong").isEmpty)
    }

    @Test(arguments: [false, true])
    func aChangedSecretEndsThePause(hasFixedIds: Bool) async throws {
        let harness = PollingHarness { Self.guarded($0) }
        let file = try SecretFile("wrong")
        let settings = try PollingHarness.settings(
            .basic(username: "exporter", .file(path: file.path))
        )
        let monitor = try harness.monitor(settings) {
            if hasFixedIds { $0.clusters.ids = Self.thousand }
        }
        try await harness.run(monitor) {
            while harness.ocp.requests.count < 4 {
                try await harness.time.advance()
            }
            try await harness.time.waitForSleepers(1)
            try file.write("right")
            let before = harness.time.uptime()
            try await harness.time.advance()
            try await harness.time.waitForSleepers(1)
            #expect(harness.time.uptime() - before <= .seconds(5))
            #expect(monitor.snapshot.lastRound?.isUp == true)
            #expect(monitor.snapshot.clusters.count == 1000)
            #expect(monitor.snapshot.clusters.allSatisfy { $0.overview.failure == nil })
        }
    }

    /// Nothing that proves the credentials right, and then a refusal.
    @Test func fewAreAskedAtATimeWhileNobodyWasLetIn() async throws {
        let harness = PollingHarness { request in
            guard let id = request.cluster else { return TransportResponse(status: 404) }
            if id <= 3 { return TransportResponse(status: 404) }
            // All that are in flight are refused together.
            await Task.yield()
            return .failure(401, code: "IAM10004")
        }
        let monitor = try harness.monitor {
            $0.clusters.ids = Self.thousand
            $0.maxConcurrentRequests = 1000
        }
        let result = try await harness.round(monitor)
        guard case .refused = result.closing else {
            Issue.record("not refused")
            return
        }
        let refused = harness.ocp.count(.overview) - 3
        #expect((1...Admission.unprovenConcurrency).contains(refused))
    }

    @Test(arguments: [
        TransportResponse.failure(400), .failure(403, code: "IAM11000"),
        TransportResponse(status: 503),
    ])
    func onProbationNothingFollowsARequestThatWasNotLetIn(answer: TransportResponse) async throws {
        for hasFixedIds in [false, true] {
            let harness = PollingHarness { _ in answer }
            let monitor = try harness.monitor {
                $0.clusters.ids = hasFixedIds ? Self.thousand : []
            }
            harness.ocp.answer { _ in .failure(401) }
            _ = try await harness.round(monitor)
            harness.ocp.reset()
            harness.ocp.answer { _ in answer }
            let result = try await harness.round(monitor)
            // An error in OCP's own words means that it let us in.
            let isLetIn = answer.status != 503
            #expect(result.isLetIn == isLetIn)
            #expect(harness.ocp.count(.overview) == (isLetIn && hasFixedIds ? 1000 : 0))
            #expect(isLetIn || harness.ocp.requests.count == 1)
        }
    }

    @Test func aForbiddenByAProxyProvesNothing() async throws {
        let harness = PollingHarness { _ in
            TransportResponse(status: 403, body: Array("<html>".utf8))
        }
        let result = try await harness.round(try harness.monitor())
        #expect(!result.isLetIn)
        #expect(result.listFailure?.reason == .forbidden)
    }

    @Test func aRefusalInTheMiddleEndsTheRoundAndKeepsWhatCame() async throws {
        let harness = PollingHarness { request in
            request.cluster == 500 ? .failure(401) : .fine(request, Self.thousand)
        }
        let monitor = try harness.monitor { $0.maxConcurrentRequests = 1 }
        let result = try await harness.round(monitor)
        #expect(result.overviews.last.count == 500)
        #expect(harness.ocp.count(.overview) == 500)
        #expect(monitor.snapshot[499]?.overview.failure == nil)
        #expect(monitor.snapshot[501]?.overview.failure?.reason == .unauthorized)
        // The others come first in the next round: one bad cluster never starves them.
        _ = try await harness.round(monitor)
        #expect(monitor.snapshot.clusters.count { $0.overview.failure != nil } == 1)
    }
}
