package import OCP
import Synchronization

/// All configured OCPs: starts and stops their monitors as the configuration changes.
package final class Fleet: Sendable {
    private struct State {
        var monitors: [OCPMonitor] = []
        var lastID = 0
    }

    private let environment: PollingEnvironment
    private let state = Mutex(State())
    private let starts: AsyncStream<OCPMonitor>
    private let starting: AsyncStream<OCPMonitor>.Continuation

    /// Makes an empty fleet.
    init(environment: PollingEnvironment) {
        self.environment = environment
        (starts, starting) = AsyncStream.makeStream()
    }

    /// How many OCPs are configured.
    var count: Int { state.withLock(\.monitors.count) }

    /// What is known of each OCP now, in the order of the configuration.
    var snapshots: [OCPSnapshot] {
        state.withLock(\.monitors).map(\.snapshot)
    }

    /// The names of OCPs whose pollers have shown no sign of life for longer than can be.
    func stuck(at uptime: Duration) -> [String] {
        state.withLock(\.monitors).filter { $0.requests.isStuck(at: uptime) }.map(\.settings.name)
    }

    /// Takes over a configuration: OCPs that did not change go on as they are, removed ones end,
    /// new ones start.
    ///
    /// One call at a time; two at once could leave the older configuration in force.
    func apply(_ ocps: [OCPSettings], thresholds: ThresholdRules) {
        let before = state.withLock(\.monitors)
        let after = ocps.map { settings in
            before.first { $0.settings == settings }
                ?? monitor(settings, thresholds, among: before)
        }
        state.withLock { $0.monitors = after }
        environment.publish(.configured(after.map { ($0.id, $0.snapshot) }))
        for monitor in after { monitor.apply(thresholds) }
        for old in before where !after.contains(where: { $0 === old }) { old.stop() }
        for new in after where !before.contains(where: { $0 === new }) { starting.yield(new) }
    }

    private func monitor(
        _ settings: OCPSettings,
        _ thresholds: ThresholdRules,
        among before: [OCPMonitor]
    ) -> OCPMonitor {
        let predecessor = before.first { old in
            old.settings.name == settings.name
                && old.settings.connection.baseURL == settings.connection.baseURL
        }
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return OCPMonitor(
            id: id,
            settings: settings,
            thresholds: thresholds,
            predecessor: predecessor,
            environment: environment
        )
    }

    /// Runs every monitor until the task is cancelled.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await monitor in starts {
                group.addTask { await monitor.run() }
            }
            group.cancelAll()
        }
    }

    /// Reads everything of every OCP of a configuration once.
    ///
    /// - Parameters:
    ///   - settings: the configuration.
    ///   - transport: sends requests.
    ///   - timeout: when the last request may begin, after the start.
    ///   - time: the clock.
    ///   - count: counts what was asked.
    ///   - logger: takes what changes.
    /// - Returns: what is known after it.
    /// - Throws: `CancellationError`.
    package static func polledOnce(
        _ settings: Settings,
        _ transport: any Transport,
        timeout: Duration = .seconds(300),
        time: any TimeSource = SystemTime(),
        count: AskedCount? = nil,
        _ logger: Logger
    ) async throws -> [OCPSnapshot] {
        let fleet = Fleet(
            environment: PollingEnvironment(
                transport: transport,
                time: time,
                logger: logger,
                count: count
            )
        )
        fleet.apply(settings.ocps, thresholds: settings.thresholds)
        return try await fleet.readOnce(until: time.uptime() + timeout)
    }

    /// Reads everything of every OCP once.
    ///
    /// - Parameter deadline: when the last request may begin, in uptime.
    /// - Returns: what is known after it.
    /// - Throws: `CancellationError`.
    func readOnce(until deadline: Duration) async throws -> [OCPSnapshot] {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for monitor in state.withLock(\.monitors) {
                group.addTask { try await monitor.readOnce(until: deadline) }
            }
            try await group.waitForAll()
        }
        return snapshots
    }
}

/// What all monitors share.
struct PollingEnvironment: Sendable {
    /// Sends requests.
    var transport: any Transport
    /// The clocks.
    var time: any TimeSource = SystemTime()
    /// Random numbers in 0..<1.
    var random: @Sendable () -> Double = { .random(in: 0..<1) }
    /// The log.
    var logger: Logger
    /// Counts what was asked, for who waits for it.
    var count: AskedCount?
    /// Takes what is known anew, after each round and when the configuration changed.
    var publish: @Sendable (FleetState.Change) -> Void = { _ in }
}
