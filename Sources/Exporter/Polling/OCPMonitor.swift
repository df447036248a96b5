import OCP
import Synchronization

/// Watches one OCP: polls it round after round, holds what it last said, and hands that on.
final class OCPMonitor: Sendable {
    /// What rounds change, and reloads.
    ///
    /// Its lock is held while patterns are tried on the names of all clusters, so that no thread takes
    /// it on which requests of others are waiting.
    private struct State {
        var ocp: OCPState
        var order = TargetOrder<Int64>()
        /// Rounds begun, to ask for the version only now and then.
        var rounds = 0
    }

    /// What every request changes.
    private struct Requests {
        var statistics: RequestStatistics
        /// When the next sign of life is due: a request that ended, a round that began.
        var nextSign: Duration
    }

    /// How often the version is asked for, in rounds.
    private static let roundsPerVersion = 60
    /// How late a sign of life may be: pauses between attempts, and a machine that is very busy.
    private static let patience: Duration = .seconds(30)

    /// Tells monitors apart.
    let id: Int
    /// The settings that it was made with.
    let settings: OCPSettings
    /// What all monitors share.
    let environment: PollingEnvironment
    /// The way to the OCP, for all collectors.
    let gate: OCPGate
    private let state: Mutex<State>
    private let requests: Mutex<Requests>
    private let publishing = Mutex(())
    private let stopped: AsyncStream<Never>
    private let stopping: AsyncStream<Never>.Continuation

    /// Makes a monitor; `run()` starts it.
    ///
    /// - Parameters:
    ///   - id: tells it from other monitors.
    ///   - settings: the OCP.
    ///   - thresholds: what counts as late.
    ///   - predecessor: what a monitor of the same OCP with other settings knew.
    ///   - environment: what all monitors share.
    init(
        id: Int = 0,
        settings: OCPSettings,
        thresholds: ThresholdRules,
        predecessor: OCPSnapshot? = nil,
        environment: PollingEnvironment
    ) {
        self.id = id
        self.settings = settings
        self.environment = environment
        gate = OCPGate(
            most: settings.maxConcurrentRequests,
            interval: settings.pollInterval,
            time: environment.time
        )
        state = Mutex(
            State(ocp: OCPState(settings: settings, thresholds: thresholds, after: predecessor))
        )
        requests = Mutex(
            Requests(
                statistics: predecessor?.requests ?? RequestStatistics(),
                nextSign: environment.time.uptime() + settings.connection.timeout + Self.patience
            )
        )
        (stopped, stopping) = AsyncStream.makeStream()
    }

    /// What is known now.
    var snapshot: OCPSnapshot {
        var snapshot = state.withLock { $0.ocp.snapshot }
        snapshot.requests = requests.withLock(\.statistics)
        return snapshot
    }

    /// Takes over changed thresholds without polling anew, and hands on what is late by them.
    func apply(_ thresholds: ThresholdRules) {
        let isNew = state.withLock { state in
            guard state.ocp.thresholds != thresholds else { return false }
            state.ocp.apply(thresholds)
            return true
        }
        if isNew { publish() }
    }

    /// Polls until the task is cancelled or the monitor is stopped.
    func run() async {
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
        stopping.finish()
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
        let due = environment.time.uptime() + settings.connection.timeout + Self.patience
        requests.withLock { requests in
            requests.statistics.count(record)
            requests.nextSign = due
        }
    }

    /// Takes note of a sign of life, and of when the next one must come.
    ///
    /// - Parameter duration: the longest that nothing may happen if all is well; while requests are
    ///   under way that is the deadline of one.
    func expectSign(after duration: Duration) {
        let due = environment.time.uptime() + duration + Self.patience
        requests.withLock { $0.nextSign = due }
    }

    /// Whether the poller has shown no sign of life when it had to, by a clock that only grows.
    func isStuck(at uptime: Duration) -> Bool {
        requests.withLock { $0.nextSign < uptime }
    }

    /// Runs one round, takes over what it found out, and hands it on; `once` uses it alone.
    ///
    /// - Parameter client: asks OCP.
    /// - Returns: what it found out, and how long nothing may be sent.
    /// - Throws: `CancellationError`.
    @discardableResult
    func round(_ client: OCPClient) async throws -> (result: RoundResult, pause: GatePause) {
        let plan = makePlan()
        gate.begin()
        let result: RoundResult
        do {
            result = try await OCPRound(
                client: client,
                gate: gate,
                selection: settings.clusters,
                budget: settings.pollInterval,
                plan: plan,
                time: environment.time,
                random: environment.random
            ).run()
        } catch {
            _ = gate.end()
            throw error
        }
        let pause = gate.end()
        let events = take(result, plan)
        for event in events {
            event.log(to: environment.logger, ocp: settings.name)
        }
        publish()
        return (result, pause)
    }

    /// Hands on what is known now.
    private func publish() {
        // What is handed on later was known later.
        publishing.withLock { _ in environment.publish(.known(monitor: id, snapshot)) }
    }

    private func makePlan() -> RoundPlan {
        state.withLock { state in
            defer { state.rounds += 1 }
            return RoundPlan(
                known: state.ocp.known,
                order: state.order,
                hanging: state.ocp.hanging,
                wantsVersion: state.rounds.isMultiple(of: Self.roundsPerVersion)
                    || state.ocp.snapshot.statistics.version == nil
            )
        }
    }

    private func take(_ result: RoundResult, _ plan: RoundPlan) -> [PollingEvent] {
        state.withLock { state in
            state.order.take(
                selected: (result.selected ?? plan.known).map(\.id),
                answered: result.overviews.order,
                throttled: result.overviews.throttled
            )
            return state.ocp.apply(result, at: environment.time.instant)
        }
    }

    /// Counts a round that begins late.
    func countLateRound() {
        state.withLock { $0.ocp.snapshot.statistics.lateRounds += 1 }
    }
}
