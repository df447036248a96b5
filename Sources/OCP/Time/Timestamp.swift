import Kernel

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
    /// - Returns: seconds since 1970, or nil if this is no such text, or not in 1970 to 9999 by the clock
    ///   of its place.
    static func seconds(_ text: String) -> Double? {
        seconds(Array(text.utf8)[...])
    }

    /// Reads the same from bytes.
    static func seconds(_ text: ArraySlice<UInt8>) -> Double? {
        var reader = DigitReader(text)
        guard let date = readDate(&reader),
            reader.skip(UInt8(ascii: "T"), or: UInt8(ascii: "t")) != nil,
            let time = reader.time(mostSeconds: 59)
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
        let seconds = date + time - offset
        // A place east of Greenwich may write the epoch's day by its own clock.
        guard seconds >= 0 || date + time >= 0, seconds <= lastSecond else { return nil }
        // Up to microseconds the numerator is exact, so that the result is the nearest double.
        if scale <= 1_000_000 { return Double(seconds * scale + fraction) / Double(scale) }
        return Double(seconds) + Double(fraction) / Double(scale)
    }

    /// Writes a time in UTC as `YYYY-MM-DDThh:mm:ss` and the given form of the offset 0.
    ///
    /// Fractions are dropped; times outside 1970 to 9999 become the nearest in it.
    static func text(_ seconds: Double, offset: String) -> String {
        let bounded = seconds.isFinite ? min(max(seconds, 0), Double(lastSecond)) : 0
        return (CalendarTime.text(Int64(bounded), "%Y-%m-%dT%H:%M:%S") ?? "") + offset
    }

    private static func readDate(_ reader: inout DigitReader) -> Int64? {
        guard let year = reader.number(digits: 4), reader.skip(UInt8(ascii: "-")),
            let month = reader.number(digits: 2), reader.skip(UInt8(ascii: "-")),
            let day = reader.number(digits: 2)
        else { return nil }
        return CalendarTime.seconds(year: year, month: month, day: day)
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

/// Reads fixed-width decimal fields from ASCII text, as dates have them.
struct DigitReader {
    private var rest: ArraySlice<UInt8>

    /// Begins to read a text; white space around it does not matter.
    init(_ text: ArraySlice<UInt8>) {
        rest = text.drop(while: \.isASCIISpace)
        while rest.last?.isASCIISpace == true { rest.removeLast() }
    }

    /// True if everything was read.
    var isAtEnd: Bool { rest.isEmpty }

    /// Reads exactly so many digits.
    mutating func number(digits: Int) -> Int64? {
        guard digits <= rest.count else { return nil }
        var value: Int64 = 0
        for index in rest.startIndex..<rest.startIndex + digits {
            let byte = rest[index]
            guard Self.isDigit(byte) else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        rest = rest.dropFirst(digits)
        return value
    }

    /// Reads as many digits as there are, as a text.
    mutating func run() -> ArraySlice<UInt8> {
        let digits = rest.prefix(while: Self.isDigit)
        rest = rest.dropFirst(digits.count)
        return digits
    }

    /// Reads one of two bytes.
    mutating func skip(_ accepted: UInt8, or other: UInt8) -> UInt8? {
        guard let byte = rest.first, byte == accepted || byte == other else { return nil }
        rest = rest.dropFirst()
        return byte
    }

    /// Reads a byte.
    mutating func skip(_ accepted: UInt8) -> Bool {
        skip(accepted, or: accepted) != nil
    }

    /// Reads the given text.
    mutating func skip(text: String) -> Bool {
        guard rest.starts(with: text.utf8) else { return false }
        rest = rest.dropFirst(text.utf8.count)
        return true
    }

    /// Reads `hh:mm:ss` as seconds.
    mutating func time(mostSeconds: Int64) -> Int64? {
        guard let hour = number(digits: 2), hour <= 23, skip(UInt8(ascii: ":")),
            let minute = number(digits: 2), minute <= 59, skip(UInt8(ascii: ":")),
            let second = number(digits: 2), second <= mostSeconds
        else { return nil }
        return hour * 3_600 + minute * 60 + second
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}
