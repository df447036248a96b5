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
            let element = rest.extracting(0..<length)
            try body(element.extracting(trimmed(element)))
            start += length + 1
        }
    }

    /// Where an element begins and ends without the spaces and tabs around it.
    private static func trimmed(_ element: Span<UInt8>) -> Range<Int> {
        var start = 0
        var end = element.count
        while start < end, FieldLine.isSpace(element[start]) { start += 1 }
        while end > start, FieldLine.isSpace(element[end - 1]) { end -= 1 }
        return start..<end
    }
}
