/// What the fields of a head say about the message around it: its content, its host, and whether
/// the connection lives on (RFC 9112 sections 3.2, 6 and 9.3).
///
/// Fields are judged one by one as their lines end, before the method is looked at, because a
/// message whose end is in doubt must not be acted upon.
struct MessageFraming {
    /// What `Transfer-Encoding` names.
    private enum Codings {
        case chunked
        case unknown
    }

    private var contentLength: Int?
    private var codings: Codings?
    private var hosts = 0
    private var asksToClose = false

    /// Tells whether content follows the head; it is never read, so the connection ends.
    var hasContent: Bool { codings != nil || (contentLength ?? 0) > 0 }

    /// Tells whether the client wants the connection closed after the answer.
    var closes: Bool { asksToClose }

    /// Takes note of one field.
    mutating func note(
        name: Span<UInt8>,
        value: Span<UInt8>,
        isHTTP11: Bool
    ) throws(RequestError) {
        switch name.count {
        case 4 where name.isText("host"): try noteHost(value)
        case 6 where name.isText("expect"): try noteExpectation(value, isHTTP11: isHTTP11)
        case 10 where name.isText("connection"): noteConnection(value)
        case 14 where name.isText("content-length"): try noteLength(value)
        case 17 where name.isText("transfer-encoding"):
            try noteCoding(value, isHTTP11: isHTTP11)
        default: break
        }
    }

    /// Judges the head as a whole.
    ///
    /// - Throws: `malformed` if HTTP/1.1 came without `Host`; `notImplemented` for transfer
    ///   codings, which waits until here because a framing conflict weighs more;
    ///   `contentTooLarge` if the announced content is larger than `limit` octets.
    func finish(isHTTP11: Bool, contentLimit limit: Int) throws(RequestError) {
        guard hosts == 1 || !isHTTP11 else { throw .malformed("there is no Host field") }
        guard codings != .unknown else {
            throw .notImplemented("this transfer coding; only chunked is known")
        }
        guard (contentLength ?? 0) <= limit else { throw .contentTooLarge }
    }

    private mutating func noteHost(_ value: Span<UInt8>) throws(RequestError) {
        hosts += 1
        guard hosts == 1 else { throw .malformed("there is more than one Host field") }
        guard HostAndPort.isValid(value) else { throw .malformed("the Host field is not valid") }
    }

    /// `100-continue` needs no interim answer: the final one follows at once, as RFC 9110
    /// section 10.1.1 allows, and the connection ends if content was announced.
    private func noteExpectation(_ value: Span<UInt8>, isHTTP11: Bool) throws(RequestError) {
        guard !isHTTP11 || value.isText("100-continue") else { throw .expectationFailed }
    }

    private mutating func noteConnection(_ value: Span<UInt8>) {
        FieldList.forEach(value) { option in
            if option.isText("close") { asksToClose = true }
        }
    }

    private mutating func noteLength(_ value: Span<UInt8>) throws(RequestError) {
        guard contentLength == nil else {
            throw .malformed("there is more than one Content-Length")
        }
        guard codings == nil else { throw Self.conflict }
        guard value.count > 0, OctetSet.digits.containsAll(value) else {
            throw .malformed("the Content-Length is not a number")
        }
        var length = 0
        for index in value.indices {
            let (product, overflows) = length.multipliedReportingOverflow(by: 10)
            let (sum, carries) = product.addingReportingOverflow(
                Int(value[index] - UInt8(ascii: "0"))
            )
            guard !overflows, !carries else {
                throw .malformed("the Content-Length is beyond all bounds")
            }
            length = sum
        }
        contentLength = length
    }

    private mutating func noteCoding(
        _ value: Span<UInt8>,
        isHTTP11: Bool
    ) throws(RequestError) {
        guard isHTTP11 else { throw .malformed("HTTP/1.0 has no Transfer-Encoding") }
        guard contentLength == nil else { throw Self.conflict }
        guard codings == nil else { throw .malformed("there is more than one Transfer-Encoding") }
        var chunked = 0
        try FieldList.forEach(value) { coding throws(RequestError) in
            guard coding.count > 0 else { throw .malformed("a transfer coding is empty") }
            if coding.isText("chunked") { chunked += 1 } else { codings = .unknown }
        }
        // Chunked comes last and once (RFC 9112 section 7.1).
        guard chunked <= 1 else { throw .malformed("the content is chunked more than once") }
        if codings == nil { codings = .chunked }
    }

    private static let conflict = RequestError.malformed(
        "Content-Length and Transfer-Encoding exclude each other"
    )
}
