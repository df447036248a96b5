/// Points in time as HTTP writes them (RFC 9110 section 5.6.7): `Tue, 17 Jan 2023 03:36:01 GMT`.
enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Writes a time in seconds since 1970; times outside 1970 to 9999 become the nearest in it.
    static func text(_ seconds: Double) -> String {
        let bounded = seconds.isFinite ? min(max(seconds, 0), 253_402_300_799) : 0
        let whole = Int64(bounded)
        let date = CivilDate(daysSince1970: whole / 86_400)
        let second = whole % 86_400
        let time = [second / 3_600, second / 60 % 60, second % 60].map { pad($0, 2) }
        let weekday = days[Int(whole / 86_400 % 7)]
        return "\(weekday), \(pad(date.day, 2)) \(months[Int(date.month) - 1]) "
            + "\(pad(date.year, 4)) \(time.joined(separator: ":")) GMT"
    }

    /// Reads the preferred form, in seconds since 1970; the day of the week is not checked.
    static func seconds(_ text: String) -> Double? {
        var reader = DigitReader(Array(text.utf8)[...])
        guard days.contains(where: { reader.skip(text: $0) }), reader.skip(text: ", "),
            let day = reader.number(digits: 2), reader.skip(text: " "),
            let month = months.firstIndex(where: { reader.skip(text: $0) }),
            reader.skip(text: " "), let year = reader.number(digits: 4), reader.skip(text: " "),
            let hour = reader.number(digits: 2), hour <= 23, reader.skip(text: ":"),
            let minute = reader.number(digits: 2), minute <= 59, reader.skip(text: ":"),
            let second = reader.number(digits: 2), second <= 60, reader.skip(text: " GMT"),
            reader.isAtEnd,
            let date = CivilDate(year: year, month: Int64(month) + 1, day: day)
        else { return nil }
        return Double(date.daysSince1970 * 86_400 + hour * 3_600 + minute * 60 + second)
    }

    private static func pad(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
