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

    /// How often the version is asked for, in rounds.
    private static let roundsPerVersion = 60
    /// Tells monitors apart.
    let id: Int
    /// The settings that it was made with.
    let settings: OCPSettings
    /// What all monitors share.
    let environment: PollingEnvironment
    /// The way to the OCP, for all collectors.
    let gate: OCPGate
    /// What is held of tenants and backup tasks.
    let tasks: Mutex<TaskState>
    private let state: Mutex<State>
    /// What its requests tell by themselves.
    let requests: RequestWatch
    /// When news were last handed on, in uptime.
    private let published: Mutex<Duration>
    private let stopped: AsyncStream<Never>
    private let stopping: AsyncStream<Never>.Continuation

    /// Makes a monitor; `run()` starts it.
    ///
    /// - Parameters:
    ///   - id: tells it from other monitors.
    ///   - settings: the OCP.
    ///   - thresholds: what counts as late.
    ///   - predecessor: a monitor of the same OCP with other settings.
    ///   - environment: what all monitors share.
    init(
        id: Int = 0,
        settings: OCPSettings,
        thresholds: ThresholdRules,
        predecessor: OCPMonitor? = nil,
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
        let now = environment.time.uptime()
        let before = predecessor?.snapshot
        state = Mutex(
            State(ocp: OCPState(settings: settings, thresholds: thresholds, after: before))
        )
        tasks = Mutex(
            TaskState(
                settings: settings,
                rules: thresholds,
                after: predecessor?.tasks.withLock(\.self),
                at: now
            )
        )
        requests = RequestWatch(settings, after: before?.requests, time: environment.time)
        published = Mutex(now)
        (stopped, stopping) = AsyncStream.makeStream()
    }

    /// What is known now.
    var snapshot: OCPSnapshot {
        var snapshot = state.withLock { $0.ocp.snapshot }
        snapshot.requests = requests.statistics
        let now = environment.time.instant
        snapshot.tasks = tasks.withLock { $0.snapshot(of: snapshot, at: now) }
        return snapshot
    }

    /// Takes over changed thresholds without polling anew, and hands on what is late by them.
    func apply(_ thresholds: ThresholdRules) {
        let isNew = state.withLock { state in
            guard state.ocp.thresholds != thresholds else { return false }
            state.ocp.apply(thresholds)
            return true
        }
        guard isNew else { return }
        tasks.withLock { $0.apply(thresholds) }
        publish()
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
            observe: { [requests] record in requests.count(record) }
        )
    }

    /// Runs one round, takes over what it found out, and hands it on.
    ///
    /// - Parameters:
    ///   - client: asks OCP.
    ///   - deadline: when the last request may begin, in uptime; nil if every cluster is to be asked,
    ///     however long that takes.
    /// - Returns: what it found out, and how long nothing may be sent.
    /// - Throws: `CancellationError`.
    @discardableResult
    func round(
        _ client: OCPClient,
        until deadline: Duration? = nil
    ) async throws -> (result: RoundResult, pause: GatePause) {
        let plan = makePlan()
        gate.begin()
        let result: RoundResult
        do {
            result = try await OCPRound(
                client: client,
                gate: gate,
                selection: settings.clusters,
                budget: settings.pollInterval,
                end: deadline,
                count: environment.count,
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
    func publish() {
        // What is handed on later was known later.
        published.withLock { published in
            environment.publish(.known(monitor: id, snapshot))
            published = environment.time.uptime()
        }
    }

    /// How long ago news were last handed on.
    var newsAge: Duration { environment.time.uptime() - published.withLock(\.self) }

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
            let events = state.ocp.apply(result, at: environment.time.instant)
            let snapshot = state.ocp.snapshot
            requests.expect(requestsPerRound: result.requestCount(snapshot))
            tasks.withLock { $0.take(snapshot) }
            return events
        }
    }

    /// Begins with clusters that somebody else has just asked for their overviews.
    func begin(with clusters: [ClusterSummary], _ overviews: Outcomes<Int64, [BackupOverview]>) {
        var result = RoundResult(selected: clusters)
        result.overviews = overviews
        result.isLetIn = true
        _ = take(result, RoundPlan())
        gate.begin()
        gate.letIn()
    }

    /// Counts what is odd about an answer about tenants or tasks.
    ///
    /// - Returns: what of it is worth logging.
    func noteOddities(of answer: Decoded<TaskAnswer>, _ question: TaskQuestion) -> [PollingEvent] {
        state.withLock { $0.ocp.note(answer, of: question) }
    }

    /// Counts a round that begins late.
    func countLateRound() {
        state.withLock { $0.ocp.snapshot.statistics.lateRounds += 1 }
    }
}
