import Kernel

/// Points in time as HTTP writes them (RFC 9110 section 5.6.7): `Tue, 17 Jan 2023 03:36:01 GMT`.
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Writes a time in seconds since 1970; times outside 1970 to 9999 become the nearest in it.
    static func text(_ seconds: Double) -> String {
        let bounded = seconds.isFinite ? min(max(seconds, 0), 253_402_300_799) : 0
        return CalendarTime.httpDate(Int64(bounded)) ?? ""
    }

    /// Reads the preferred form, in seconds since 1970; the day of the week is not checked.
    static func seconds(_ text: String) -> Double? {
        let text = Array(text.trimmingASCIISpace().utf8)
        guard text.count == 29, text[3...4].elementsEqual(", ".utf8),
            text[26...].elementsEqual("GMT".utf8)
        else { return nil }
        var reader = DigitReader(text[5..<26])
        let space = UInt8(ascii: " ")
        guard let day = reader.number(digits: 2), reader.skip(space),
            let month = months.firstIndex(where: { reader.skip(text: $0) }), reader.skip(space),
            let year = reader.number(digits: 4), reader.skip(space),
            let time = reader.time(mostSeconds: 60), reader.isAtEnd,
            let date = CalendarTime.seconds(year: year, month: Int64(month) + 1, day: day)
        else { return nil }
        return Double(date + time)
    }
}
