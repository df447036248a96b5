import Exporter
import Synchronization

/// Time that passes only when a test says so.
package final class ManualTime: TimeSource {
    private struct State {
        var uptime: Duration = .zero
        /// How far the time of day was set, in seconds.
        var jumps = 0.0
        var lastID = 0
        var sleepers: [Int: (due: Duration, wake: CheckedContinuation<Void, any Error>)] = [:]
        var cancelled: Set<Int> = []
        var watchers: [(id: Int, count: Int, tell: CheckedContinuation<Void, any Error>)] = []

        /// Takes out the watchers who have seen what they wait for.
        mutating func takeWatchers() -> [CheckedContinuation<Void, any Error>] {
            let ready = watchers.filter { $0.count == sleepers.count }.map(\.tell)
            watchers.removeAll { $0.count == sleepers.count }
            return ready
        }
    }

    /// 22 November 2026, 12:00:00 UTC.
    package static let start = 1_795_348_800.0

    private let state = Mutex(State())
    private let shortest: Duration

    /// Makes a clock.
    ///
    /// - Parameter shortest: sleeps that are shorter let their time pass at once, such as the pause
    ///   before a retry where a test is about rounds.
    package init(shortest: Duration = .zero) {
        self.shortest = shortest
    }

    package func now() -> Double {
        state.withLock { Self.start + $0.jumps + $0.uptime.seconds }
    }

    /// Sets the time of day forward, or back, while the other clock goes on.
    package func setClock(by seconds: Double) {
        state.withLock { $0.jumps += seconds }
    }

    package func uptime() -> Duration { state.withLock { $0.uptime } }

    package func sleep(for duration: Duration) async throws {
        if duration < shortest {
            try Task.checkCancellation()
            return advance(by: duration)
        }
        let id = nextID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { register($0, id, duration) }
        } onCancel: {
            cancel(id)
        }
    }

    /// Waits until exactly so many tasks sleep.
    ///
    /// - Throws: `CancellationError`, so that a test's time limit ends the wait.
    package func waitForSleepers(_ count: Int) async throws {
        let id = nextID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { tell in
                let outcome: Registration = state.withLock { state in
                    if state.cancelled.remove(id) != nil { return .cancelled }
                    state.watchers.append((id, count, tell))
                    return .asleep(state.takeWatchers())
                }
                outcome.settle(tell)
            }
        } onCancel: {
            cancel(id)
        }
    }

    /// Lets so much time pass, and wakes those whose time has come.
    package func advance(by duration: Duration) {
        let woken = state.withLock { state in
            state.uptime += duration
            let due = state.sleepers.filter { $0.value.due <= state.uptime }
            for id in due.keys { state.sleepers[id] = nil }
            return due.sorted { $0.value.due < $1.value.due }.map(\.value.wake)
        }
        woken.forEach { $0.resume() }
    }

    /// Waits until exactly so many tasks sleep, and lets time pass until the first of them wakes.
    ///
    /// - Throws: `CancellationError`.
    package func advance(sleepers count: Int = 1) async throws {
        try await waitForSleepers(count)
        let (now, next) = state.withLock { ($0.uptime, $0.sleepers.values.map(\.due).min()) }
        advance(by: (next ?? now) - now)
    }

    private func register(
        _ wake: CheckedContinuation<Void, any Error>,
        _ id: Int,
        _ duration: Duration
    ) {
        let outcome: Registration = state.withLock { state in
            if state.cancelled.remove(id) != nil { return .cancelled }
            if duration <= .zero { return .due }
            state.sleepers[id] = (state.uptime + duration, wake)
            return .asleep(state.takeWatchers())
        }
        outcome.settle(wake)
    }

    /// What became of somebody who wants to wait.
    private enum Registration {
        case cancelled, due
        /// It waits, and these need not any more.
        case asleep([CheckedContinuation<Void, any Error>])

        func settle(_ waiter: CheckedContinuation<Void, any Error>) {
            switch self {
            case .cancelled: waiter.resume(throwing: CancellationError())
            case .due: waiter.resume()
            case .asleep(let ready): ready.forEach { $0.resume() }
            }
        }
    }

    private func nextID() -> Int {
        state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
    }

    private func cancel(_ id: Int) {
        let (waiter, ready) = state.withLock { state in
            var waiter = state.sleepers.removeValue(forKey: id)?.wake
            if let index = state.watchers.firstIndex(where: { $0.id == id }) {
                waiter = state.watchers.remove(at: index).tell
            }
            if waiter == nil { state.cancelled.insert(id) }
            return (waiter, state.takeWatchers())
        }
        waiter?.resume(throwing: CancellationError())
        ready.forEach { $0.resume() }
    }
}
