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
        let (seconds, fraction) = CivilDate.floorDivide(milliseconds, by: 1000)
        let (days, time) = CivilDate.floorDivide(seconds + secondsEastOfGreenwich, by: 86_400)
        let date = CivilDate(daysSince1970: days)
        let day = [padded(date.year, 4), padded(date.month, 2), padded(date.day, 2)]
        let clock = [time / 3600, time / 60 % 60, time % 60].map { padded($0, 2) }
        return (
            day.joined(separator: "-") + "T" + clock.joined(separator: ":"), padded(fraction, 3)
        )
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}

/// A day of the proleptic Gregorian calendar.
///
/// The conversions are Howard Hinnant's `days_from_civil` and `civil_from_days`.
struct CivilDate: Equatable {
    var year: Int64
    /// 1 to 12.
    var month: Int64
    /// 1 to 31.
    var day: Int64
}

extension CivilDate {
    /// The date that lies a number of days after 1 January 1970.
    init(daysSince1970 days: Int64) {
        let (era, dayOfEra) = Self.floorDivide(days + 719_468, by: 146_097)
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        month = shifted < 10 ? shifted + 3 : shifted - 9
        day = dayOfYear - (153 * shifted + 2) / 5 + 1
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    }

    /// The days since 1 January 1970.
    var daysSince1970: Int64 {
        let (era, yearOfEra) = Self.floorDivide(month <= 2 ? year - 1 : year, by: 400)
        let shifted = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * shifted + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    /// Divides with a remainder that is never negative.
    static func floorDivide(_ number: Int64, by divisor: Int64) -> (
        quotient: Int64, remainder: Int64
    ) {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
