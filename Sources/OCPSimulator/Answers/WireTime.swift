import Kernel

/// The date forms that OCP writes, in the zone of its Java machine, which is China's.
///
/// One body holds two of them: `java.util.Date` in `data`, `OffsetDateTime` in the envelope and in
/// the list of clusters.
enum WireTime {
    private static let secondsEastOfGreenwich: Int64 = 8 * 3600

    /// The form of `java.util.Date`: three fraction digits and an offset without a colon, such as
    /// `2021-09-16T17:25:02.993+0800`.
    static func date(_ milliseconds: Int64) -> String {
        let (clock, fraction) = local(milliseconds)
        return "\(clock).\(fraction)+0800"
    }

    /// The form of `OffsetDateTime`: trailing zeros of the fraction dropped and an offset with a
    /// colon, such as `2021-09-22T14:50:46.414+08:00` and `2020-11-29T22:23:12+08:00`.
    static func offsetDateTime(_ milliseconds: Int64) -> String {
        var (clock, fraction) = local(milliseconds)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return clock + (fraction.isEmpty ? "" : "." + fraction) + "+08:00"
    }

    /// The form of `Instant` with six fraction digits, such as `2024-08-09T08:00:52.151857Z`.
    static func instant(_ milliseconds: Int64, microseconds: Int64) -> String {
        let (clock, fraction) = local(milliseconds, east: 0)
        return "\(clock).\(fraction)\(digits(microseconds))Z"
    }

    /// The form of `OffsetDateTime` with six fraction digits, such as
    /// `2024-08-09T16:04:21.810084+08:00`.
    static func offsetDateTime(_ milliseconds: Int64, microseconds: Int64) -> String {
        let (clock, fraction) = local(milliseconds)
        return "\(clock).\(fraction)\(digits(microseconds))+08:00"
    }

    /// The form of `OffsetDateTime` with nine fraction digits, in the envelope of newer calls.
    static func offsetDateTime(_ milliseconds: Int64, nanoseconds: Int64) -> String {
        let (clock, fraction) = local(milliseconds)
        let (micro, nano) = nanoseconds.quotientAndRemainder(dividingBy: 1000)
        return "\(clock).\(fraction)\(digits(micro))\(digits(nano))+08:00"
    }

    /// A number below 1000 in three digits.
    private static func digits(_ number: Int64) -> String {
        String(String(1000 + number % 1000).dropFirst())
    }

    /// The day with the time of day, and the three digits of the milliseconds.
    private static func local(
        _ milliseconds: Int64,
        east: Int64 = secondsEastOfGreenwich
    ) -> (clock: String, fraction: String) {
        let fraction = (milliseconds % 1000 + 1000) % 1000
        let seconds = (milliseconds - fraction) / 1000 + east
        return (CalendarTime.text(seconds, "%Y-%m-%dT%H:%M:%S") ?? "", digits(fraction))
    }
}
