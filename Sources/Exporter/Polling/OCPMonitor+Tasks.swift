import OCP
import Synchronization

/// Asks about tenants and backup tasks beside the rounds: everything at once the first time, and spread
/// over each collector's interval from then on.
extension OCPMonitor {
    /// How often is looked whether something new is to be asked, or asking is allowed again.
    private static let look: Duration = .seconds(5)
    /// Questions that are taken from the agenda at a time.
    private static let handful = 64
    /// How long news wait for a round to hand them on, at most: a little more than the usual interval
    /// of rounds.
    private static let patience: Duration = .seconds(75)
    /// Passes of `once` over what failed in a way that may pass.
    private static let repeats = 2

    /// Asks until the task is cancelled; begins after the first round that was let in.
    ///
    /// - Throws: `CancellationError`.
    func pollTasks(_ client: OCPClient) async throws {
        let time = environment.time
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask {
                try await self.askNewTasks(client)
                self.tasks.withLock { $0.wasReadOnce = true }
                self.publish()
            }
            while true {
                let due = dueTasks()
                for question in due {
                    try await time.sleep(for: pace())
                    guard mayAskTasks, try await gate.enter(rank: 1, while: { true }) else { break }
                    guard begin(question) else { continue }
                    let share = 1 - environment.random()
                    group.addTask { try await self.ask(question, client, share) }
                }
                if newsAge >= Self.patience { publish() }
                if due.isEmpty { try await time.sleep(for: idleTime) }
            }
        }
    }

    /// Reads everything once.
    ///
    /// - Parameter deadline: when the last request may begin, in uptime.
    /// - Throws: `CancellationError`.
    func readOnce(until deadline: Duration) async throws {
        let client = makeClient()
        try await round(client, until: deadline)
        try await askNewTasks(client, repeats: Self.repeats, until: deadline)
    }

    /// Asks all that was never asked, collector by collector: what one answers decides what the next is
    /// asked.
    ///
    /// - Parameters:
    ///   - client: asks OCP.
    ///   - most: how many targets of each endpoint.
    ///   - repeats: how often what failed in a way that may pass is asked again.
    ///   - deadline: when the last request may begin, in uptime.
    /// - Throws: `CancellationError`.
    func askNewTasks(
        _ client: OCPClient,
        most: Int = .max,
        repeats: Int = 0,
        until deadline: Duration = .seconds(Int64.max)
    ) async throws {
        var repeats = repeats
        while true {
            let now = environment.time.uptime()
            var questions = tasks.withLock { tasks in
                tasks.updateAgenda(at: now)
                return tasks.agenda.new(at: now, most: most)
            }
            if questions.isEmpty, repeats > 0 {
                repeats -= 1
                questions = tasks.withLock { $0.agenda.repeatable }
                if !questions.isEmpty { try await environment.time.sleep(for: .seconds(1)) }
            }
            guard !questions.isEmpty, try await askAll(questions, client, until: deadline) else {
                return
            }
        }
    }

    /// Asks questions, as many at a time as there are permits.
    ///
    /// - Returns: false if nothing more may be asked for now.
    private func askAll(
        _ questions: [TaskQuestion],
        _ client: OCPClient,
        until deadline: Duration
    ) async throws -> Bool {
        environment.count?.expect(questions.count)
        return try await withThrowingDiscardingTaskGroup { group in
            for (index, question) in questions.enumerated() {
                let isInTime = { self.environment.time.uptime() < deadline }
                guard mayAskTasks, try await gate.enter(rank: 1, while: isInTime) else {
                    return false
                }
                environment.count?.note()
                guard begin(question) else { continue }
                let share = Double(index + 1) / Double(questions.count)
                group.addTask { try await self.ask(question, client, share, until: deadline) }
            }
            return true
        }
    }

    /// Takes a question from the agenda to ask it now; gives the permit back if it is not wanted any
    /// more.
    private func begin(_ question: TaskQuestion) -> Bool {
        let now = environment.time.uptime()
        if tasks.withLock({ $0.agenda.begin(question, at: now) }) { return true }
        gate.leave()
        return false
    }

    /// Asks for one thing with a permit that is held, and gives that back.
    ///
    /// - Parameters:
    ///   - question: what.
    ///   - client: asks OCP.
    ///   - share: where in its interval its moment shall be, 0 to 1.
    ///   - deadline: when the last request may begin, in uptime; nil if each has to wait for its turn
    ///     among those that are spread.
    /// - Throws: `CancellationError`.
    private func ask(
        _ question: TaskQuestion,
        _ client: OCPClient,
        _ share: Double,
        until deadline: Duration? = nil
    ) async throws {
        let permit = Permit(gate)
        defer { permit.leave() }
        let round = CollectorRound(
            collector: .tasks(
                lookBack: settings.tenants.lookBack.seconds,
                names: { cluster in self.tasks.withLock { $0.names(of: cluster) } },
                time: environment.time
            ) { [environment] in
                if let deadline {
                    try permit.check()
                    guard environment.time.uptime() < deadline else { throw Permit.tooLate }
                } else {
                    permit.leave()
                    try await environment.time.sleep(for: self.pace())
                    try await permit.enter()
                }
            },
            client: client,
            gate: gate,
            time: environment.time,
            random: environment.random
        )
        do {
            take(try await round.ask(question), of: question, share)
        } catch {
            tasks.withLock { $0.agenda.putBack(question) }
            throw error
        }
    }

    /// Takes over what came of a question, and logs what is worth it.
    private func take(
        _ outcome: Outcome<TaskAnswer>,
        of question: TaskQuestion,
        _ share: Double
    ) {
        let now = environment.time.instant
        let uptime = environment.time.uptime()
        var events = tasks.withLock {
            $0.take(outcome, of: question, share: share, at: now, uptime: uptime)
        }
        if var answer = outcome.answer {
            if case .tenants = answer.value {
                // Those that are not on the page are nobody's concern.
                answer.value = .tenants(tasks.withLock(\.served))
            }
            events += noteOddities(of: answer, question)
        }
        for event in events { event.log(to: environment.logger, ocp: settings.name) }
    }

    private func dueTasks() -> [TaskQuestion] {
        let now = environment.time.uptime()
        guard mayAskTasks else { return [] }
        return tasks.withLock { tasks in
            tasks.updateAgenda(at: now)
            // What was never asked is the first round's, which may take longer than an interval.
            let onlyAsked = !tasks.wasReadOnce
            return tasks.agenda.due(at: now, onlyAsked ? .asked : .all, limit: Self.handful)
        }
    }

    /// How long nothing is due; not more than a look apart, for rounds bring news.
    private var idleTime: Duration {
        let now = environment.time.uptime()
        let next = tasks.withLock { $0.agenda.nextDue }
        guard let next, next > now else { return Self.look }
        return min(next - now, Self.look)
    }

    private func pace() -> Duration {
        let now = environment.time.uptime()
        return tasks.withLock { $0.pace(at: now) }
    }

    /// Whether OCP has let us in, and has more of its quota left than the rounds will need.
    private var mayAskTasks: Bool {
        gate.admitsMore && requests.quota.allows(at: environment.time.uptime())
    }
}
