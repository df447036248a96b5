import OCP

/// What a round found out.
struct RoundResult: Sendable {
    /// The selected clusters by ascending id; nil if the list could not be read.
    var selected: [ClusterSummary]?
    /// The outcome of each cluster that was asked.
    var polls: [Int64: PollOutcome] = [:]
    /// The clusters that were asked, in the order in which that ended; repeated ones repeatedly.
    var answered: [Int64] = []
    /// Why the round was cut short.
    var stop: RoundStop?
    /// Why the list could not be read.
    var listFailure: OCPError?
    /// Why the version could not be read, where that was asked first.
    var logOnFailure: OCPError?
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

    /// The clusters that were asked when the quota was used up.
    var throttled: Set<Int64> {
        guard case .throttled = stop else { return [] }
        return Set(
            polls.lazy.filter { poll in
                guard case .failure(let error, _) = poll.value else { return false }
                return error.reason == .throttled
            }.map(\.key)
        )
    }

    /// True if OCP was reached to the end, and the credentials were accepted.
    var isUp: Bool {
        switch stop {
        case .refused, .unreachable: false
        case .throttled, nil: isLetIn
        }
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
