import JSON

/// An HTTP answer on its way to becoming a value or a failure.
struct Answer {
    /// What came.
    let response: TransportResponse
    /// Knows the secrets of the request.
    let redactor: Redactor
    /// What to try if the credentials are not accepted.
    let loginHint: String
    /// The time at which the answer came, in seconds since 1970.
    let now: Double
    /// Whether messages may repeat what the body says; if not, they repeat at most OCP's error code.
    var quotesBody = true

    /// A reader for the fields of this answer.
    var reader: FieldReader { FieldReader(redactor: redactor, quotesValues: quotesBody) }

    /// The field `data` of an answer that OCP calls a success; nil if it is absent or null.
    ///
    /// What counts is the body: HTML that says it is JSON is `not_json`, and an envelope that says
    /// it is HTML is taken.
    func data() throws(OCPError) -> JSONElement? {
        guard let envelope = Envelope(try json()) else {
            throw failure(.malformed, "the answer is JSON, but not in OCP's envelope")
        }
        try check(envelope)
        return envelope.data
    }

    /// The body of an answer with status 200.
    func json() throws(OCPError) -> JSONElement {
        try checkStatus()
        do throws(JSONError) {
            return try JSONDocument(response.body).root
        } catch {
            guard looksLikeJSON else { throw notJSON }
            throw failure(.malformed, "the answer is broken JSON: \(error)")
        }
    }

    /// Throws if the envelope speaks of a failure.
    func check(_ envelope: Envelope) throws(OCPError) {
        guard !envelope.isSuccess else { return }
        // With HTTP 200, an inner 401 is believed too: asking on could lock the account.
        let inner: FailureReason? = envelope.status == 401 ? .unauthorized : nil
        throw failure(ErrorCode.reason(envelope.failure?.code) ?? inner ?? .unsuccessful, envelope)
    }

    /// Throws if the status is not 200.
    func checkStatus() throws(OCPError) {
        guard response.status != 200 else { return }
        let envelope = (try? JSONDocument(response.body)).flatMap { Envelope($0.root) }
        throw statusFailure(envelope)
    }

    /// The failure of a body that is not JSON.
    var notJSON: OCPError {
        let what =
            if response.body.isEmpty {
                "an empty body"
            } else if firstByte == UInt8(ascii: "<") {
                "HTML"
            } else {
                "something else"
            }
        var error = failure(
            .notJSON,
            "HTTP 200 with \(what) instead of JSON: the URL may be wrong, or a proxy or a log-in "
                + "page answers, or this version of OCP lacks the endpoint"
        )
        error.saysEndpointAbsent = firstByte == UInt8(ascii: "<")
        return error
    }

    /// True if the body begins as an object, an array or a string does.
    var looksLikeJSON: Bool {
        guard let firstByte else { return false }
        return "{[\"".utf8.contains(firstByte)
    }

    /// The first byte of the body that is neither white space nor part of a byte order mark.
    var firstByte: UInt8? {
        let body =
            response.body.starts(with: [0xEF, 0xBB, 0xBF])
            ? response.body[3...] : response.body[...]
        return body.first { $0 != 0x20 && !(0x09...0x0D).contains($0) }
    }
}
