extension JSONReader {
    /// Moves past a number by RFC 8259 section 6: no leading zeros, no `+`, no `NaN`.
    mutating func skipNumber(_ text: Span<UInt8>) throws(JSONMistake) {
        let start = index
        if byte(text) == UInt8(ascii: "-") { index += 1 }
        if byte(text) == UInt8(ascii: "0") {
            index += 1
            if isDigit(byte(text)) { throw mistake("a number may not begin with 0", at: start) }
        } else {
            try skipDigits(text)
        }
        if byte(text) == UInt8(ascii: ".") {
            index += 1
            try skipDigits(text)
        }
        if byte(text) | 0x20 == UInt8(ascii: "e") {
            index += 1
            if byte(text) == UInt8(ascii: "+") || byte(text) == UInt8(ascii: "-") { index += 1 }
            try skipDigits(text)
        }
    }

    private mutating func skipDigits(_ text: Span<UInt8>) throws(JSONMistake) {
        guard isDigit(byte(text)) else { throw mistake("a digit is expected here") }
        while isDigit(byte(text)) { index += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}
