/// Points in time as OCP writes them.
enum Timestamp {
    private static let lastSecond: Int64 = 253_402_300_799  // 9999-12-31T23:59:59Z

    /// Reads `YYYY-MM-DDThh:mm:ss`, a fraction of 1 to 9 digits or none, and an offset.
    ///
    /// The offset is `Z`, `±hh:mm`, `±hhmm` or `±hh`, and must be there: the zone is that of OCP's
    /// machine, so no text without one has a meaning. Days are checked against the calendar. A
    /// second 60 is refused: what writes these texts in OCP (Java) never makes one.
    ///
    /// - Parameter text: the text; white space around it does not matter.
    /// - Returns: seconds since 1970, or nil if this is no such text, or not in 1970 to 9999.
    static func seconds(_ text: String) -> Double? {
        seconds(Array(text.utf8)[...])
    }

    /// Reads the same from bytes.
    static func seconds(_ text: ArraySlice<UInt8>) -> Double? {
        var reader = DigitReader(text)
        guard let date = readDate(&reader),
            reader.skip(UInt8(ascii: "T"), or: UInt8(ascii: "t")) != nil,
            let time = readTime(&reader)
        else { return nil }
        var scale: Int64 = 1
        var fraction: Int64 = 0
        if reader.skip(UInt8(ascii: ".")) {
            let digits = reader.run()
            guard (1...9).contains(digits.count) else { return nil }
            for digit in digits {
                fraction = fraction * 10 + Int64(digit - UInt8(ascii: "0"))
                scale *= 10
            }
        }
        guard let offset = readOffset(&reader), reader.isAtEnd else { return nil }
        let seconds = date.daysSince1970 * 86_400 + time - offset
        guard (0...lastSecond).contains(seconds) else { return nil }
        // Up to microseconds the numerator is exact, so that the result is the nearest double.
        if scale <= 1_000_000 { return Double(seconds * scale + fraction) / Double(scale) }
        return Double(seconds) + Double(fraction) / Double(scale)
    }

    private static func readDate(_ reader: inout DigitReader) -> CivilDate? {
        guard let year = reader.number(digits: 4), reader.skip(UInt8(ascii: "-")),
            let month = reader.number(digits: 2), reader.skip(UInt8(ascii: "-")),
            let day = reader.number(digits: 2)
        else { return nil }
        return CivilDate(year: year, month: month, day: day)
    }

    private static func readTime(_ reader: inout DigitReader) -> Int64? {
        guard let hour = reader.number(digits: 2), hour <= 23,
            reader.skip(UInt8(ascii: ":")),
            let minute = reader.number(digits: 2), minute <= 59,
            reader.skip(UInt8(ascii: ":")),
            let second = reader.number(digits: 2), second <= 59
        else { return nil }
        return hour * 3_600 + minute * 60 + second
    }

    /// Reads an offset in seconds; the widest that Java knows is 18 hours.
    private static func readOffset(_ reader: inout DigitReader) -> Int64? {
        if reader.skip(UInt8(ascii: "Z"), or: UInt8(ascii: "z")) != nil { return 0 }
        guard let sign = reader.skip(UInt8(ascii: "+"), or: UInt8(ascii: "-")),
            let hours = reader.number(digits: 2)
        else { return nil }
        var minutes: Int64 = 0
        if !reader.isAtEnd {
            _ = reader.skip(UInt8(ascii: ":"))
            guard let read = reader.number(digits: 2), read <= 59 else { return nil }
            minutes = read
        }
        let offset = hours * 3_600 + minutes * 60
        guard offset <= 18 * 3_600 else { return nil }
        return sign == UInt8(ascii: "-") ? -offset : offset
    }
}
