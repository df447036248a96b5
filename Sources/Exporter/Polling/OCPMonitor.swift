import OCP
import Synchronization

/// Watches one OCP: polls it round after round and holds what it last said.
package final class OCPMonitor: Sendable {
    private struct State {
        var ocp: OCPState
        var order = PollOrder()
        /// Rounds begun, to ask for the version only now and then.
        var rounds = 0
        var isStopped = false
        /// When the next sign of life is due: a request that ended, a round that began.
        var nextSign: Duration
    }

    /// How often the version is asked for, in rounds.
    private static let roundsPerVersion = 60

    /// The settings that it was made with.
    package let settings: OCPSettings
    /// What all monitors share.
    let environment: PollingEnvironment
    private let state: Mutex<State>
    private let stopped: AsyncStream<Never>
    private let stopping: AsyncStream<Never>.Continuation

    /// Makes a monitor; `run()` starts it.
    ///
    /// - Parameters:
    ///   - settings: the OCP.
    ///   - thresholds: what counts as late.
    ///   - predecessor: what a monitor of the same OCP with other settings knew.
    ///   - environment: what all monitors share.
    init(
        settings: OCPSettings,
        thresholds: ThresholdRules,
        predecessor: OCPSnapshot? = nil,
        environment: PollingEnvironment
    ) {
        self.settings = settings
        self.environment = environment
        var ocp = OCPState(settings: settings, thresholds: thresholds)
        if let predecessor {
            ocp.inherit(predecessor)
        }
        let start = environment.time.uptime()
        let nextSign = start + settings.connection.timeout + Self.patience
        state = Mutex(State(ocp: ocp, nextSign: nextSign))
        (stopped, stopping) = AsyncStream.makeStream()
    }

    /// What is known now.
    package var snapshot: OCPSnapshot {
        state.withLock { $0.ocp.snapshot }
    }

    /// Takes over changed thresholds without polling anew.
    func apply(_ thresholds: ThresholdRules) {
        state.withLock { state in
            guard state.ocp.thresholds != thresholds else { return }
            state.ocp.apply(thresholds)
        }
    }

    /// Polls until the task is cancelled or the monitor is stopped.
    func run() async {
        guard !state.withLock(\.isStopped) else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // Only cancellation ends it with an error.
                try? await self.poll()
            }
            group.addTask { for await _ in self.stopped {} }
            await group.next()
            group.cancelAll()
        }
    }

    /// Ends `run()`; the OCP is no longer configured.
    func stop() {
        state.withLock { $0.isStopped = true }
        stopping.finish()
    }

    /// Runs one round and takes over its result; `once` uses it alone.
    ///
    /// - Throws: `CancellationError`.
    func round() async throws {
        _ = try await round(makeClient(), isProbation: false)
    }

    /// A client that counts what it does here.
    func makeClient() -> OCPClient {
        OCPClient(
            settings: settings.connection,
            credentials: settings.credentials,
            transport: environment.transport,
            now: { [time = environment.time] in time.now() },
            observe: { [weak self] record in self?.count(record) }
        )
    }

    private func count(_ record: RequestRecord) {
        state.withLock { $0.ocp.count(record) }
        expectSign(after: settings.connection.timeout)
    }

    /// Takes note of a sign of life, and of when the next one must come.
    ///
    /// - Parameter duration: the longest that nothing may happen if all is well; while requests are
    ///   under way that is the deadline of one.
    func expectSign(after duration: Duration) {
        let due = environment.time.uptime() + duration + Self.patience
        state.withLock { $0.nextSign = due }
    }

    /// Whether the poller has shown no sign of life when it had to, by a clock that only grows.
    func isStuck(at uptime: Duration) -> Bool {
        state.withLock { $0.nextSign < uptime }
    }

    /// How late a sign of life may be: pauses between attempts, and a machine that is very busy.
    private static let patience: Duration = .seconds(30)

    /// Runs one round and takes over its result.
    ///
    /// - Parameters:
    ///   - client: asks OCP.
    ///   - isProbation: whether OCP has refused us and not let us in since.
    /// - Returns: what it found out.
    /// - Throws: `CancellationError`.
    func round(_ client: OCPClient, isProbation: Bool) async throws -> RoundResult {
        let plan = state.withLock { state in
            defer { state.rounds += 1 }
            return RoundPlan(
                known: state.ocp.known,
                order: state.order,
                hanging: state.ocp.hanging,
                answerTime: state.ocp.answerTime,
                isProbation: isProbation,
                wantsVersion: state.rounds.isMultiple(of: Self.roundsPerVersion)
                    || state.ocp.snapshot.statistics.version == nil
            )
        }
        let result = try await PollRound(
            client: client,
            selection: settings.clusters,
            concurrency: settings.maxConcurrentRequests,
            budget: settings.pollInterval,
            plan: plan,
            time: environment.time,
            random: environment.random
        ).run()
        let now = environment.time.now()
        let events = state.withLock { state in
            state.order.take(
                selected: (result.selected ?? plan.known).map(\.id),
                answered: result.answered,
                throttled: result.throttled
            )
            return state.ocp.apply(result, at: now)
        }
        for event in events {
            event.log(to: environment.logger, ocp: settings.name)
        }
        return result
    }

    /// Counts a round that begins late.
    ///
    /// - Returns: true if it is the first.
    func countLateRound() -> Bool {
        state.withLock { state in
            state.ocp.countLateRound()
            return state.ocp.snapshot.statistics.lateRounds == 1
        }
    }
}
