import OCP

/// One round: find the clusters of one OCP and ask each for its backup overview.
///
/// - One request goes out alone until one has shown that the credentials are accepted, so that a
///   wrong password costs one failed log-on a round, however many clusters there are.
/// - HTTP 401 and 429 end the round.
/// - Failed polls that may be retried wait until every other cluster has been asked once.
/// - OCP's version and time are asked for beside the last polls if all is well, else after them.
/// - When many polls in a row fail without an answer, `/api/v2/time` decides whether OCP is gone,
///   which ends the round, or only some of its clusters hang.
struct PollRound: Sendable {
    let client: OCPClient
    let selection: ClusterSelection
    let concurrency: Int
    /// How long after its start the round may still begin retries.
    let budget: Duration
    let plan: RoundPlan
    let time: any TimeSource
    /// Random numbers in 0..<1 for jitter.
    let random: @Sendable () -> Double

    /// Attempts for each request in one round, the first included.
    static let attempts = 3

    /// Runs the round.
    ///
    /// - Throws: `CancellationError` only; whatever OCP does is part of the result.
    func run() async throws -> RoundResult {
        let start = time.uptime()
        let deadline = start + budget
        let progress = RoundProgress()
        var result = RoundResult()
        try await discover(progress, &result, until: deadline)
        let clusters = result.selected ?? plan.known
        if mayGoOn(progress) {
            try await pollAll(plan.order.arrange(clusters.map(\.id)), progress, until: deadline)
        }
        if mayGoOn(progress) {
            try await askAboutOCP(progress)
        }
        result.version = progress.version ?? result.version
        result.clockOffset = progress.clockOffset
        result.polls = progress.polls
        result.answered = progress.answered
        result.stop = progress.stop
        result.isLetIn = progress.isLetIn
        result.duration = (time.uptime() - start).seconds
        return result
    }

    private func mayGoOn(_ progress: RoundProgress) -> Bool {
        progress.stop == nil && (progress.isLetIn || !plan.isProbation)
    }

    /// Reads the list, or with fixed ids asks something cheap that needs the credentials.
    private func discover(
        _ progress: RoundProgress,
        _ result: inout RoundResult,
        until deadline: Duration
    ) async throws {
        guard selection.needsList else {
            result.selected = selection.select(from: [])
            do {
                let info = try await retrying(progress, until: deadline) { try await client.info() }
                result.version = info.version
                progress.succeed()
            } catch let error as OCPError {
                result.logOnFailure = error
                progress.fail(error)
            }
            return
        }
        do {
            let list = try await retrying(progress, until: deadline) {
                try await client.clusters(inFlight: concurrency)
            }
            result.selected = selection.select(from: list.value)
            result.malformedFields = list.malformedFields
            progress.succeed()
        } catch let error as OCPError {
            result.listFailure = error
            progress.fail(error)
        }
    }

    /// Asks what no cluster waits for, unless it was asked already.
    ///
    /// One after the other, so that a single request is in flight.
    func askAboutOCP(_ progress: RoundProgress) async throws {
        guard progress.beginQuestions() else { return }
        if plan.wantsVersion, selection.needsList, progress.isLetIn {
            do {
                progress.note(version: try await client.info().version)
            } catch let error as OCPError {
                progress.fail(error)
            }
        }
        guard progress.stop == nil else { return }
        do {
            progress.note(clockOffset: try await client.time().offset)
        } catch is OCPError {
            // Counted by the client; a clock that cannot be read is no reason to doubt the rest.
        }
    }

    /// Repeats a request of the round's beginning; when OCP does not answer at all, it is asked for
    /// the time before it is given up.
    private func retrying<Value: Sendable>(
        _ progress: RoundProgress,
        until deadline: Duration,
        _ body: () async throws -> Value
    ) async throws -> Value {
        var attempt = 1
        while true {
            do {
                return try await body()
            } catch let error as OCPError {
                let isLast = plan.isProbation || attempt == Self.attempts
                guard error.reason.mayPass, !isLast, time.uptime() < deadline else {
                    if error.reason.isSilence {
                        try await checkThatOCPLives(progress)
                    }
                    throw error
                }
            }
            attempt += 1
            try await time.sleep(for: backOff(attempt))
        }
    }

    /// Asks what needs no log-on and no cluster; no answer to that either means that OCP is gone.
    func checkThatOCPLives(_ progress: RoundProgress) async throws {
        do {
            _ = try await client.time()
        } catch let error as OCPError where error.reason.isSilence {
            progress.end(.unreachable(error))
        } catch is OCPError {
            // It answered, if not with the time: it lives.
        }
    }

    /// Up to half a second before the second attempt, a second before the third, half of it random.
    func backOff(_ attempt: Int) -> Duration {
        .milliseconds(Int((250 + 250 * random()) * Double(1 << min(max(attempt, 2) - 2, 4))))
    }
}
