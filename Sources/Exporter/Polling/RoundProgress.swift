import OCP
import Synchronization

/// What a round has found out so far; shared by its concurrent polls.
final class RoundProgress: Sendable {
    private struct State {
        var polls: [Int64: PollOutcome] = [:]
        var stop: RoundStop?
        var isLetIn = false
        /// Polls in a row that got no answer at all.
        var silence = 0
    }

    private let state = Mutex(State())

    /// The last outcome of each cluster that was asked.
    var polls: [Int64: PollOutcome] { state.withLock { $0.polls } }
    /// Why nothing more is to be sent in this round.
    var stop: RoundStop? { state.withLock { $0.stop } }
    /// Whether some answer has shown that the credentials are accepted.
    var isLetIn: Bool { state.withLock { $0.isLetIn } }

    /// Keeps the outcome of a poll.
    func record(_ id: Int64, _ outcome: PollOutcome) {
        state.withLock { $0.polls[id] = outcome }
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
            case .forbidden: state.isLetIn = true
            case .notFound, .clientError, .serverError, .unsuccessful:
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

/// What came of the last attempt to poll a cluster in a round.
enum PollOutcome: Sendable {
    /// The overviews, how long it took in seconds, and when it ended.
    case success(Decoded<[BackupOverview]>, duration: Double, at: Double)
    /// The failure, and how long it took in seconds.
    case failure(OCPError, duration: Double)
}

/// Why a round ended before all clusters were asked.
enum RoundStop: Sendable, Equatable {
    /// The credentials are not accepted.
    case refused(OCPError)
    /// OCP asks to wait.
    case throttled(OCPError)
    /// OCP does not answer at all.
    case unreachable(OCPError)

    /// The failure that ended it.
    var error: OCPError {
        switch self {
        case .refused(let error), .throttled(let error), .unreachable(let error): error
        }
    }
}

/// What a round found out.
struct RoundResult: Sendable {
    /// The selected clusters by ascending id; nil if the list could not be read.
    var selected: [ClusterSummary]?
    /// The outcome of each cluster that was asked.
    var polls: [Int64: PollOutcome] = [:]
    /// Why the round was cut short.
    var stop: RoundStop?
    /// Why the list could not be read.
    var listFailure: OCPError?
    /// Whether an answer showed that the credentials are accepted.
    var isLetIn = false
    /// OCP's version, if it was asked and answered.
    var version: String?
    /// OCP's clock minus ours in seconds, if it was asked and answered.
    var clockOffset: Double?
    /// Fields of the list that could not be used.
    var malformedFields: [MalformedField] = []
    /// How long it took, in seconds.
    var duration: Double = 0
}
