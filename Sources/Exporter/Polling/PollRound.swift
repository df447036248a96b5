import OCP

/// One round: find the clusters of one OCP and ask each for its backup overview.
///
/// - One request goes out alone until one has shown that the credentials are accepted, so that a
///   wrong password costs one failed log-on a round, however many clusters there are.
/// - HTTP 401 and 429 end the round.
/// - Failed polls that may be retried wait until every other cluster has been asked once.
/// - When many polls in a row fail without an answer, `/api/v2/time` decides whether OCP is gone,
///   which ends the round, or only some of its clusters hang.
struct PollRound: Sendable {
    let client: OCPClient
    let selection: ClusterSelection
    let concurrency: Int
    /// How long after its start the round may still begin retries.
    let budget: Duration
    /// Clusters known from earlier rounds, for when the list fails.
    let known: [ClusterSummary]
    /// Whether the round before was refused: then nothing follows the first request unless that
    /// one is let in.
    let isProbation: Bool
    /// Whether to ask for OCP's version, which changes seldom.
    let wantsVersion: Bool
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
        var result = RoundResult()
        let progress = RoundProgress()
        try await discover(progress, &result)
        let clusters = result.selected ?? known
        if progress.stop == nil, progress.isLetIn || !isProbation {
            try await pollAll(clusters, progress, since: start)
        }
        if progress.stop == nil, progress.isLetIn || !isProbation {
            try await askForTime(&result)
        }
        result.polls = progress.polls
        result.stop = progress.stop
        result.isLetIn = progress.isLetIn
        result.duration = (time.uptime() - start).seconds
        return result
    }

    /// Reads the list, or with fixed ids asks something cheap that needs the credentials.
    private func discover(_ progress: RoundProgress, _ result: inout RoundResult) async throws {
        if selection.needsList {
            do {
                let list = try await retrying(progress) { try await client.clusters() }
                result.selected = selection.select(from: list.value)
                result.malformedFields += list.malformedFields
                progress.succeed()
            } catch let error as OCPError {
                result.listFailure = error
                progress.fail(error)
            }
        } else {
            result.selected = selection.ids.map { ClusterSummary(id: $0, name: nil) }
        }
        guard progress.stop == nil, selection.needsList ? progress.isLetIn && wantsVersion : true
        else { return }
        do {
            result.version = try await client.info().version
            progress.succeed()
        } catch let error as OCPError {
            progress.fail(error)
        }
    }

    private func pollAll(
        _ clusters: [ClusterSummary],
        _ progress: RoundProgress,
        since start: Duration
    ) async throws {
        var pending = clusters.map(\.id)
        for attempt in 1...Self.attempts where !pending.isEmpty {
            if attempt > 1 {
                guard time.uptime() - start < budget else { break }
                try await time.sleep(for: backOff(attempt))
            }
            pending = try await pass(pending, progress)
            if progress.stop != nil { break }
        }
    }

    /// Asks each cluster once.
    ///
    /// - Returns: those that may be asked again.
    private func pass(_ ids: [Int64], _ progress: RoundProgress) async throws -> [Int64] {
        let queue = PollQueue(ids)
        var alone = 0
        while !progress.isLetIn, alone < Self.attempts, try await pollNext(queue, progress) {
            alone += 1
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<min(concurrency, queue.count) {
                group.addTask { while try await pollNext(queue, progress) {} }
            }
            try await group.waitForAll()
        }
        return queue.again
    }

    /// Asks the next cluster of the queue.
    ///
    /// - Returns: false if there was none, or if the round has ended.
    private func pollNext(_ queue: PollQueue, _ progress: RoundProgress) async throws -> Bool {
        guard progress.stop == nil, let id = queue.next() else { return false }
        if try await poll(id, progress) {
            queue.repeatLater(id)
        }
        return true
    }

    /// Asks one cluster once, and records what came.
    ///
    /// - Returns: true if it failed in a way that may pass.
    private func poll(_ id: Int64, _ progress: RoundProgress) async throws -> Bool {
        let start = time.uptime()
        do {
            let overviews = try await client.overview(of: id)
            let duration = (time.uptime() - start).seconds
            progress.record(id, .success(overviews, duration: duration, at: time.now()))
            progress.succeed()
            return false
        } catch let error as OCPError {
            progress.record(id, .failure(error, duration: (time.uptime() - start).seconds))
            progress.fail(error)
            if progress.takeSilentStreak(of: max(2 * concurrency, 8)) {
                try await checkThatOCPLives(progress)
            }
            return error.reason.mayPass
        }
    }

    /// Asks what needs no log-on and no cluster; no answer to that either means that OCP is gone.
    private func checkThatOCPLives(_ progress: RoundProgress) async throws {
        do {
            _ = try await client.time()
        } catch let error as OCPError where error.reason.isSilence {
            progress.end(.unreachable(error))
        } catch is OCPError {
            // It answered, if not with the time: it lives.
        }
    }

    private func askForTime(_ result: inout RoundResult) async throws {
        do {
            result.clockOffset = try await client.time().offset
        } catch is OCPError {
            // Counted by the client; a clock that cannot be read is no reason to doubt the rest.
        }
    }

    /// Repeats a request of the round's beginning; when OCP does not answer at all, it is asked for
    /// the time before it is given up.
    private func retrying<Value: Sendable>(
        _ progress: RoundProgress,
        _ body: () async throws -> Value
    ) async throws -> Value {
        for attempt in 1..<(isProbation ? 1 : Self.attempts) {
            do {
                return try await body()
            } catch let error as OCPError where error.reason.mayPass {
                try await time.sleep(for: backOff(attempt + 1))
            }
        }
        do {
            return try await body()
        } catch let error as OCPError where error.reason.isSilence {
            try await checkThatOCPLives(progress)
            throw error
        }
    }

    /// Half a second before the second attempt, a second before the third, the half of it random.
    private func backOff(_ attempt: Int) -> Duration {
        .milliseconds(Int((250 + 250 * random()) * Double(1 << min(attempt - 1, 4))))
    }
}

extension FailureReason {
    /// A second attempt in the same round may succeed.
    var mayPass: Bool {
        switch self {
        case .connect, .timeout, .serverError: true
        default: false
        }
    }

    /// Nothing answered.
    var isSilence: Bool {
        switch self {
        case .dns, .connect, .tls, .timeout: true
        default: false
        }
    }
}
