import OCP
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// Rounds, and what is asked between them.
@Suite(.timeLimit(.minutes(15))) struct TaskRoundTests {
    private static let tenants: [Int64: [Int64]] = [1: [7]]

    /// Runs a monitor until so much time has passed.
    private func run(_ harness: TaskPollingHarness, until end: Duration) async throws {
        let monitor = harness.monitor
        async let running: Void = monitor.run()
        try await harness.waitForFirstTasks()
        while harness.time.uptime() < end {
            // The rounds' pause, and that of the tasks.
            try await harness.time.advance(sleepers: 2)
        }
        monitor.stop()
        await running
    }

    /// When the rounds began, in seconds.
    private func rounds(_ harness: TaskPollingHarness) -> [Double] {
        harness.ocp.requests.filter { $0.api == .clusters }.map(\.at.seconds)
    }

    /// An OCP that is throttled for 100 seconds as soon as it is asked for tasks; the first round is at
    /// 0, and the next would be at 30.
    private func throttled() async throws -> TaskPollingHarness {
        let harness = try TaskPollingHarness(Self.tenants)
        harness.answer { request in
            guard request.api == .logBackups, request.at < .seconds(60) else {
                return .fine(request, Self.tenants)
            }
            return .failure(429, headers: [HeaderField("Retry-After", "100")])
        }
        try await run(harness, until: .seconds(200))
        return harness
    }

    @Test func anOCPThatAsksToWaitBetweenRoundsMakesTheNextOneWait() async throws {
        let harness = try await throttled()
        #expect(rounds(harness).first == 0)
        #expect(rounds(harness).dropFirst().first == 100)
        let between = harness.ocp.requests.filter { $0.at > .zero && $0.at < .seconds(100) }
        #expect(between.isEmpty)
    }

    /// A list is under way when OCP asks to wait, and its next page is not asked for any more.
    @Test
    func whatOCPAsksToWaitCountsFromWhenItSaidSo() async throws {
        let harness = try TaskPollingHarness([1: [7, 8]]) { $0.maxConcurrentRequests = 8 }
        let time = harness.time
        harness.answer { request in
            guard request.api == .logBackups else { return .fine(request, [1: [7, 8]]) }
            guard request.tenant == 7 else {
                return .failure(429, headers: [HeaderField("Retry-After", "100")])
            }
            try await time.sleep(for: .seconds(30))
            return .success(#"{"contents":[{"tenantId":7}],"page":{"totalElements":2}}"#)
        }
        async let reading: Void = harness.readOnce()
        while harness.monitor.gate.closing == nil {
            try Task.checkCancellation()
            await Task.yield()
        }
        try await time.advance()
        try await reading
        #expect(harness.ocp.tasks.count == 3)
        #expect(harness.monitor.gate.throttling == .seconds(70))
    }

    @Test
    func aRoundThatOCPMakesWaitIsNotLate() async throws {
        let harness = try await throttled()
        #expect(harness.monitor.snapshot.statistics.lateRounds == 0)
        #expect(harness.log.lines("longer than the poll interval").isEmpty)
    }

    @Test func aRefusalBetweenRoundsMakesTheNextOneAnAttempt() async throws {
        let harness = try TaskPollingHarness(Self.tenants)
        harness.answer { request in
            request.api == .logBackups || request.at > .zero
                ? .failure(401) : .fine(request, Self.tenants)
        }
        try await run(harness, until: .seconds(400))
        let later = harness.ocp.requests.filter { $0.at > .zero }
        #expect(later.map(\.api) == rounds(harness).dropFirst().map { _ in .clusters })
        #expect(later.count <= 4, "a single request in growing pauses")
        #expect(harness.monitor.snapshot.lastRound?.isUp == false)
    }

    /// A reload with another interval of the rounds.
    @Test func aSuccessorAsksNothingThatIsNotDue() async throws {
        let harness = try TaskPollingHarness(Self.tenants)
        try await harness.readOnce()
        var settings = harness.monitor.settings
        settings.pollInterval = .seconds(30)
        let successor = OCPMonitor(
            id: 1,
            settings: settings,
            thresholds: ThresholdRules(),
            predecessor: harness.monitor,
            environment: harness.monitor.environment
        )
        let held = successor.snapshot.tasks
        #expect(held.subjects.count == 2)
        #expect(held.subjects.last?.facts.logBackups.answer?.count == 1)
        #expect(held.collectors.first { $0.name == "log_backups" }?.isUp == true)
        harness.answer { .fine($0, [1: [7, 8]]) }
        try await successor.readOnce(until: .seconds(1000))
        #expect(harness.ocp.tasks.isEmpty)
        #expect(harness.ocp.requests.contains { $0.api == .overview })
    }

    @Test func whoWaitsIsToldHowManyQuestionsThereAre() async throws {
        let harness = try TaskPollingHarness(Self.tenants)
        let count = AskedCount()
        var environment = harness.monitor.environment
        environment.count = count
        let monitor = OCPMonitor(
            settings: harness.monitor.settings,
            thresholds: ThresholdRules(),
            environment: environment
        )
        try await monitor.readOnce(until: .seconds(1000))
        // The list and the overview; then tenants, logs, data, two strategies and restores.
        let asked = 2 + harness.ocp.tasks.count
        #expect(harness.ocp.tasks.count == 6)
        #expect(count.words == "asked \(asked) of \(asked)")
    }
}
