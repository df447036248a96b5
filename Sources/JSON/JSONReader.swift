/// Reads JSON in one pass over its bytes.
///
/// Why not Foundation's decoder: it throws a whole object away for one bad number (`1e-400`), it
/// takes UTF-16 and trailing commas from anybody, it tells neither positions nor duplicate keys,
/// which mistakes in a configuration need, and linking Foundation costs idle memory and start time.
///
/// Text from the network is read strictly by RFC 8259. Beyond the grammar: a byte order mark at the
/// start is ignored, invalid UTF-8 is an error, a lone surrogate in `\u` notation becomes U+FFFD,
/// nesting ends at 64 and the number of values, which take more memory than short ones have text, at
/// 500,000.
package struct JSONReader {
    /// Which texts are accepted.
    package enum Dialect: Sendable {
        /// RFC 8259 and nothing else.
        case strict
        /// For files that people write: also `//` and `/* */` comments, trailing commas, keys
        /// without quotes, and strings in single quotes. All of it is part of JSON5.
        case relaxed
    }

    /// How deep arrays and objects may be nested.
    package static let depthLimit = 64
    /// How many values a text may hold: those of a real OCP take at least ten bytes each of 4 MiB.
    package static let valueLimit = 500_000

    private let dialect: Dialect
    var index = 0
    private var depth = 0
    private var valueCount = 0
    /// What was read so far.
    private(set) var tokens: [JSONToken] = []

    init(dialect: Dialect) {
        self.dialect = dialect
    }

    /// Reads a whole text into tokens.
    mutating func readText(_ text: Span<UInt8>) throws(JSONMistake) {
        guard text.count < UInt32.max else { throw mistake("the text is longer than 4 GiB") }
        // An overview has 60; a text with more goes on from there.
        tokens.reserveCapacity(min(96, text.count))
        if text.count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF { index = 3 }
        try skipSpace(text)
        try readValue(text)
        try skipSpace(text)
        guard index == text.count else { throw mistake("nothing may follow the value") }
    }

    var isRelaxed: Bool { dialect == .relaxed }

    /// The byte at hand; 0, which no JSON token begins with, at the end.
    func byte(_ text: Span<UInt8>) -> UInt8 { index < text.count ? text[index] : 0 }

    func mistake(_ problem: String, at offset: Int? = nil) -> JSONMistake {
        JSONMistake(problem: problem, offset: offset ?? index)
    }

    /// Notes a value without others in it, or a key.
    mutating func add(_ kind: JSONToken.Kind, _ range: Range<Int>, isPlain: Bool = true) {
        tokens.append(
            JSONToken(
                kind: kind,
                isPlain: isPlain,
                start: UInt32(truncatingIfNeeded: range.lowerBound),
                end: UInt32(truncatingIfNeeded: range.upperBound),
                next: UInt32(truncatingIfNeeded: tokens.count + 1)
            )
        )
    }

    private mutating func readValue(_ text: Span<UInt8>) throws(JSONMistake) {
        valueCount += 1
        guard valueCount <= Self.valueLimit else {
            throw mistake("there are more than \(Self.valueLimit) values")
        }
        switch byte(text) {
        case UInt8(ascii: "{"): try readObject(text)
        case UInt8(ascii: "["): try readArray(text)
        case UInt8(ascii: "\""): try readString(text)
        case UInt8(ascii: "'") where isRelaxed: try readString(text)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let start = index
            try skipNumber(text)
            add(.number, start..<index)
        case UInt8(ascii: "t"): try readLiteral("true", .true, text)
        case UInt8(ascii: "f"): try readLiteral("false", .false, text)
        case UInt8(ascii: "n"): try readLiteral("null", .null, text)
        default: throw mistake("a value is expected here")
        }
    }

    private mutating func readLiteral(
        _ word: String,
        _ kind: JSONToken.Kind,
        _ text: Span<UInt8>
    ) throws(JSONMistake) {
        let start = index
        for letter in word.utf8 {
            guard byte(text) == letter else { throw mistake("a value is expected here", at: start) }
            index += 1
        }
        add(kind, start..<index)
    }

    private mutating func readArray(_ text: Span<UInt8>) throws(JSONMistake) {
        let first = try enter(.array)
        while try !isClosed(text, by: UInt8(ascii: "]"), isFirst: tokens.count == first) {
            try readValue(text)
        }
        leave(first)
    }

    private mutating func readObject(_ text: Span<UInt8>) throws(JSONMistake) {
        let first = try enter(.object)
        while try !isClosed(text, by: UInt8(ascii: "}"), isFirst: tokens.count == first) {
            let key = tokens.count
            try readKey(text)
            try skipSpace(text)
            guard byte(text) == UInt8(ascii: ":") else {
                throw mistake("':' is expected after a key")
            }
            index += 1
            try skipSpace(text)
            try readValue(text)
            tokens[key].next = UInt32(truncatingIfNeeded: tokens.count)
        }
        leave(first)
    }

    /// Begins an array or an object; gives the index of the first token in it.
    private mutating func enter(_ kind: JSONToken.Kind) throws(JSONMistake) -> Int {
        guard depth < Self.depthLimit else {
            throw mistake("nesting is deeper than \(Self.depthLimit)")
        }
        depth += 1
        add(kind, index..<index)
        index += 1
        return tokens.count
    }

    private mutating func leave(_ first: Int) {
        depth -= 1
        tokens[first - 1].end = UInt32(truncatingIfNeeded: index)
        tokens[first - 1].next = UInt32(truncatingIfNeeded: tokens.count)
    }

    /// Moves past the comma before the next element, or past the closing bracket.
    private mutating func isClosed(
        _ text: Span<UInt8>,
        by close: UInt8,
        isFirst: Bool
    ) throws(JSONMistake) -> Bool {
        try skipSpace(text)
        if byte(text) == close {
            index += 1
            return true
        }
        guard !isFirst else { return false }
        guard byte(text) == UInt8(ascii: ",") else {
            throw mistake("',' or '\(Character(Unicode.Scalar(close)))' is expected here")
        }
        index += 1
        try skipSpace(text)
        guard byte(text) == close, isRelaxed else { return false }
        index += 1
        return true
    }
}

extension JSONReader {
    /// Skips white space and, in the relaxed dialect, comments.
    mutating func skipSpace(_ text: Span<UInt8>) throws(JSONMistake) {
        while true {
            switch byte(text) {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            case UInt8(ascii: "/") where isRelaxed: try skipComment(text)
            default: return
            }
        }
    }

    private mutating func skipComment(_ text: Span<UInt8>) throws(JSONMistake) {
        let start = index
        index += 1
        switch byte(text) {
        case UInt8(ascii: "/"):
            while index < text.count, byte(text) != 0x0A { index += 1 }
        case UInt8(ascii: "*"):
            index += 1
            while true {
                guard index < text.count else {
                    throw mistake("this comment is not closed", at: start)
                }
                let isStar = byte(text) == UInt8(ascii: "*")
                index += 1
                if isStar, byte(text) == UInt8(ascii: "/") { break }
            }
            index += 1
        default:
            throw mistake("a comment begins with // or /*", at: start)
        }
    }
}
