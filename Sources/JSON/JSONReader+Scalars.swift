extension JSONReader {
    /// Reads a key: a string or, in the relaxed dialect, a name without quotes.
    mutating func readKey(_ text: Span<UInt8>) throws(JSONMistake) {
        if byte(text) == UInt8(ascii: "\"")
            || (byte(text) == UInt8(ascii: "'") && isRelaxed)
        {
            return try readString(text)
        }
        guard isRelaxed else { throw mistake("a key in double quotes is expected here") }
        let start = index
        while isNameByte(byte(text), first: index == start) { index += 1 }
        guard index > start else { throw mistake("a key is expected here") }
        if byte(text) == UInt8(ascii: "-") {
            throw mistake("a key with other characters than letters, digits, _ and $ needs quotes")
        }
        add(.string, start..<index)
    }

    private func isNameByte(_ byte: UInt8, first: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "_"), UInt8(ascii: "$"):
            true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): !first
        default: false
        }
    }

    /// Reads a string; the quote at hand is the one that ends it.
    mutating func readString(_ text: Span<UInt8>) throws(JSONMistake) {
        let quote = byte(text)
        let open = index
        let start = index + 1
        var position = start
        var union: UInt8 = 0
        var isPlain = true
        while position < text.count {
            let byte = text[position]
            union |= byte
            if byte == quote {
                // Of ASCII alone, nothing can be invalid.
                if union >= 0x80 { try checkUTF8(start..<position, text) }
                index = position + 1
                return add(.string, start..<position, isPlain: isPlain)
            }
            position += 1
            guard byte < 0x20 || byte == UInt8(ascii: "\\") else { continue }
            index = position - 1
            guard byte >= 0x20 else { throw mistake("a string may not hold control characters") }
            isPlain = false
            try skipEscape(text)
            position = index
        }
        index = position
        throw mistake("this string is not closed", at: open)
    }

    private mutating func skipEscape(_ text: Span<UInt8>) throws(JSONMistake) {
        index += 1
        let escape = byte(text)
        index += 1
        switch escape {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            break
        case UInt8(ascii: "'") where isRelaxed: break
        case UInt8(ascii: "u"):
            for _ in 0..<4 {
                guard Self.hexadecimalDigit(byte(text)) != nil else {
                    throw mistake("four hexadecimal digits are expected after \\u")
                }
                index += 1
            }
        default: throw mistake("this escape is not one of JSON's", at: index - 2)
        }
    }

    /// The value of a hexadecimal digit; nil for another byte.
    static func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private func checkUTF8(_ range: Range<Int>, _ text: Span<UInt8>) throws(JSONMistake) {
        do {
            _ = try UTF8Span(validating: text.extracting(range))
        } catch {
            throw mistake("this string is not valid UTF-8", at: range.lowerBound)
        }
    }

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
