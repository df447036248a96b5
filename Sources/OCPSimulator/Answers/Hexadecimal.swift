/// Bytes and numbers as hexadecimal digits.
enum Hexadecimal {
    /// The two digits of a byte.
    static func digits(of byte: UInt8, upperCase: Bool = false) -> [UInt8] {
        [byte >> 4, byte & 15].map { nibble in
            if nibble < 10 { return UInt8(ascii: "0") + nibble }
            return UInt8(ascii: upperCase ? "A" : "a") + nibble - 10
        }
    }

    /// The last digits of a number, with leading zeros.
    static func text(_ number: UInt64, digits count: Int) -> String {
        let text = String(number, radix: 16)
        return String((String(repeating: "0", count: count) + text).suffix(count))
    }
}
