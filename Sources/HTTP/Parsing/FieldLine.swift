/// `field-name ":" OWS field-value OWS` (RFC 9112 section 5), as offsets into the line.
struct FieldLine {
    /// Where the name ends and the colon stands.
    let nameEnd: Int
    /// The value without the white space around it.
    let value: Range<Int>

    /// Reads a line without its CRLF.
    ///
    /// - Throws: `malformed` for a line without a colon, a name that is no token (which covers
    ///   white space before the colon and folded lines), and control characters in the value.
    init(_ line: Span<UInt8>) throws(RequestError) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
            throw .malformed("a field line has no colon")
        }
        guard colon > 0, OctetSet.token.containsAll(line.extracting(0..<colon)) else {
            throw .malformed("a field name is no token")
        }
        var start = colon + 1
        var end = line.count
        while start < end, Self.isSpace(line[start]) { start += 1 }
        while end > start, Self.isSpace(line[end - 1]) { end -= 1 }
        for index in start..<end {
            let octet = line[index]
            guard octet >= 0x20 || octet == 0x09, octet != 0x7f else {
                throw .malformed("a field value holds a control character")
            }
        }
        nameEnd = colon
        value = start..<end
    }

    /// Tells whether an octet is a space or a tab.
    static func isSpace(_ octet: UInt8) -> Bool {
        octet == 0x20 || octet == 0x09
    }
}
