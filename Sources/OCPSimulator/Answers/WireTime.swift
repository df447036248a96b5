/// The date forms that OCP writes, in the zone of its Java machine.
///
/// One body holds two of them: `java.util.Date` in `data`, `OffsetDateTime` in the envelope and in
/// the list of clusters.
struct WireTime {
    /// The zone's offset east of Greenwich in minutes.
    var offsetMinutes: Int64 = 8 * 60

    /// The form of `java.util.Date`: three fraction digits and an offset without a colon, such as
    /// `2021-09-16T17:25:02.993+0800`.
    func date(_ milliseconds: Int64) -> String {
        let (seconds, fraction) = CivilDate.floorDivide(milliseconds, by: 1000)
        return local(seconds) + "." + Self.padded(fraction, 3) + offset(separator: "")
    }

    /// The form of `OffsetDateTime`: trailing zeros of the fraction dropped and an offset with a
    /// colon, such as `2021-09-22T14:50:46.414+08:00` and `2020-11-29T22:23:12+08:00`.
    func offsetDateTime(_ milliseconds: Int64) -> String {
        let (seconds, fraction) = CivilDate.floorDivide(milliseconds, by: 1000)
        var digits = Self.padded(fraction, 3)
        while digits.hasSuffix("0") { digits.removeLast() }
        return local(seconds) + (digits.isEmpty ? "" : "." + digits) + offset(separator: ":")
    }

    private func local(_ seconds: Int64) -> String {
        let (days, time) = CivilDate.floorDivide(seconds + offsetMinutes * 60, by: 86_400)
        let date = CivilDate(daysSince1970: days)
        let clock = [time / 3600, time / 60 % 60, time % 60].map { Self.padded($0, 2) }
        return Self.padded(date.year, 4) + "-" + Self.padded(date.month, 2) + "-"
            + Self.padded(date.day, 2) + "T" + clock.joined(separator: ":")
    }

    private func offset(separator: String) -> String {
        let minutes = offsetMinutes.magnitude
        return (offsetMinutes < 0 ? "-" : "+") + Self.padded(Int64(minutes / 60), 2) + separator
            + Self.padded(Int64(minutes % 60), 2)
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
