/// Reads JSON in one pass over its bytes.
///
/// Why not Foundation's decoder: it throws a whole object away for one bad number (`1e-400`), it
/// takes UTF-16 and trailing commas from anybody, it tells neither positions nor duplicate keys,
/// which mistakes in a configuration need, and linking Foundation costs idle memory and start time.
///
/// Text from the network is read strictly by RFC 8259. Beyond the grammar: a byte order mark at the
/// start is ignored, invalid UTF-8 is an error, a lone surrogate in `\u` notation becomes U+FFFD,
/// nesting ends at 64 and the number of values, which take more memory than their text, at 500,000.
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

    let bytes: [UInt8]
    let dialect: Dialect
    var index = 0
    var depth = 0
    var valueCount = 0
    /// The members so far of all objects that are open; each takes its own when it closes, and so
    /// needs one piece of memory of the right size.
    private var members: [JSONObject.Member] = []

    init(_ bytes: [UInt8], dialect: Dialect) {
        self.bytes = bytes
        self.dialect = dialect
    }

    /// Reads a whole text.
    ///
    /// - Parameters:
    ///   - bytes: the text in UTF-8.
    ///   - dialect: which texts are accepted.
    /// - Returns: the value.
    /// - Throws: the first mistake.
    package static func read(
        _ bytes: [UInt8],
        dialect: Dialect = .strict
    ) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes, dialect: dialect)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.index = 3 }
        try reader.skipSpace()
        let value = try reader.readValue()
        try reader.skipSpace()
        guard reader.isAtEnd else { throw reader.mistake("nothing may follow the value") }
        return value
    }

    var isAtEnd: Bool { index >= bytes.count }

    /// The byte at hand; 0, which no JSON token begins with, at the end.
    var byte: UInt8 { index < bytes.count ? bytes[index] : 0 }

    func mistake(_ problem: String, at offset: Int? = nil) -> JSONError {
        let offset = offset ?? index
        return JSONError(
            problem: offset < bytes.count ? problem : "the text ends too early: \(problem)",
            offset: offset,
            position: JSONPosition(offset: offset, in: bytes)
        )
    }

    mutating func readValue() throws(JSONError) -> JSONValue {
        valueCount += 1
        guard valueCount <= Self.valueLimit else {
            throw mistake("there are more than \(Self.valueLimit) values")
        }
        switch byte {
        case UInt8(ascii: "{"): return .object(try readObject())
        case UInt8(ascii: "["): return .array(try readArray())
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "'") where dialect == .relaxed: return .string(try readString())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return .number(try readNumber())
        case UInt8(ascii: "t"): return try readLiteral("true", .bool(true))
        case UInt8(ascii: "f"): return try readLiteral("false", .bool(false))
        case UInt8(ascii: "n"): return try readLiteral("null", .null)
        default: throw mistake("a value is expected here")
        }
    }

    private mutating func readLiteral(
        _ word: String,
        _ value: JSONValue
    ) throws(JSONError) -> JSONValue {
        let start = index
        for letter in word.utf8 {
            guard byte == letter else { throw mistake("a value is expected here", at: start) }
            index += 1
        }
        return value
    }

    private mutating func readArray() throws(JSONError) -> [JSONValue] {
        try enter()
        var elements: [JSONValue] = []
        while try !isClosed(by: UInt8(ascii: "]"), after: elements.count) {
            elements.append(try readValue())
        }
        depth -= 1
        return elements
    }

    private mutating func readObject() throws(JSONError) -> JSONObject {
        try enter()
        if members.isEmpty { members.reserveCapacity(64) }
        let first = members.count
        while try !isClosed(by: UInt8(ascii: "}"), after: members.count - first) {
            let offset = index
            let key = try readKey()
            try skipSpace()
            guard byte == UInt8(ascii: ":") else { throw mistake("':' is expected after a key") }
            index += 1
            try skipSpace()
            members.append(JSONObject.Member(key: key, value: try readValue(), offset: offset))
        }
        depth -= 1
        let object = JSONObject(Array(members[first...]))
        members.removeLast(members.count - first)
        return object
    }

    private mutating func enter() throws(JSONError) {
        guard depth < Self.depthLimit else {
            throw mistake("nesting is deeper than \(Self.depthLimit)")
        }
        depth += 1
        index += 1
    }

    /// Moves past the comma before the next element, or past the closing bracket.
    private mutating func isClosed(by close: UInt8, after count: Int) throws(JSONError) -> Bool {
        try skipSpace()
        if byte == close {
            index += 1
            return true
        }
        guard count > 0 else { return false }
        guard byte == UInt8(ascii: ",") else {
            throw mistake("',' or '\(Character(Unicode.Scalar(close)))' is expected here")
        }
        index += 1
        try skipSpace()
        guard byte == close, dialect == .relaxed else { return false }
        index += 1
        return true
    }
}
