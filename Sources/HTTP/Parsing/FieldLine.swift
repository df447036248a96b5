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
        value = line.trimmed(colon + 1..<line.count)
        for index in value {
            let octet = line[index]
            guard octet >= 0x20 || octet == 0x09, octet != 0x7f else {
                throw .malformed("a field value holds a control character")
            }
        }
        nameEnd = colon
    }
}

/// Values that hold a list (RFC 9110 section 5.6.1).
enum FieldList {
    /// Calls the body for each element, between commas and without the white space around it.
    ///
    /// - Parameters:
    ///   - value: a value without quoted strings.
    ///   - body: takes an element, which may be empty.
    /// - Throws: what the body throws.
    static func forEach<Failure: Error>(
        _ value: Span<UInt8>,
        _ body: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        var start = 0
        while start <= value.count {
            let rest = value.extracting(start...)
            let length = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.count
            try body(rest.extracting(rest.trimmed(0..<length)))
            start += length + 1
        }
    }
}

extension Span<UInt8> {
    /// A part without the spaces and tabs around it.
    fileprivate func trimmed(_ part: Range<Int>) -> Range<Int> {
        var (start, end) = (part.lowerBound, part.upperBound)
        while start < end, self[start] == 0x20 || self[start] == 0x09 { start += 1 }
        while end > start, self[end - 1] == 0x20 || self[end - 1] == 0x09 { end -= 1 }
        return start..<end
    }
}
