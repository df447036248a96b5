import OCP
import Synchronization

/// The targets of a round: those that wait to be asked, those to ask again in the next pass, and what
/// came of the others.
final class TargetQueue<Target: Hashable & Sendable, Answer: Sendable>: Sendable {
    private struct State {
        var waiting: ArraySlice<Target>
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

    /// Whether any wait.
    var hasTargets: Bool { state.withLock { !$0.waiting.isEmpty } }
    /// What came so far.
    var outcomes: Outcomes<Target, Answer> { state.withLock(\.outcomes) }

    /// Takes the next.
    func next() -> Target? {
        state.withLock { $0.waiting.popFirst() }
    }

    /// Takes what came of one that was asked, and puts it aside for the next pass if it failed in a
    /// way that may pass.
    func take(_ outcome: Outcome<Answer>, of target: Target) {
        let reason = outcome.failure?.reason
        let mayPass = reason?.mayPass == true && !(reason == .timeout && once.contains(target))
        state.withLock { state in
            state.outcomes.add(outcome, of: target)
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

    /// Asks nobody any more.
    func end() {
        state.withLock { $0.waiting = [] }
    }
}
