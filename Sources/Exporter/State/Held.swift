import OCP

/// What is held of a question that is asked over and over: the last answer, and how the last attempt
/// went.
struct Held<Answer: Sendable>: Sendable {
    /// The last answer; nil before the first success, and once it is too old to be served.
    private(set) var answer: Answer?
    /// When the last attempt that succeeded ended.
    let lastSuccess: Instant?
    /// How long the last attempt took, in seconds; nil before the first.
    private(set) var duration: Double?
    /// Why the last attempt failed; nil if it succeeded.
    private(set) var failure: OCPError?

    /// Nothing that was asked yet.
    init() {
        lastSuccess = nil
    }

    /// An answer.
    init(_ answer: Answer, at lastSuccess: Instant, duration: Double?) {
        self.answer = answer
        self.lastSuccess = lastSuccess
        self.duration = duration
    }

    private init(
        _ answer: Answer?,
        _ lastSuccess: Instant?,
        _ duration: Double?,
        _ failure: OCPError?
    ) {
        self.answer = answer
        self.lastSuccess = lastSuccess
        self.duration = duration
        self.failure = failure
    }

    /// The same with a part of the answer.
    func map<Part>(_ part: (Answer) -> Part?) -> Held<Part> {
        Held<Part>(answer.flatMap(part), lastSuccess, duration, failure)
    }

    /// The same without its failure, where that says nothing of the target: OCP lacks the endpoint.
    var withoutFailure: Held { Held(answer, lastSuccess, duration, nil) }

    /// The same after an attempt that failed: the answer stays, the reason is new.
    ///
    /// - Parameters:
    ///   - failure: the reason.
    ///   - duration: how long it took in seconds; nil if nothing was sent.
    /// - Returns: the changed one.
    func failed(_ failure: OCPError, duration: Double?) -> Held {
        var copy = self
        copy.failure = failure
        copy.duration = duration ?? self.duration
        return copy
    }

    /// The same without its answer, if that has become too old to be served.
    ///
    /// - Parameters:
    ///   - now: the moment.
    ///   - staleAfter: seconds after its success.
    /// - Returns: the changed one, or the same.
    func expired(at now: Instant, staleAfter: Double) -> Held {
        guard let lastSuccess, now.since(lastSuccess) > staleAfter else { return self }
        var copy = self
        copy.answer = nil
        return copy
    }
}
