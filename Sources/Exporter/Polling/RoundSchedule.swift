/// Decides when the next round begins; pure, so that it is tested without a clock.
struct RoundSchedule: Sendable, Equatable {
    /// Between the starts of two rounds.
    let interval: Duration
    private var isSpread = false

    /// Makes the schedule of one OCP.
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

    /// Decides on the pause until the next round.
    ///
    /// - Parameters:
    ///   - took: the time since the round began.
    ///   - gate: how long nothing may be sent.
    ///   - random: a number in 0..<1.
    /// - Returns: the pause.
    mutating func pause(took: Duration, gate: GatePause, random: Double) -> Pause {
        if gate.endsWithNewCredentials {
            return Pause(duration: gate.duration, endsWithNewCredentials: true)
        }
        let regular = regularPause(took: took, random: random)
        return Pause(
            duration: max(regular, gate.duration),
            isLate: took > interval && gate.duration == .zero
        )
    }

    /// The rest of the interval, counted from the start of the round; the first time a random part
    /// of the interval, so that replicas and OCPs spread out over time.
    private mutating func regularPause(took: Duration, random: Double) -> Duration {
        defer { isSpread = true }
        return isSpread ? max(.zero, interval - took) : interval * random
    }
}
