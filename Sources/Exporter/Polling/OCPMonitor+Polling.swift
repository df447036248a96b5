import OCP

extension OCPMonitor {
    /// How often the secret is looked at while OCP refuses it.
    private static let secretCheckInterval: Duration = .seconds(5)

    /// Polls until the task is cancelled.
    ///
    /// - Throws: `CancellationError`.
    func poll() async throws {
        let client = makeClient()
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (ready, becoming) = AsyncStream<Never>.makeStream()
            group.addTask {
                try await self.poll(client) { becoming.finish() }
            }
            if settings.tenants.mode != .off {
                group.addTask {
                    for await _ in ready {}
                    try Task.checkCancellation()
                    try await self.pollTasks(client)
                }
            }
            try await group.waitForAll()
        }
    }

    /// Runs round after round until the task is cancelled.
    ///
    /// - Parameters:
    ///   - client: asks OCP.
    ///   - gotIn: is called after each round that was let in.
    /// - Throws: `CancellationError`.
    private func poll(_ client: OCPClient, gotIn: () -> Void) async throws {
        let watch = CredentialsWatch(settings: settings, logger: environment.logger)
        watch.warnOfExposure(await client.credentialsState)
        var schedule = RoundSchedule(interval: settings.pollInterval)
        var given: Set<String> = []
        while true {
            try await awaitQuota()
            let start = environment.time.uptime()
            let credentials = await client.credentialsState
            watch.report(credentials)
            requests.expectSign(after: settings.connection.timeout)
            let ended = try await round(client)
            if ended.result.isUp { gotIn() }
            let pause = schedule.pause(
                took: environment.time.uptime() - start,
                gate: ended.pause,
                random: environment.random()
            )
            if pause.isLate {
                countLateRound()
                if let advice = ended.result.adviceWhenLate, given.insert(advice).inserted {
                    environment.logger.warn(
                        "a round took longer than the poll interval: \(advice); later ones are only"
                            + " counted",
                        ["ocp": settings.name]
                    )
                }
            }
            requests.expectSign(after: pause.duration)
            if try await wait(pause, client, credentials) {
                gate.credentialsChanged()
            }
        }
    }

    /// Waits as long as OCP has asked to since the last round, in answers about tenants or tasks.
    private func awaitQuota() async throws {
        let rest = gate.throttling
        guard rest > .zero else { return }
        requests.expectSign(after: rest)
        try await environment.time.sleep(for: rest)
    }

    /// Waits for the next round, after a refusal in slices, to see changed credentials soon.
    ///
    /// - Returns: true if changed credentials ended the wait.
    private func wait(
        _ pause: RoundSchedule.Pause,
        _ client: OCPClient,
        _ credentials: CredentialsState
    ) async throws -> Bool {
        guard pause.endsWithNewCredentials else {
            try await environment.time.sleep(for: pause.duration)
            return false
        }
        var rest = pause.duration
        while rest > .zero {
            let slice = min(rest, Self.secretCheckInterval)
            try await environment.time.sleep(for: slice)
            rest -= slice
            if await client.credentialsState.version != credentials.version { return true }
        }
        return false
    }
}

extension RoundResult {
    /// What to do about a round that took longer than the interval; nil if it is an OCP that cannot be
    /// polled that took the time, which is told as such.
    fileprivate var adviceWhenLate: String? {
        guard isUp else { return nil }
        let isWaiting = overviews.last.values.contains { $0.failure?.reason.mayPass == true }
        return isWaiting
            ? "clusters that are not readable were waited for and asked again; mend those first"
            : "raise poll_interval or max_concurrent_requests"
    }
}
