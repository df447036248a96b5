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
        var hasFailed = false
        var hasBegunQuestions = false
        var version: String?
        var clockOffset: Double?
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
    /// Whether nothing has failed yet, and the credentials are accepted.
    var isFlawless: Bool {
        state.withLock { $0.isLetIn && !$0.hasFailed && $0.stop == nil }
    }
    /// OCP's version, if it was asked after the clusters and answered.
    var version: String? { state.withLock { $0.version } }
    /// OCP's clock minus ours in seconds, if it was asked and answered.
    var clockOffset: Double? { state.withLock { $0.clockOffset } }

    /// Keeps the outcome of a poll.
    func record(_ id: Int64, _ outcome: PollOutcome) {
        state.withLock {
            $0.polls[id] = outcome
            $0.answered.append(id)
        }
    }

    /// True for the first who asks: that one asks about OCP itself, and nobody else does.
    func beginQuestions() -> Bool {
        state.withLock { state in
            defer { state.hasBegunQuestions = true }
            return !state.hasBegunQuestions
        }
    }

    /// Notes OCP's version.
    func note(version: String?) {
        state.withLock { $0.version = version }
    }

    /// Notes by how much OCP's clock is ahead of ours, in seconds.
    func note(clockOffset: Double) {
        state.withLock { $0.clockOffset = clockOffset }
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
            state.hasFailed = true
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
