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

    /// The day with the time of day, and the three digits of the milliseconds.
    private static func local(_ milliseconds: Int64) -> (clock: String, fraction: String) {
        let fraction = (milliseconds % 1000 + 1000) % 1000
        let seconds = (milliseconds - fraction) / 1000 + secondsEastOfGreenwich
        return (
            CalendarTime.text(seconds, "%Y-%m-%dT%H:%M:%S") ?? "",
            String(String(1000 + fraction).dropFirst())
        )
    }
}
