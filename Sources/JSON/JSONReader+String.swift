extension JSONReader {
    /// Reads a key: a string or, in the relaxed dialect, a name without quotes.
    mutating func readKey() throws(JSONError) -> String {
        if byte == UInt8(ascii: "\"") || (byte == UInt8(ascii: "'") && dialect == .relaxed) {
            return try readString()
        }
        guard dialect == .relaxed else { throw mistake("a key in double quotes is expected here") }
        let start = index
        while isNameByte(byte, first: index == start) { index += 1 }
        guard index > start else { throw mistake("a key is expected here") }
        if byte == UInt8(ascii: "-") {
            throw mistake("a key with other characters than letters, digits, _ and $ needs quotes")
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
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
    mutating func readString() throws(JSONError) -> String {
        let quote = byte
        let open = index
        index += 1
        let start = index
        var union: UInt8 = 0
        while index < bytes.count {
            let byte = bytes[index]
            union |= byte
            if byte == quote {
                let content = bytes[start..<index]
                // Of ASCII alone, nothing can be invalid, and this is the faster way.
                let text =
                    union < 0x80
                    ? String(decoding: content, as: UTF8.self) : try text(content, at: start)
                index += 1
                return text
            }
            if byte == UInt8(ascii: "\\") {
                return try readEscapedString(from: start, openedAt: open, quote: quote)
            }
            guard byte >= 0x20 else { throw mistake("a string may not hold control characters") }
            index += 1
        }
        throw unclosed(open)
    }

    /// Goes on with a string from its first backslash.
    private mutating func readEscapedString(
        from start: Int,
        openedAt open: Int,
        quote: UInt8
    ) throws(JSONError) -> String {
        var unescaped = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            if byte == quote {
                let text = try text(unescaped[...], at: start)
                index += 1
                return text
            }
            guard byte >= 0x20 else { throw mistake("a string may not hold control characters") }
            index += 1
            if byte == UInt8(ascii: "\\") {
                try readEscape(into: &unescaped)
            } else {
                unescaped.append(byte)
            }
        }
        throw unclosed(open)
    }

    private mutating func readEscape(into text: inout [UInt8]) throws(JSONError) {
        let escape = byte
        index += 1
        switch escape {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape)
        case UInt8(ascii: "'") where dialect == .relaxed: text.append(escape)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(try readCodePoint()).utf8)
        default: throw mistake("this escape is not one of JSON's", at: index - 2)
        }
    }

    /// Reads what follows `\u`: a code point or a pair of surrogates; a lone one becomes U+FFFD.
    private mutating func readCodePoint() throws(JSONError) -> Unicode.Scalar {
        let first = UInt32(try readHex())
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, byte == UInt8(ascii: "\\"), index + 1 < bytes.count,
            bytes[index + 1] == UInt8(ascii: "u")
        else { return "\u{FFFD}" }
        let mark = index
        index += 2
        let second = UInt32(try readHex())
        if (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        {
            return scalar
        }
        index = mark
        return "\u{FFFD}"
    }

    private mutating func readHex() throws(JSONError) -> UInt16 {
        var value: UInt16 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw mistake("four hexadecimal digits are expected after \\u")
            }
            value = value << 4 | UInt16(digit)
            index += 1
        }
        return value
    }

    private func text(_ bytes: ArraySlice<UInt8>, at start: Int) throws(JSONError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw mistake("this string is not valid UTF-8", at: start)
        }
        return text
    }

    private func unclosed(_ open: Int) -> JSONError {
        mistake("this string is not closed", at: open)
    }
}
