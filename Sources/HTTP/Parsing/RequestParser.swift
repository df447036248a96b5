import Glibc

/// Turns octets into request heads, as many at a time as happen to come.
///
/// A line is judged when it ends, so a fault is answered without waiting for the rest of the
/// head. Only an unfinished line is kept between calls, and no octet is looked at twice.
struct RequestParser {
    /// A complete head and what it means for the connection.
    struct Head: Equatable {
        /// What a handler gets.
        var request: HTTPRequest
        /// The connection must end after the answer.
        var closes: Bool
        /// Content follows, which nobody will read.
        var hasContent: Bool
    }

    private let limits: HTTPLimits
    private var line: [UInt8] = []
    private var headOctets = 0
    private var emptyLines = 0
    private var requestLine: RequestLine?
    private var fields: HTTPFields = []
    private var framing = MessageFraming()

    /// Tells whether the head that is being read asks by `HEAD`, even if its line is refused.
    private(set) var isHead = false

    /// Tells whether no octet of a next request has come.
    var isIdle: Bool { headOctets == 0 }

    init(limits: HTTPLimits) {
        self.limits = limits
    }

    /// Reads on until a head is complete or the octets are used up.
    ///
    /// After an error the parser must not be used again.
    ///
    /// - Parameters:
    ///   - octets: what was received.
    ///   - position: where to begin; afterwards, how far it was read.
    /// - Returns: a head, or nil if more octets are needed.
    /// - Throws: why the request is refused.
    mutating func parse(
        _ octets: Span<UInt8>,
        at position: inout Int
    ) throws(RequestError) -> Head? {
        while position < octets.count {
            let rest = octets.extracting(position...)
            if headOctets == 0 { try checkFirst(rest[0]) }
            guard let length = Self.lineLength(rest) else {
                position = octets.count
                headOctets += rest.count
                rest.withUnsafeBufferPointer { line.append(contentsOf: $0) }
                try checkSize(line.span)
                return nil
            }
            position += length
            headOctets += length
            let complete: Bool
            if line.isEmpty {
                complete = try end(rest.extracting(0..<length))
            } else {
                rest.extracting(0..<length).withUnsafeBufferPointer { line.append(contentsOf: $0) }
                let whole = line
                line = []
                complete = try end(whole.span)
            }
            if complete { return try takeHead() }
        }
        return nil
    }

    /// Judges a line with its line feed; true for the empty line that ends the head.
    private mutating func end(_ whole: Span<UInt8>) throws(RequestError) -> Bool {
        let count = whole.count - 2
        guard count >= 0, whole[count] == 0x0d else {
            throw .malformed("a line does not end with CR LF")
        }
        let line = whole.extracting(0..<count)
        try checkSize(line)
        guard let requestLine else {
            guard count > 0 else {
                emptyLines += 1
                guard emptyLines <= 2 else { throw .malformed("there is no request line") }
                return false
            }
            isHead = count > 5 && line.extracting(0..<5).text == "HEAD "
            self.requestLine = try RequestLine(line)
            return false
        }
        guard count > 0 else { return true }
        guard fields.lines.count < limits.fieldCount else { throw .fieldsTooLarge }
        let field = try FieldLine(line)
        let name = line.extracting(0..<field.nameEnd)
        let value = line.extracting(field.value)
        try framing.note(name: name, value: value, isHTTP11: requestLine.isHTTP11)
        fields.append(name.text, value.text)
        return false
    }

    /// Refuses what cannot begin a request, such as a TLS handshake, which has no lines to end.
    private func checkFirst(_ octet: UInt8) throws(RequestError) {
        guard octet == 0x0d || octet == 0x0a || (octet > 0x20 && octet < 0x7f) else {
            throw .malformed("this is not HTTP")
        }
    }

    private func checkSize(_ line: Span<UInt8>) throws(RequestError) {
        guard requestLine == nil else {
            guard headOctets <= limits.head else { throw .fieldsTooLarge }
            return
        }
        guard line.count > limits.requestLine || headOctets > limits.head else { return }
        let start = line.extracting(0..<min(line.count, limits.requestLine))
        guard start.firstIndex(of: UInt8(ascii: " ")) != nil else {
            throw .malformed("there is no method")
        }
        throw .targetTooLong
    }

    private mutating func takeHead() throws(RequestError) -> Head? {
        guard let requestLine else { return nil }
        try framing.finish(isHTTP11: requestLine.isHTTP11, contentLimit: limits.discardedContent)
        let head = Head(
            request: HTTPRequest(
                method: requestLine.method,
                path: requestLine.target.path,
                query: requestLine.target.query,
                fields: fields,
                isHTTP11: requestLine.isHTTP11
            ),
            closes: framing.closes || !requestLine.isHTTP11,
            hasContent: framing.hasContent
        )
        self = RequestParser(limits: limits)
        return head
    }

    /// The number of octets up to and with the first line feed, or nil.
    private static func lineLength(_ octets: Span<UInt8>) -> Int? {
        octets.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress, let found = memchr(base, 0x0a, buffer.count) else {
                return nil
            }
            return UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
        }
    }
}
