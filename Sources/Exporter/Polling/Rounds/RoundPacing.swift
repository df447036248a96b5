import OCP

/// Decides when the next round begins; pure, so that it is tested without a clock.
struct RoundPacing: Sendable, Equatable {
    /// The longest pause after a refusal: 5 minutes.
    static let longestRefusalPause: Duration = .seconds(300)
    /// The longest that a throttling OCP makes us wait: an hour, whatever it asks for.
    static let longestThrottlePause: Duration = .seconds(3600)

    /// Between the starts of two rounds.
    let interval: Duration
    /// Refused rounds since OCP let us in last.
    private(set) var refusals = 0
    private var isSpread = false

    /// Makes the pacing of one OCP.
    init(interval: Duration) {
        self.interval = interval
    }

    /// What to do after a round.
    struct Pause: Equatable {
        /// How long to wait.
        var duration: Duration
        /// True if changed credentials end the wait.
        var endsWithNewCredentials = false
        /// True if the next round begins late, because this one took longer than the interval.
        var isLate = false
    }

    /// Takes note of a round and decides on the pause until the next.
    ///
    /// - Parameters:
    ///   - stop: why the round ended early, if it did.
    ///   - isLetIn: whether an answer showed that the credentials are accepted.
    ///   - took: the time since the round began.
    ///   - random: a number in 0..<1.
    /// - Returns: the pause.
    mutating func pause(
        after stop: RoundStop?,
        isLetIn: Bool,
        took: Duration,
        random: Double
    ) -> Pause {
        var asked: Duration = .zero
        switch stop {
        case .refused: refusals += 1
        case .throttled(let error):
            asked = min(error.retryAfter ?? .zero, Self.longestThrottlePause)
            fallthrough
        case .unreachable, nil:
            if isLetIn { refusals = 0 }
        }
        guard refusals == 0 else {
            return Pause(duration: max(refusalPause, asked), endsWithNewCredentials: true)
        }
        let regular = regularPause(took: took, random: random)
        return Pause(duration: max(regular, asked), isLate: took > interval && asked == .zero)
    }

    /// Forgets the refusals: the credentials have changed.
    mutating func credentialsChanged() {
        refusals = 0
    }

    /// Doubles from the interval: 1, 2, 4, 5, 5 … minutes at the default.
    private var refusalPause: Duration {
        let grown = interval * Double(1 << min(max(refusals, 1) - 1, 16))
        return max(interval, min(grown, Self.longestRefusalPause))
    }

    /// The rest of the interval, counted from the start of the round; the first time a random part
    /// of the interval, so that replicas and OCPs spread out over time.
    private mutating func regularPause(took: Duration, random: Double) -> Duration {
        defer { isSpread = true }
        return isSpread ? max(.zero, interval - took) : interval * random
    }
}
