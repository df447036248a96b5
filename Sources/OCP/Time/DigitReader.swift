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

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}
