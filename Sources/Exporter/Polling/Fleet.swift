import OCP
import Synchronization

/// All configured OCPs: starts and stops their monitors as the configuration changes.
package final class Fleet: Sendable {
    private struct State {
        var monitors: [OCPMonitor] = []
    }

    private let environment: PollingEnvironment
    private let state = Mutex(State())
    private let starts: AsyncStream<OCPMonitor>
    private let starting: AsyncStream<OCPMonitor>.Continuation

    /// Makes an empty fleet.
    package init(environment: PollingEnvironment) {
        self.environment = environment
        (starts, starting) = AsyncStream.makeStream()
    }

    /// What is known of each OCP now, in the order of the configuration.
    package var snapshots: [OCPSnapshot] {
        state.withLock { $0.monitors }.map(\.snapshot)
    }

    /// The names of OCPs whose pollers have shown no sign of life for longer than can be.
    func stuck(at uptime: Duration) -> [String] {
        state.withLock { $0.monitors }.filter { $0.isStuck(at: uptime) }.map(\.settings.name)
    }

    /// Takes over a configuration: OCPs that did not change go on as they are, removed ones end,
    /// new ones start.
    package func apply(_ ocps: [OCPSettings], thresholds: ThresholdRules) {
        let (ended, begun) = state.withLock { state in
            let before = state.monitors
            state.monitors = ocps.map { settings in
                if let same = before.first(where: { $0.settings == settings }) { return same }
                let predecessor = before.first { old in
                    old.settings.name == settings.name
                        && old.settings.connection.baseURL == settings.connection.baseURL
                }
                return OCPMonitor(
                    settings: settings,
                    thresholds: thresholds,
                    predecessor: predecessor?.snapshot,
                    environment: environment
                )
            }
            let after = state.monitors
            return (
                before.filter { old in !after.contains { $0 === old } },
                after.filter { new in !before.contains { $0 === new } }
            )
        }
        for monitor in state.withLock({ $0.monitors }) {
            monitor.apply(thresholds)
        }
        ended.forEach { $0.stop() }
        begun.forEach { starting.yield($0) }
        environment.roundEnded()
    }

    /// Runs every monitor until the task is cancelled.
    package func run() async {
        await withDiscardingTaskGroup { group in
            for await monitor in starts {
                group.addTask { await monitor.run() }
            }
            group.cancelAll()
        }
    }

    /// Runs one round of every OCP, and returns when all have ended.
    package func runOnce() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for monitor in state.withLock({ $0.monitors }) {
                group.addTask { try await monitor.round() }
            }
            try await group.waitForAll()
        }
    }
}
