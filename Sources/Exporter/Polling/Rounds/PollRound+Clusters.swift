import OCP

extension PollRound {
    /// Requests in flight at most while no answer has shown that the credentials are accepted: far
    /// below the 20 failed log-ons after which OCP locks an account.
    static let unprovenConcurrency = 4
    /// Requests in flight at first, where that is enough.
    ///
    /// An OCP that answers each of them within ``look`` keeps this process busy with them. More
    /// would only wait for one another, on as many connections: with 256 a poll costs a third more.
    static let leastConcurrency = 16
    /// How often is looked whether twice as many are needed: they are if twice in a row fewer than
    /// ``leastConcurrency``, or than a quarter of those in flight, were answered meanwhile.
    ///
    /// So an OCP that stands still for a moment is not met with hundreds of new connections, and one
    /// that takes 50 ms for each answer has 256 requests to answer after 32 ms, or at once if it took
    /// as long in the last round.
    static let look: Duration = .milliseconds(4)

    /// Requests in flight at first: as many as bring ``leastConcurrency`` answers in each ``look`` if
    /// OCP takes as long as in the last round.
    private var firstConcurrency: Int {
        let wanted = plan.answerTime / Self.look.seconds * Double(Self.leastConcurrency)
        return Int(min(max(wanted, Double(Self.leastConcurrency)), Double(concurrency)))
    }

    /// Asks every cluster once, and then again those that failed in a way that may pass.
    ///
    /// - Parameters:
    ///   - ids: the clusters, in the order in which to ask them.
    ///   - progress: takes what comes.
    ///   - deadline: when the last retry may begin.
    /// - Throws: `CancellationError`.
    func pollAll(
        _ ids: [Int64],
        _ progress: RoundProgress,
        until deadline: Duration
    ) async throws {
        var pending = try await pass(ids, progress, until: nil)
        for attempt in 2...Self.attempts {
            guard !pending.isEmpty, progress.stop == nil, time.uptime() < deadline else { return }
            try await time.sleep(for: backOff(attempt))
            pending = try await pass(pending, progress, until: deadline)
        }
    }

    /// Asks each cluster once.
    ///
    /// - Returns: those that may be asked again.
    private func pass(
        _ ids: [Int64],
        _ progress: RoundProgress,
        until deadline: Duration?
    ) async throws -> [Int64] {
        let queue = PollQueue(ids)
        var alone = 0
        while !progress.isLetIn, alone < Self.attempts,
            try await pollNext(queue, progress, until: deadline)
        {
            alone += 1
        }
        let limit = progress.isLetIn ? concurrency : min(concurrency, Self.unprovenConcurrency)
        try await withThrowingTaskGroup(of: Void.self) { group in
            func add(_ workers: Int) {
                for _ in 0..<workers {
                    group.addTask(executorPreference: client.executor) {
                        while try await pollNext(queue, progress, until: deadline) {}
                        // Others wait for their last answers meanwhile. Where something has failed,
                        // there may be more attempts, and what they find out comes first.
                        if progress.isFlawless { try await askAboutOCP(progress) }
                    }
                }
            }
            var workers = min(limit, firstConcurrency, queue.count)
            var waiting = queue.count - workers
            add(workers)
            var slowLooks = 0
            while workers < limit, waiting > 0, progress.stop == nil {
                try await time.sleep(for: Self.look)
                let before = waiting
                waiting = queue.count
                let isSlow = before - waiting < max(Self.leastConcurrency, workers / 4)
                slowLooks = isSlow ? slowLooks + 1 : 0
                // Twice in a row, for one look may fall into a moment in which nothing ran.
                guard slowLooks > 1 else { continue }
                let others = min(workers, limit - workers, waiting)
                add(others)
                workers += others
                waiting -= others
                slowLooks = 0
            }
            try await group.waitForAll()
        }
        return queue.again
    }

    /// Asks the next cluster of the queue.
    ///
    /// - Returns: false if there was none, or if the round or its time has ended.
    private func pollNext(
        _ queue: PollQueue,
        _ progress: RoundProgress,
        until deadline: Duration?
    ) async throws -> Bool {
        if let deadline, time.uptime() >= deadline { return false }
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
            if progress.takeSilentStreak(of: max(8, min(2 * concurrency, 64))) {
                try await checkThatOCPLives(progress)
            }
            return error.reason.mayPass
                && !(error.reason == .timeout && plan.hanging.contains(id))
        }
    }
}
