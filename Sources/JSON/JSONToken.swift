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
