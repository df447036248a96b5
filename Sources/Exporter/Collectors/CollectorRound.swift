import OCP

/// Asks the targets of a collector once, and then again those that failed in a way that may pass.
struct CollectorRound<Target: Hashable & Sendable, Answer: Sendable>: Sendable {
    let collector: Collector<Target, Answer>
    let client: OCPClient
    let gate: OCPGate
    let time: any TimeSource
    /// Random numbers in 0..<1 for jitter.
    let random: @Sendable () -> Double
    /// When the last first attempt may begin; nil if every target is to be asked, however long that
    /// takes.
    var end: Duration?
    /// Counts what was asked, for who waits for it.
    var count: AskedCount?

    /// Asks targets.
    ///
    /// - Parameters:
    ///   - targets: in the order in which to ask them.
    ///   - attempts: requests for each, the first included.
    ///   - once: those of them that are not asked again after a timeout.
    ///   - deadline: when the last retry may begin.
    ///   - beside: is called with a permit while the last answers are waited for, if all is well;
    ///     perhaps more than once.
    /// - Returns: what came of it.
    /// - Throws: `CancellationError` only; whatever OCP does is part of the result.
    func run(
        _ targets: [Target],
        attempts: Int = 3,
        once: Set<Target> = [],
        until deadline: Duration,
        beside: @escaping @Sendable () async throws -> Void = {}
    ) async throws -> Outcomes<Target, Answer> {
        let queue = TargetQueue<Target, Answer>(targets, once: once)
        count?.expect(targets.count)
        try await pass(queue, until: end, counting: count, beside)
        for attempt in 1..<attempts {
            guard gate.isOpen, time.uptime() < deadline, queue.hasRepeats else { break }
            try await time.sleep(for: backOff(attempt))
            queue.repeats()
            try await pass(queue, until: deadline, counting: nil, beside)
        }
        return queue.outcomes
    }

    /// Asks every target that waits, with a task for each permit.
    private func pass(
        _ queue: TargetQueue<Target, Answer>,
        until deadline: Duration?,
        counting count: AskedCount?,
        _ beside: @escaping @Sendable () async throws -> Void
    ) async throws {
        let isDue = { @Sendable in deadline.map { time.uptime() < $0 } ?? true }
        let isNeeded = { @Sendable in queue.hasTargets && isDue() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            try await gate.queueing(rank: collector.rank, while: isNeeded) {
                while try await gate.enter(rank: collector.rank, while: isNeeded) {
                    queue.reserve()
                    group.addTask(executorPreference: collector.isShort ? client.executor : nil) {
                        defer { gate.leave() }
                        var next = queue.next(isReserved: true)
                        while let target = next {
                            queue.take(try await ask(target), of: target)
                            count?.note()
                            let mayGoOn = gate.mayGoOn(rank: collector.rank) && isDue()
                            next = mayGoOn ? queue.next() : nil
                        }
                        if queue.isDoneWithoutFailure, gate.isOpen { try await beside() }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Asks for one target once, with a permit that is held.
    func ask(_ target: Target) async throws -> Outcome<Answer> {
        let start = time.uptime()
        let outcome: Outcome<Answer>
        do {
            let answer = try await collector.ask(client, gate, target)
            let duration = (time.uptime() - start).seconds
            outcome = .success(answer, duration: duration, at: time.instant)
        } catch let error as OCPError {
            outcome = .failure(error, duration: (time.uptime() - start).seconds)
        }
        try await note(outcome)
        return outcome
    }

    /// Tells the gate what came of a request.
    private func note(_ outcome: Outcome<Answer>) async throws {
        guard collector.provesLogOn else { return }
        let isSilent = gate.note(
            outcome.failure,
            duration: outcome.duration,
            patience: collector.patience
        )
        if isSilent { try await gate.askWhetherOCPLives(client) }
    }

    /// Up to half a second after the first attempt, a second after the second, half of it random.
    private func backOff(_ attempt: Int) -> Duration {
        .milliseconds(Int((250 + 250 * random()) * Double(1 << min(attempt - 1, 4))))
    }
}
