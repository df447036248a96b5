import OCP
import Synchronization

/// The targets of a round: those that wait to be asked, those to ask again in the next pass, and what
/// came of the others.
final class TargetQueue<Target: Hashable & Sendable, Answer: Sendable>: Sendable {
    private struct State {
        var waiting: ArraySlice<Target>
        /// How many of them somebody is on the way to take.
        var reserved = 0
        var hasFailed = false
        var again: [Target] = []
        var outcomes = Outcomes<Target, Answer>()
    }

    private let state: Mutex<State>
    /// Those that are asked once only if they take as long as they are allowed to: one that never
    /// answers holds up a round once, not three times.
    private let once: Set<Target>

    /// Makes a queue.
    ///
    /// - Parameters:
    ///   - targets: in the order in which to ask them.
    ///   - once: those of them that are not asked again after a timeout.
    init(_ targets: [Target], once: Set<Target> = []) {
        state = Mutex(State(waiting: targets[...]))
        self.once = once
    }

    /// Whether more wait than somebody is on the way to take.
    var hasTargets: Bool { state.withLock { $0.waiting.count > $0.reserved } }
    /// Whether all that were asked have answered, and none waits.
    var isDoneWithoutFailure: Bool { state.withLock { $0.waiting.isEmpty && !$0.hasFailed } }
    /// What came so far.
    var outcomes: Outcomes<Target, Answer> { state.withLock(\.outcomes) }

    /// Makes known that somebody is on the way to take one.
    func reserve() {
        state.withLock { $0.reserved += 1 }
    }

    /// Takes the next.
    ///
    /// - Parameter isReserved: whether that was made known before.
    /// - Returns: nil if none waits.
    func next(isReserved: Bool = false) -> Target? {
        state.withLock { state in
            if isReserved { state.reserved -= 1 }
            return state.waiting.popFirst()
        }
    }

    /// Takes what came of one that was asked, and puts it aside for the next pass if it failed in a
    /// way that may pass.
    func take(_ outcome: Outcome<Answer>, of target: Target) {
        let reason = outcome.failure?.reason
        let mayPass = reason?.mayPass == true && !(reason == .timeout && once.contains(target))
        state.withLock { state in
            state.outcomes.add(outcome, of: target)
            if outcome.failure != nil { state.hasFailed = true }
            if mayPass { state.again.append(target) }
        }
    }

    /// Whether there is anybody to ask again.
    var hasRepeats: Bool { state.withLock { !$0.again.isEmpty } }

    /// Begins the next pass.
    func repeats() {
        state.withLock { state in
            state.waiting = state.again[...]
            state.again = []
        }
    }
}
