import OCP

/// Why nothing more is sent to an OCP for now.
enum GateClosing: Sendable, Equatable {
    /// The credentials are not accepted.
    case refused(OCPError)
    /// OCP asks to wait.
    case throttled(OCPError)
    /// OCP does not answer at all.
    case unreachable(OCPError)

    /// The failure that closed the gate.
    var error: OCPError {
        switch self {
        case .refused(let error), .throttled(let error), .unreachable(let error): error
        }
    }
}

/// How long nothing is sent after a gate was closed.
struct GatePause: Sendable, Equatable {
    /// Zero if OCP may be asked at once.
    var duration: Duration = .zero
    /// True if changed credentials end the pause.
    var endsWithNewCredentials = false
}

/// What an OCP's answers say of how much it may be asked; pure, so that it is tested without a clock.
///
/// OCP locks an account or an address after 20 failed log-ons. So every *opening*, which lasts from
/// the begin of a round to the end of all that overlap it, begins without proof that the credentials
/// are accepted: requests go out alone, then few at a time. HTTP 401 and 429 end it. While OCP has
/// refused us and not let us in since, a single request goes out in an opening.
struct Admission: Sendable, Equatable {
    /// Requests in flight at most while no answer has shown that the credentials are accepted: far
    /// below those 20.
    static let unprovenConcurrency = 4
    /// Requests that go out alone before it is that many.
    static let trials = 3
    /// The longest pause after a refusal: 5 minutes.
    static let longestRefusalPause: Duration = .seconds(300)
    /// The longest that a throttling OCP makes us wait: an hour, whatever it asks for.
    static let longestThrottlePause: Duration = .seconds(3600)

    /// Whether some answer has shown that the credentials are accepted.
    private(set) var isLetIn = false
    /// Why nothing more is to be sent in this opening.
    private(set) var closing: GateClosing?
    /// Refused openings since OCP let us in last.
    private(set) var refusals = 0
    /// Requests of this opening that ended without proof.
    private var trials = 0
    /// Requests in a row that got no answer at all.
    private var silence = 0

    /// Starts an opening.
    mutating func begin() {
        isLetIn = false
        closing = nil
        trials = 0
        silence = 0
    }

    /// Requests that may be in flight if OCP is let alone with at most so many; 0 if none may follow.
    func allowance(of most: Int) -> Int {
        if closing != nil { return 0 }
        if isLetIn { return most }
        if refusals > 0, trials > 0 { return 0 }
        return trials < Self.trials ? 1 : min(most, Self.unprovenConcurrency)
    }

    /// Notes an answer that only a client which is let in gets.
    mutating func succeed() {
        isLetIn = true
        silence = 0
    }

    /// Notes a failure, and closes the gate if it is one of those that must.
    mutating func fail(_ error: OCPError) {
        silence = error.reason.isSilence ? silence + 1 : 0
        switch error.reason {
        case .unauthorized: close(.refused(error))
        case .throttled: close(.throttled(error))
        case .forbidden, .notFound, .clientError, .serverError, .unsuccessful:
            // OCP looks at the credentials before it looks at anything else.
            isLetIn = isLetIn || error.isFromOCP
        default: break
        }
        if !isLetIn { trials += 1 }
    }

    /// Closes the gate for the rest of the opening.
    mutating func close(_ reason: GateClosing) {
        guard closing == nil else { return }
        closing = reason
        if case .refused = reason { refusals += 1 }
    }

    /// True if so many requests in a row got no answer; they are counted anew from then on.
    mutating func takeSilence(of count: Int) -> Bool {
        guard closing == nil, silence >= count else { return false }
        silence = 0
        return true
    }

    /// Ends an opening.
    ///
    /// - Parameter interval: the pause after the first refusal; it doubles with each: 1, 2, 4, 5, 5 …
    ///   minutes with the default.
    /// - Returns: the pause until the next opening.
    mutating func end(interval: Duration) -> GatePause {
        var pause = GatePause()
        switch closing {
        case .refused: break
        case .throttled(let error):
            pause.duration = min(error.retryAfter ?? .zero, Self.longestThrottlePause)
            fallthrough
        case .unreachable, nil:
            if isLetIn { refusals = 0 }
        }
        guard refusals > 0 else { return pause }
        let grown = interval * Double(1 << min(refusals - 1, 16))
        let refusal = max(interval, min(grown, Self.longestRefusalPause))
        return GatePause(duration: max(refusal, pause.duration), endsWithNewCredentials: true)
    }

    /// Forgets the refusals: the credentials have changed.
    mutating func credentialsChanged() {
        refusals = 0
    }
}

extension FailureReason {
    /// A second attempt in the same round may succeed.
    var mayPass: Bool {
        switch self {
        case .connect, .timeout, .serverError: true
        default: false
        }
    }
}
