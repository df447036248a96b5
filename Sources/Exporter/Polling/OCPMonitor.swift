package import OCP
import Synchronization

/// Watches one OCP: polls it round after round and holds what it last said.
package final class OCPMonitor: Sendable {
    private struct State {
        var ocp: OCPState
        /// Rounds begun, to ask for the version only now and then.
        var rounds = 0
        var credentialsProblem: FileProblem?
    }

    /// The settings that it was made with.
    package let settings: OCPSettings
    private let environment: PollingEnvironment
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
        state = Mutex(State(ocp: ocp))
        (stopped, stopping) = AsyncStream.makeStream()
    }

    /// What is known now.
    package var snapshot: OCPSnapshot {
        state.withLock { $0.ocp.snapshot }
    }

    /// Takes over changed thresholds without polling anew.
    func apply(_ thresholds: ThresholdRules) {
        state.withLock { $0.ocp.apply(thresholds) }
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

    /// Polls until the task is cancelled.
    ///
    /// - Throws: `CancellationError`.
    private func poll() async throws {
        let client = makeClient()
        warnAboutCredentials(client.credentialsState)
        var pacing = RoundPacing(interval: settings.pollInterval)
        while true {
            let credentials = client.credentialsState
            report(credentials.problem)
            let result = try await round(client, isProbation: pacing.refusals > 0)
            let pause = pacing.pause(
                after: result.stop,
                took: .seconds(result.duration),
                random: environment.random()
            )
            if pause.isLate {
                countLateRound()
            }
            environment.roundEnded()
            if try await wait(pause, client, credentials) {
                pacing.credentialsChanged()
            }
        }
    }

    /// Runs one round and takes over its result; `once` uses it alone.
    @discardableResult
    func round() async throws -> RoundSummary? {
        _ = try await round(makeClient(), isProbation: false)
        return snapshot.lastRound
    }

    private func makeClient() -> OCPClient {
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
    }

    private func round(_ client: OCPClient, isProbation: Bool) async throws -> RoundResult {
        let (known, rounds) = state.withLock { state in
            defer { state.rounds += 1 }
            return (state.ocp.known, state.rounds)
        }
        let result = try await PollRound(
            client: client,
            selection: settings.clusters,
            concurrency: settings.maxConcurrentRequests,
            budget: settings.pollInterval,
            known: known.rotated(by: rounds * settings.maxConcurrentRequests),
            isProbation: isProbation,
            wantsVersion: rounds.isMultiple(of: 60) || snapshot.statistics.version == nil,
            time: environment.time,
            random: environment.random
        ).run()
        let events = state.withLock { $0.ocp.apply(result, at: environment.time.now()) }
        for event in events {
            event.log(to: environment.logger, ocp: settings.name)
        }
        return result
    }

    private func countLateRound() {
        let isFirst = state.withLock { state in
            state.ocp.countLateRound()
            return state.ocp.snapshot.statistics.lateRounds == 1
        }
        if isFirst {
            environment.logger.warn(
                "a round took longer than the poll interval: raise poll_interval or"
                    + " max_concurrent_requests; later ones are only counted",
                ["ocp": settings.name]
            )
        }
    }

    /// Waits for the next round, after a refusal in slices, to see changed credentials soon.
    ///
    /// - Returns: true if changed credentials ended the wait.
    private func wait(
        _ pause: RoundPacing.Pause,
        _ client: OCPClient,
        _ credentials: CredentialsState
    ) async throws -> Bool {
        guard pause.endsWithNewCredentials else {
            try await environment.time.sleep(for: pause.duration)
            return false
        }
        var rest = pause.duration
        while rest > .zero {
            let slice = min(rest, .seconds(5))
            try await environment.time.sleep(for: slice)
            rest -= slice
            if client.credentialsState.version != credentials.version { return true }
        }
        return false
    }

    /// Warns, once for each start, of ways in which the credentials may become known to others.
    private func warnAboutCredentials(_ credentials: CredentialsState) {
        let ocp = settings.name
        if credentials.exposure == .everyone {
            environment.logger.warn(
                "the file with the secret can be read by every user of this machine: chmod 0400",
                ["ocp": ocp]
            )
        }
        if !settings.connection.baseURL.isSecure, case .basic = settings.credentials {
            environment.logger.warn(
                "the password is sent over plain http: use https or an access key",
                ["ocp": ocp]
            )
        }
        if settings.connection.tls.insecureSkipVerify {
            environment.logger.warn(
                "insecure_skip_verify is on: anybody in between can read the credentials and make"
                    + " up answers",
                ["ocp": ocp]
            )
        }
    }

    /// Logs that the secret's file cannot be read, when that begins and when it ends.
    private func report(_ problem: FileProblem?) {
        let before = state.withLock { state in
            defer { state.credentialsProblem = problem }
            return state.credentialsProblem
        }
        guard problem != before else { return }
        if let problem {
            environment.logger.error(
                "the secret cannot be read; the last good one is used",
                ["ocp": settings.name, "err": problem.description]
            )
        } else {
            environment.logger.info("the secret can be read again", ["ocp": settings.name])
        }
    }
}

/// What all monitors share.
package struct PollingEnvironment: Sendable {
    /// Sends requests.
    package var transport: any Transport
    /// The clocks.
    package var time: any TimeSource
    /// Random numbers in 0..<1.
    package var random: @Sendable () -> Double
    /// The log.
    package var logger: Logger
    /// Called after each round, when there is something new to serve.
    package var roundEnded: @Sendable () -> Void

    /// Puts an environment together.
    package init(
        transport: any Transport,
        time: any TimeSource = SystemTime(),
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
        logger: Logger,
        roundEnded: @escaping @Sendable () -> Void
    ) {
        self.transport = transport
        self.time = time
        self.random = random
        self.logger = logger
        self.roundEnded = roundEnded
    }
}

extension Array {
    /// The same elements beginning further on, so that a round that is always cut short by
    /// throttling does not always leave out the same clusters.
    func rotated(by places: Int) -> [Element] {
        guard !isEmpty else { return [] }
        let start = places % count
        return Array(self[start...] + self[..<start])
    }
}
