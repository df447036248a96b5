/// Reads fixed-width decimal fields from ASCII text, as dates have them.
struct DigitReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// True if everything was read.
    var isAtEnd: Bool { index == bytes.count }

    /// The byte at hand, or nil at the end.
    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// Reads exactly so many digits.
    mutating func number(digits: Int) -> Int64? {
        guard index + digits <= bytes.count else { return nil }
        var value: Int64 = 0
        for byte in bytes[index..<index + digits] {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        index += digits
        return value
    }

    /// Reads as many digits as there are, as a text.
    mutating func run() -> ArraySlice<UInt8> {
        let start = index
        while let byte = next, byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { index += 1 }
        return bytes[start..<index]
    }

    /// Reads one of the given bytes.
    mutating func skip(_ accepted: UInt8...) -> UInt8? {
        guard let byte = next, accepted.contains(byte) else { return nil }
        index += 1
        return byte
    }

    /// Reads the given text.
    mutating func skip(text: String) -> Bool {
        guard bytes[index...].starts(with: text.utf8) else { return false }
        index += text.utf8.count
        return true
    }
}
