extension JSONReader {
    /// Reads a number by RFC 8259 section 6: no leading zeros, no `+`, no `NaN`.
    mutating func readNumber() throws(JSONError) -> JSONNumber {
        let start = index
        if byte == UInt8(ascii: "-") { index += 1 }
        if byte == UInt8(ascii: "0") {
            index += 1
            if isDigit(byte) { throw mistake("a number may not begin with 0", at: start) }
        } else {
            try skipDigits()
        }
        if byte == UInt8(ascii: ".") {
            index += 1
            try skipDigits()
        }
        if byte | 0x20 == UInt8(ascii: "e") {
            index += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { index += 1 }
            try skipDigits()
        }
        return JSONNumber(checked: String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func skipDigits() throws(JSONError) {
        guard isDigit(byte) else { throw mistake("a digit is expected here") }
        while isDigit(byte) { index += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}
