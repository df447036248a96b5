import OCP
import Synchronization

/// The one way to an OCP, for all collectors: hands out permits for requests in flight, and knows
/// whether we are let in, refused, throttled or met with silence.
///
/// A permit is taken before a request and given back after it, or after several in a row. A round of
/// a lower rank comes first: while it has targets to ask, no other gets a permit.
final class OCPGate: Sendable {
    struct State {
        var admission = Admission()
        var crowd = Crowd()
        /// Rounds under way.
        var rounds = 0
        var queues: [Queue] = []
        var waiting: [Waiter] = []
        var lastID: UInt64 = 0
        /// Until when OCP asked to wait between two rounds, in uptime.
        var throttledUntil: Duration = .zero
    }

    /// A round that has, or had, targets to ask.
    struct Queue: Sendable {
        let id: UInt64
        let rank: Int
        let hasTargets: @Sendable () -> Bool
    }

    /// A round that waits for a permit.
    struct Waiter: Sendable {
        let id: UInt64
        let rank: Int
        let continuation: CheckedContinuation<Bool, any Error>
    }

    /// Requests in flight at most, from the configuration.
    let most: Int
    private let interval: Duration
    private let time: any TimeSource
    private let state = Mutex(State())

    /// Makes the gate of one OCP.
    ///
    /// - Parameters:
    ///   - most: requests in flight at most.
    ///   - interval: the pause after a first refusal.
    ///   - time: the clock.
    init(most: Int, interval: Duration, time: any TimeSource) {
        self.most = max(1, most)
        self.interval = interval
        self.time = time
    }

    /// Why nothing more is sent in this opening.
    var closing: GateClosing? { state.withLock { $0.admission.closing } }
    /// Whether an answer of this opening has shown that the credentials are accepted.
    var isLetIn: Bool { state.withLock { $0.admission.isLetIn } }
    /// Whether another request may follow.
    var isOpen: Bool { state.withLock { $0.admission.allowance(of: 1) > 0 } }
    /// Whether what comes after the rounds' own may be asked, or will be soon.
    var admitsMore: Bool {
        state.withLock { $0.isUndecided || $0.admission.isLetIn && $0.admission.closing == nil }
    }
    /// How long the next round has to wait because of what OCP answered since the last one.
    var throttling: Duration {
        max(.zero, state.withLock(\.throttledUntil) - time.uptime())
    }

    /// Begins a round; the first of those that overlap starts an opening.
    func begin() {
        state.withLock { state in
            state.rounds += 1
            guard state.rounds == 1 else { return }
            state.admission.begin()
            state.crowd.begin(most: most)
        }
    }

    /// Ends a round.
    ///
    /// - Returns: how long nothing may be sent.
    func end() -> GatePause {
        change { state in
            state.rounds -= 1
            return state.admission.end(interval: interval)
        }
    }

    /// Notes that the credentials have changed: they may be tried at once.
    func credentialsChanged() {
        state.withLock { $0.admission.credentialsChanged() }
    }

    /// Makes known that a round has targets to ask, for as long as the body runs.
    ///
    /// - Parameters:
    ///   - rank: the round's.
    ///   - hasTargets: whether there still are some.
    ///   - body: takes permits.
    /// - Returns: what the body returns.
    /// - Throws: what the body throws.
    func queueing<Result>(
        rank: Int,
        while hasTargets: @escaping @Sendable () -> Bool,
        _ body: () async throws -> Result
    ) async rethrows -> Result {
        let id = state.withLock { state in
            let id = state.nextID()
            state.queues.append(Queue(id: id, rank: rank, hasTargets: hasTargets))
            return id
        }
        defer { change { state in state.queues.removeAll { $0.id == id } } }
        return try await body()
    }

    /// Takes a permit, and waits for it if need be.
    ///
    /// - Parameters:
    ///   - rank: the round's.
    ///   - isNeeded: is asked before each wait.
    /// - Returns: false, without a permit, if it is not needed any more or nothing may be sent.
    /// - Throws: `CancellationError`.
    func enter(rank: Int, while isNeeded: () -> Bool) async throws -> Bool {
        while isNeeded() {
            switch state.withLock({ $0.take(rank, most) }) {
            case .taken: return true
            case .none: return false
            case .grows:
                try await time.sleep(for: Crowd.look)
                change { $0.crowd.look(at: time.uptime(), most: most) }
            case .full:
                guard try await wait(rank) else { return false }
                if isNeeded() { return true }
                leave()
            }
        }
        return false
    }

    /// Takes permits beside one that is held, as many as are there at once.
    func takeMore(upTo count: Int, rank: Int) -> Int {
        state.withLock { state in
            guard !state.isWanted(before: rank) else { return 0 }
            let more = max(0, min(count, state.allowance(most) - state.crowd.inside))
            state.crowd.inside += more
            return more
        }
    }

    /// Whether who holds a permit may send another request with it.
    func mayGoOn(rank: Int) -> Bool {
        state.withLock { state in
            state.crowd.inside <= state.allowance(most) && !state.isWanted(before: rank)
        }
    }

    /// Gives permits back.
    func leave(_ count: Int = 1) {
        change { $0.crowd.inside -= count }
    }

    /// Notes an answer in the middle of what is asked with one permit, which only a client that is let in
    /// gets.
    func letIn() {
        change { $0.admission.succeed() }
    }

    /// Takes note of what came of a request that needs the credentials.
    ///
    /// - Parameters:
    ///   - failure: why it failed; nil for an answer.
    ///   - duration: how long it took, in seconds.
    ///   - patience: requests in a row without any answer after which it is time to ask whether OCP
    ///     lives.
    /// - Returns: true if that is to be asked now: ``askWhetherOCPLives(_:)``.
    func note(_ failure: OCPError?, duration: Double, patience: Int) -> Bool {
        change { state in
            state.crowd.note(failure == nil ? duration : nil)
            guard let failure else {
                state.admission.succeed()
                return false
            }
            state.admission.fail(failure)
            if state.rounds == 0, failure.reason == .throttled {
                let wait = min(failure.retryAfter ?? .zero, Admission.longestThrottlePause)
                state.throttledUntil = max(state.throttledUntil, time.uptime() + wait)
            }
            return state.admission.takeSilence(of: patience)
        }
    }

    /// Asks what needs no log-on and no target; no answer to that either means that OCP is gone,
    /// which closes the gate, and not only that some of its clusters hang.
    ///
    /// - Throws: `CancellationError`.
    func askWhetherOCPLives(_ client: OCPClient) async throws {
        do {
            _ = try await client.time()
        } catch let error as OCPError where error.reason.isSilence {
            change { $0.admission.close(.unreachable(error)) }
        } catch is OCPError {
            // It answered, if not with the time: it lives.
        }
    }

    /// Changes the state, and wakes up those who need not wait any more.
    private func change<Result: Sendable>(_ body: (inout sending State) -> sending Result) -> Result
    {
        let (result, woken) = state.withLock { state in
            let result = body(&state)
            return (result, state.takeReady(most))
        }
        for (waiter, isTaken) in woken { waiter.continuation.resume(returning: isTaken) }
        return result
    }

    private func wait(_ rank: Int) async throws -> Bool {
        let id = state.withLock { $0.nextID() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                change { $0.waiting.append(Waiter(id: id, rank: rank, continuation: continuation)) }
                // It may have been cancelled before it was in the list.
                if Task.isCancelled { cancel(id) }
            }
        } onCancel: {
            cancel(id)
        }
    }

    private func cancel(_ id: UInt64) {
        let waiter = state.withLock { state in
            state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) }
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }
}
