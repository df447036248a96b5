import Exporter
import Synchronization

/// Time that passes only when a test says so.
package final class ManualTime: TimeSource {
    private struct State {
        var uptime: Duration = .zero
        var lastID = 0
        var sleepers: [Int: (due: Duration, wake: CheckedContinuation<Void, any Error>)] = [:]
        var cancelled: Set<Int> = []
        var watchers: [(count: Int, tell: CheckedContinuation<Void, Never>)] = []

        /// Takes out the watchers who have seen what they wait for.
        mutating func takeWatchers() -> [CheckedContinuation<Void, Never>] {
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

    package func now() -> Double { Self.start + uptime().seconds }

    package func uptime() -> Duration { state.withLock { $0.uptime } }

    package func sleep(for duration: Duration) async throws {
        if duration < shortest {
            try Task.checkCancellation()
            return advance(by: duration)
        }
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { register($0, id, duration) }
        } onCancel: {
            cancel(id)
        }
    }

    /// Waits until exactly so many tasks sleep.
    package func waitForSleepers(_ count: Int) async {
        await withCheckedContinuation { tell in
            let ready = state.withLock { state in
                state.watchers.append((count, tell))
                return state.takeWatchers()
            }
            ready.forEach { $0.resume() }
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
    package func advance(sleepers count: Int = 1) async {
        await waitForSleepers(count)
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
        switch outcome {
        case .cancelled: wake.resume(throwing: CancellationError())
        case .due: wake.resume()
        case .asleep(let ready): ready.forEach { $0.resume() }
        }
    }

    private enum Registration {
        case cancelled, due
        case asleep([CheckedContinuation<Void, Never>])
    }

    private func cancel(_ id: Int) {
        let (sleeper, ready) = state.withLock { state in
            let sleeper = state.sleepers.removeValue(forKey: id)
            if sleeper == nil { state.cancelled.insert(id) }
            return (sleeper, state.takeWatchers())
        }
        sleeper?.wake.resume(throwing: CancellationError())
        ready.forEach { $0.resume() }
    }
}
