import OCP

/// What came of the last attempt to ask a target in a round.
enum Outcome<Answer: Sendable>: Sendable {
    /// The answer, how long it took in seconds, and when it ended.
    case success(Decoded<Answer>, duration: Double, at: Instant)
    /// The failure, and how long it took in seconds.
    case failure(OCPError, duration: Double)

    /// Why it failed, if it did.
    var failure: OCPError? {
        if case .failure(let error, _) = self { error } else { nil }
    }

    /// What OCP answered, if it did.
    var answer: Decoded<Answer>? {
        if case .success(let answer, _, _) = self { answer } else { nil }
    }

    /// How long it took, in seconds.
    var duration: Double {
        switch self {
        case .success(_, let duration, _), .failure(_, let duration): duration
        }
    }
}

/// What came of a round of one collector.
struct Outcomes<Target: Hashable & Sendable, Answer: Sendable>: Sendable {
    /// The last outcome of each target that was asked.
    private(set) var last: [Target: Outcome<Answer>] = [:]
    /// The targets that were asked, in the order in which that ended; repeated ones repeatedly.
    private(set) var order: [Target] = []

    /// Adds an outcome.
    mutating func add(_ outcome: Outcome<Answer>, of target: Target) {
        last[target] = outcome
        order.append(target)
    }

    /// The targets that were asked when the quota was used up.
    var throttled: Set<Target> {
        Set(last.lazy.filter { $0.value.failure?.reason == .throttled }.map(\.key))
    }
}
