import Glibc

/// The time of day, a clock that never jumps, and waiting: one thing to replace in tests.
package protocol TimeSource: Sendable {
    /// Seconds since 1970 by the machine's clock.
    func now() -> Double
    /// The time since the machine started, for all that is measured: it only grows, nobody sets it, and
    /// it goes on while the machine is suspended.
    func uptime() -> Duration
    /// Waits; throws `CancellationError` if the task is cancelled meanwhile.
    func sleep(for duration: Duration) async throws
}

extension TimeSource {
    /// This moment by both clocks.
    var instant: Instant { Instant(time: now(), uptime: uptime().seconds) }
}

/// A moment: the time of day is for showing it and for what OCP names, and may be set; how long ago it
/// is goes by the other clock alone.
struct Instant: Sendable {
    /// Seconds since 1970.
    var time: Double
    /// Seconds of ``TimeSource/uptime()``.
    var uptime: Double

    /// Seconds from an earlier moment to this one.
    func since(_ earlier: Instant) -> Double { uptime - earlier.uptime }
}

/// The machine's clocks.
package struct SystemTime: TimeSource {
    /// Makes the one that is used outside of tests.
    package init() {}

    package func now() -> Double {
        let (seconds, nanoseconds) = Self.read(CLOCK_REALTIME)
        // Milliseconds are what every time on the page has; more digits would only be noise.
        return Double(seconds) + (Double(nanoseconds) / 1e6).rounded() / 1000
    }

    package func uptime() -> Duration {
        let (seconds, nanoseconds) = Self.read(CLOCK_BOOTTIME)
        return .seconds(seconds) + .nanoseconds(nanoseconds)
    }

    package func sleep(for duration: Duration) async throws {
        try await ContinuousClock().sleep(for: duration)
    }

    private static func read(_ clock: clockid_t) -> (seconds: Int, nanoseconds: Int) {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return (time.tv_sec, time.tv_nsec)
    }
}

extension Duration {
    /// This duration in seconds.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
