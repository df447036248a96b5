/// A JSON text that was read: its bytes, and where each value stands in them.
///
/// Nothing is copied out of the text before it is asked for, which is what an answer of a thousand
/// bytes needs of which some twenty fields are wanted. An object is a token followed by the tokens
/// of its members, a key and a value in turn; an array is one followed by those of its elements.
package final class JSONDocument: Sendable {
    let bytes: [UInt8]
    let tokens: [JSONToken]

    /// Reads a whole text.
    ///
    /// - Parameters:
    ///   - bytes: the text in UTF-8.
    ///   - dialect: which texts are accepted.
    /// - Throws: the first mistake.
    package init(
        _ bytes: [UInt8],
        dialect: JSONReader.Dialect = .strict
    ) throws(JSONError) {
        var reader = JSONReader(dialect: dialect)
        do throws(JSONMistake) {
            try reader.readText(bytes.span)
        } catch {
            throw JSONError(error, in: bytes)
        }
        self.bytes = bytes
        tokens = reader.tokens
    }

    /// The value that the text is.
    package var root: JSONElement { JSONElement(document: self, index: 0) }
}

/// Where one value or one key of a text stands, and what it is.
struct JSONToken: Sendable {
    /// What begins there.
    enum Kind: Sendable {
        case null, `true`, `false`, number, string, array, object
    }

    var kind: Kind
    /// True for a string that stands there as it is, without an escape.
    var isPlain = true
    /// The first byte; of a string, the one after the quote.
    var start: UInt32
    /// The byte after the last; of a string, the closing quote.
    var end: UInt32
    /// The index of the token after this one and all that is in it; of a key, after its value.
    var next: UInt32

    /// The bytes.
    var range: Range<Int> { Int(start)..<Int(end) }
}

extension JSONDocument {
    /// The text of a string or a key, unescaped.
    func text(of token: JSONToken) -> String {
        let content = bytes[token.range]
        // The reader has found the bytes to be UTF-8.
        return token.isPlain ? String(decoding: content, as: UTF8.self) : Self.unescape(content)
    }

    /// The index of the last value of a key in an object; nil if there is none, or no object.
    func value(of key: String, in object: Int) -> Int? {
        guard tokens[object].kind == .object else { return nil }
        let wanted = key.utf8Span.span
        let (allTokens, allBytes) = (self.tokens, self.bytes)
        let tokens = allTokens.span
        let bytes = allBytes.span
        let end = Int(tokens[object].next)
        var found: Int?
        var index = object + 1
        while index < end {
            let token = tokens[index]
            let isWanted =
                token.isPlain
                ? token.range.count == wanted.count && Self.isText(bytes, at: token, wanted)
                : text(of: token) == key
            if isWanted { found = index + 1 }
            index = Int(token.next)
        }
        return found
    }

    private static func isText(
        _ bytes: Span<UInt8>,
        at token: JSONToken,
        _ wanted: Span<UInt8>
    ) -> Bool {
        let start = Int(token.start)
        for offset in wanted.indices where bytes[start + offset] != wanted[offset] { return false }
        return true
    }

    /// Replaces the escapes of a string whose escapes are all valid.
    private static func unescape(_ content: ArraySlice<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(content.count)
        var rest = content
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
                text.append(byte)
                continue
            }
            switch escape {
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"): text.append(contentsOf: String(codePoint(&rest)).utf8)
            default: text.append(escape)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Takes what follows `\u`: a code point or a pair of surrogates; a lone one becomes U+FFFD.
    private static func codePoint(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar {
        let first = UInt32(codeUnit(&rest))
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
            return "\u{FFFD}"
        }
        var after = rest.dropFirst(2)
        let second = UInt32(codeUnit(&after))
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { return "\u{FFFD}" }
        rest = after
        return scalar
    }

    private static func codeUnit(_ rest: inout ArraySlice<UInt8>) -> UInt16 {
        let digits = rest.prefix(4)
        rest = rest.dropFirst(4)
        return digits.reduce(0) { $0 << 4 | UInt16(JSONReader.hexadecimalDigit($1) ?? 0) }
    }
}
