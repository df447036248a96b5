import OCP

extension OCPMonitor {
    /// How often the secret is looked at while OCP refuses it.
    private static let secretCheckInterval: Duration = .seconds(5)

    /// Polls until the task is cancelled.
    ///
    /// - Throws: `CancellationError`.
    func poll() async throws {
        let client = makeClient()
        let watch = CredentialsWatch(settings: settings, logger: environment.logger)
        watch.warnOfExposure(await client.credentialsState)
        var pacing = RoundPacing(interval: settings.pollInterval)
        while true {
            let start = environment.time.uptime()
            let credentials = await client.credentialsState
            watch.report(credentials)
            expectSign(after: settings.connection.timeout)
            let result = try await round(client, isProbation: pacing.refusals > 0)
            let pause = pacing.pause(
                after: result.stop,
                isLetIn: result.isLetIn,
                took: environment.time.uptime() - start,
                random: environment.random()
            )
            if pause.isLate, countLateRound() {
                warnOfLateRounds()
            }
            environment.roundEnded()
            expectSign(after: pause.duration)
            if try await wait(pause, client, credentials) {
                pacing.credentialsChanged()
            }
        }
    }

    private func warnOfLateRounds() {
        environment.logger.warn(
            "a round took longer than the poll interval: raise poll_interval or"
                + " max_concurrent_requests; later ones are only counted",
            ["ocp": settings.name]
        )
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
            let slice = min(rest, Self.secretCheckInterval)
            try await environment.time.sleep(for: slice)
            rest -= slice
            if await client.credentialsState.version != credentials.version { return true }
        }
        return false
    }
}
