/// A request to OCP that failed.
package struct OCPError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The reason that is counted.
    package var reason: FailureReason
    /// One line for people: what happened and, where it is known, what to do.
    ///
    /// It holds no secret, no control character and at most 512 bytes.
    package var message: String
    /// The HTTP status, if there was an answer.
    package var status: Int?
    /// OCP's `error.code` as text: an integer up to V4.2.1, a string such as `OBE11001` later.
    package var code: String?
    /// For `throttled`: how long OCP asks to wait, from `RateLimit-Reset` or `Retry-After`.
    package var retryAfter: Duration?
    /// True if the answer was an OCP envelope: OCP itself was reached, not something in front of it.
    package var isFromOCP: Bool
    /// True if TLS failed after the server had asked for a certificate of ours.
    package var wantsCertificate = false
    /// True if this is how an OCP without the endpoint answers: HTTP 404 without OCP's envelope, or HTTP
    /// 200 with HTML, the console's start page.
    package var saysEndpointAbsent = false

    /// Makes an error.
    package init(
        reason: FailureReason,
        message: String,
        status: Int? = nil,
        code: String? = nil,
        retryAfter: Duration? = nil,
        isFromOCP: Bool = false
    ) {
        self.reason = reason
        self.message = message
        self.status = status
        self.code = code
        self.retryAfter = retryAfter
        self.isFromOCP = isFromOCP
    }

    package var description: String {
        "\(reason.rawValue): \(message)"
    }

    /// True if it is OCP's "the backup object has no backup strategy" (its manual, "Error codes"),
    /// whatever the HTTP status: the question has been answered.
    var saysNoStrategy: Bool {
        switch reason {
        case .unauthorized, .throttled, .redirected: false
        default: isFromOCP && (code == "BAK21006" || code == "20106")
        }
    }
}
