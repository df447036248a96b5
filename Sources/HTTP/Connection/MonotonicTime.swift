import Glibc

/// A moment on the clock that never goes back, in whole milliseconds.
///
/// Deadlines need no more, and a plain integer keeps the event loop free of 128-bit arithmetic.
struct MonotonicTime: Comparable, Sendable {
    /// Milliseconds since some moment in the past.
    var milliseconds: Int64

    /// The moment of the call.
    static var now: MonotonicTime {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return MonotonicTime(
            milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
        )
    }

    static func < (left: MonotonicTime, right: MonotonicTime) -> Bool {
        left.milliseconds < right.milliseconds
    }

    /// The whole milliseconds of a duration.
    static func milliseconds(of duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }

    static func + (time: MonotonicTime, milliseconds: Int64) -> MonotonicTime {
        MonotonicTime(milliseconds: time.milliseconds + milliseconds)
    }

    /// The milliseconds from an earlier moment to a later one.
    static func - (later: MonotonicTime, earlier: MonotonicTime) -> Int64 {
        later.milliseconds - earlier.milliseconds
    }
}
