import OCP

/// When one question is asked again: by the beat of its collector, and sooner after a failure.
struct Appointment: Sendable {
    /// The first pause after a failure.
    static let firstPause: Duration = .seconds(60)
    /// How much too early a question may be asked at most: so thousands need not be looked through for
    /// each.
    static let longestMoment: Duration = .seconds(1)

    /// When it is to be asked next.
    private(set) var due: Duration
    /// Its place in the interval: when it is to be asked next by the clock alone.
    private var beat: Duration
    private(set) var wasAsked = false
    private(set) var hasAnswered = false
    /// Whether it is asked right now.
    var isUnderWay = false
    /// Attempts in a row that failed.
    private(set) var failures = 0
    /// Whether the last attempt failed in a way that may pass soon.
    private(set) var mayPass = false

    /// One that is due at once, and has no place in the interval yet.
    init(at uptime: Duration) {
        due = uptime
        beat = uptime
    }

    /// How much too early it may be asked.
    static func moment(_ interval: Duration) -> Duration { min(longestMoment, interval / 20) }

    /// Takes over another interval: what is due later than it says comes forward, by whole intervals, so
    /// that requests stay spread.
    mutating func apply(_ interval: Duration, at uptime: Duration) {
        let excess = (beat - uptime - interval) / interval
        if excess > 0 { beat -= interval * excess.rounded(.up) }
        due = min(due, beat)
        isUnderWay = false
    }

    /// Takes what came of an attempt, and sets when the next one is due.
    ///
    /// - Parameters:
    ///   - failure: why it failed; nil for an answer.
    ///   - interval: how often it is asked.
    ///   - uptime: the moment.
    ///   - share: where in the interval its moment shall be if it has none yet, 0 to 1.
    mutating func end(
        _ failure: OCPError?,
        _ interval: Duration,
        at uptime: Duration,
        share: Double
    ) {
        if !wasAsked { beat = uptime + interval * (share - 1) }
        wasAsked = true
        hasAnswered = hasAnswered || failure == nil
        isUnderWay = false
        while beat <= uptime + Self.moment(interval) {
            beat += interval * max(1, ((uptime - beat) / interval).rounded(.down))
        }
        due = beat
        mayPass = failure?.reason.mayPass == true
        failures = failure == nil ? 0 : failures + 1
        guard failures > 0 else { return }
        let doubled = Self.firstPause * Double(1 << min(failures - 1, 16))
        due = min(due, uptime + min(doubled, interval))
    }
}
