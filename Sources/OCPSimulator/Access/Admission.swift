import HTTP

/// Whether a request gets as far as an answer: logged on, and within the rate limit.
struct Admission {
    /// What the request is refused with; nil if it is let in.
    private(set) var refusal: (status: Int, code: ErrorCode)?
    /// The rate limit's fields, which go with every answer to a user who is logged on.
    private(set) var fields: [HTTPFields.Line] = []

    /// Logs on and counts against the rate limit.
    init(
        _ request: HTTPRequest,
        at moment: Moment,
        settings: SimulatorSettings,
        state: inout Simulator.State
    ) {
        refusal = Self.logOn(request, at: moment, settings: settings, state: &state)
            .map { (401, $0) }
        guard refusal == nil, let verdict = state.throttle?.admit(at: moment.now) else { return }
        fields = [
            .init("RateLimit-Limit", String(verdict.limit)),
            .init("RateLimit-Remaining", String(verdict.remaining)),
            .init("RateLimit-Reset", String(verdict.reset)),
        ]
        if !verdict.isAllowed { refusal = (429, .throttled) }
    }

    private static func logOn(
        _ request: HTTPRequest,
        at moment: Moment,
        settings: SimulatorSettings,
        state: inout Simulator.State
    ) -> ErrorCode? {
        let now = moment.now + settings.clockOffset
        var result = LogOn(request: request, account: state.account, now: now).result
        if result != .missing, state.lockOut.isLocked(at: moment.now) { result = .locked }
        state.lockOut.record(result, at: moment.now)
        state.counts.record(result)
        switch result {
        case .accepted: return nil
        case .missing: return .notLoggedOn
        case .locked: return .accountLocked
        case .wrong, .badSignature, .skewed:
            let left = state.lockOut.attemptsLeft
            let message = ErrorCode.wrongPassword.message + " You have \(left) attempts left."
            return .wrongPassword.saying(message)
        }
    }
}
