import Glibc

/// A moment as the simulation sees it.
///
/// States progress in simulated time, which runs `timeScale` times faster than the clock. What is
/// sent are instants that a monitoring system compares with its own clock, so the simulated present
/// is always the real present: a thing that is 600 simulated seconds old is sent as "now - 600 s".
/// Ages and delays therefore grow `timeScale` times faster than the clock, delay and checkpoint
/// agree as OCP's do, and no instant lies in the future. The price: with a scale above 1 an instant
/// that stands still in the simulation slides back in real time; at scale 1 it stands still.
struct Moment: Sendable, Equatable {
    /// The real present, in milliseconds since 1970.
    var now: Int64
    /// The simulated time since the simulator started, in milliseconds; never negative.
    var elapsed: Int64
}

extension Moment {
    /// Makes a moment of the clock's reading.
    ///
    /// - Parameters:
    ///   - now: the real present, in milliseconds since 1970.
    ///   - start: when the simulator started, in milliseconds since 1970.
    ///   - timeScale: simulated seconds per real second.
    init(now: Int64, start: Int64, timeScale: Double) {
        let thousandths = Int64(exactly: (timeScale * 1000).rounded()) ?? 1000
        let (product, overflow) = max(0, now - start).multipliedReportingOverflow(by: thousandths)
        // A simulation that has run for longer than numbers reach has no more to show.
        self.init(
            now: now,
            elapsed: min(overflow ? Self.longest : product / 1000, Self.longest)
        )
    }

    /// A thousand years: far from where adding spans to it would overflow.
    private static let longest: Int64 = 1000 * 366 * Span.day
}

/// Spans of time in milliseconds.
enum Span {
    static let second: Int64 = 1000
    static let minute = 60 * second
    static let hour = 60 * minute
    static let day = 24 * hour

    private static let units: [(suffix: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", minute), ("h", hour), ("d", day),
    ]

    /// The milliseconds of a text as flags take it, a number and one of `ms`, `s`, `m`, `h`, `d`, at
    /// most a year; nil for another form.
    static func milliseconds(_ text: String) -> Int64? {
        guard let unit = units.first(where: { text.hasSuffix($0.suffix) }) else { return nil }
        let digits = text.dropLast(unit.suffix.count)
        guard digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int64(digits) else {
            return nil
        }
        let (product, overflow) = number.multipliedReportingOverflow(by: unit.milliseconds)
        return overflow || product > 366 * day ? nil : product
    }
}

/// The machine's clock.
package enum SystemClock {
    /// The present, in seconds since 1970.
    package static let seconds: @Sendable () -> Double = {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
