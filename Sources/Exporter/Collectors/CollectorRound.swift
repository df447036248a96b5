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

    /// Asks targets.
    ///
    /// - Parameters:
    ///   - targets: in the order in which to ask them.
    ///   - attempts: requests for each, the first included.
    ///   - deadline: when the last retry may begin.
    /// - Returns: what came of it.
    /// - Throws: `CancellationError` only; whatever OCP does is part of the result.
    func run(
        _ targets: [Target],
        attempts: Int = 3,
        until deadline: Duration
    ) async throws -> Outcomes<Target, Answer> {
        let queue = TargetQueue<Target, Answer>(targets)
        try await gate.queueing(rank: collector.rank, while: { queue.hasTargets }) {
            try await run(queue, attempts: attempts, until: deadline)
        }
        return queue.outcomes
    }

    /// Asks the targets of a queue that the gate knows of.
    func run(
        _ queue: TargetQueue<Target, Answer>,
        attempts: Int = 3,
        until deadline: Duration
    ) async throws {
        defer { queue.end() }
        try await pass(queue, until: end)
        for attempt in 1..<attempts {
            guard gate.isOpen, time.uptime() < deadline, queue.hasRepeats else { return }
            try await time.sleep(for: backOff(attempt))
            queue.repeats()
            try await pass(queue, until: deadline)
        }
    }

    /// Asks every target that waits, with a task for each permit.
    private func pass(
        _ queue: TargetQueue<Target, Answer>,
        until deadline: Duration?
    ) async throws {
        let isDue = { @Sendable in
            queue.hasTargets && (deadline.map { time.uptime() < $0 } ?? true)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            while try await gate.enter(rank: collector.rank, while: isDue) {
                guard let first = queue.next() else {
                    gate.leave()
                    break
                }
                group.addTask(executorPreference: collector.isShort ? client.executor : nil) {
                    defer { gate.leave() }
                    var next: Target? = first
                    while let target = next {
                        try await ask(target, queue)
                        next = gate.mayGoOn(rank: collector.rank) && isDue() ? queue.next() : nil
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func ask(_ target: Target, _ queue: TargetQueue<Target, Answer>) async throws {
        let start = time.uptime()
        let outcome: Outcome<Answer>
        do {
            let answer = try await collector.ask(client, gate, target)
            let duration = (time.uptime() - start).seconds
            outcome = .success(answer, duration: duration, at: time.now())
        } catch let error as OCPError {
            outcome = .failure(error, duration: (time.uptime() - start).seconds)
        }
        queue.take(outcome, of: target)
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
