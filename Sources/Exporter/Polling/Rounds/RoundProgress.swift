import OCP
import Synchronization

/// What a round has found out so far; shared by its concurrent polls.
final class RoundProgress: Sendable {
    private struct State {
        var polls: [Int64: PollOutcome] = [:]
        var answered: [Int64] = []
        var stop: RoundStop?
        var isLetIn = false
        /// Polls in a row that got no answer at all.
        var silence = 0
    }

    private let state = Mutex(State())

    /// The last outcome of each cluster that was asked.
    var polls: [Int64: PollOutcome] { state.withLock { $0.polls } }
    /// The clusters that were asked, in the order in which that ended.
    var answered: [Int64] { state.withLock { $0.answered } }
    /// Why nothing more is to be sent in this round.
    var stop: RoundStop? { state.withLock { $0.stop } }
    /// Whether some answer has shown that the credentials are accepted.
    var isLetIn: Bool { state.withLock { $0.isLetIn } }

    /// Keeps the outcome of a poll.
    func record(_ id: Int64, _ outcome: PollOutcome) {
        state.withLock {
            $0.polls[id] = outcome
            $0.answered.append(id)
        }
    }

    /// Notes an answer that only a client which is let in gets.
    func succeed() {
        state.withLock {
            $0.isLetIn = true
            $0.silence = 0
        }
    }

    /// Notes a failure and ends the round if it is one of those that must.
    func fail(_ error: OCPError) {
        state.withLock { state in
            state.silence = error.reason.isSilence ? state.silence + 1 : 0
            switch error.reason {
            case .unauthorized: state.stop = state.stop ?? .refused(error)
            case .throttled: state.stop = state.stop ?? .throttled(error)
            case .forbidden, .notFound, .clientError, .serverError, .unsuccessful:
                // OCP looks at the credentials before it looks at anything else.
                state.isLetIn = state.isLetIn || error.isFromOCP
            default: break
            }
        }
    }

    /// Ends the round.
    func end(_ stop: RoundStop) {
        state.withLock { $0.stop = $0.stop ?? stop }
    }

    /// True if so many polls in a row got no answer; they are counted anew from then on.
    func takeSilentStreak(of count: Int) -> Bool {
        state.withLock { state in
            guard state.stop == nil, state.silence >= count else { return false }
            state.silence = 0
            return true
        }
    }
}
