import OCP

/// Decides when the next round begins; pure, so that it is tested without a clock.
struct RoundPacing: Sendable, Equatable {
    /// The longest pause after a refusal: 5 minutes.
    static let longestRefusalPause: Duration = .seconds(300)
    /// The longest that a throttling OCP makes us wait: an hour, whatever it asks for.
    static let longestThrottlePause: Duration = .seconds(3600)

    /// Seconds between the starts of two rounds.
    let interval: Duration
    /// Refused rounds in a row.
    private(set) var refusals = 0
    private var isFirst = true

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
        /// True if the round had taken longer than the interval.
        var isLate = false
    }

    /// Takes note of a round and decides on the pause until the next.
    ///
    /// - Parameters:
    ///   - stop: why the round ended early, if it did.
    ///   - took: how long it took.
    ///   - random: a number in 0..<1.
    mutating func pause(after stop: RoundStop?, took: Duration, random: Double) -> Pause {
        let regular = regularPause(took: took, random: random)
        switch stop {
        case .refused:
            refusals += 1
            // Doubling from the interval: 1, 2, 4, 5, 5 … minutes at the default.
            let grown = interval * Double(1 << min(refusals - 1, 16))
            let pause = max(interval, min(grown, Self.longestRefusalPause))
            return Pause(duration: pause, endsWithNewCredentials: true)
        case .throttled(let error):
            refusals = 0
            let asked = min(error.retryAfter ?? .zero, Self.longestThrottlePause)
            return Pause(duration: max(regular, asked))
        case .unreachable, nil:
            refusals = 0
            return Pause(duration: regular, isLate: took > interval)
        }
    }

    /// Forgets the refusals: the credentials have changed.
    mutating func credentialsChanged() {
        refusals = 0
    }

    /// The rest of the interval; after the first round a random part of it, so that replicas and
    /// OCPs spread out over time.
    private mutating func regularPause(took: Duration, random: Double) -> Duration {
        defer { isFirst = false }
        return isFirst ? interval * random : max(.zero, interval - took)
    }
}
