import Synchronization

/// The clusters that are still to be asked in a pass, and those to ask again in the next.
final class PollQueue: Sendable {
    private struct State {
        var waiting: ArraySlice<Int64>
        var again: [Int64] = []
    }

    private let state: Mutex<State>

    /// Makes a queue.
    init(_ ids: [Int64]) {
        state = Mutex(State(waiting: ids[...]))
    }

    /// How many wait.
    var count: Int { state.withLock { $0.waiting.count } }
    /// Those to ask again, in the order in which they failed.
    var again: [Int64] { state.withLock { $0.again } }

    /// Takes the next.
    func next() -> Int64? {
        state.withLock { $0.waiting.popFirst() }
    }

    /// Puts one aside for the next pass.
    func repeatLater(_ id: Int64) {
        state.withLock { $0.again.append(id) }
    }
}
