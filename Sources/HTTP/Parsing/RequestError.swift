/// Why a request was refused before any handler saw it.
enum RequestError: Error, Equatable {
    /// The octets are not a request by RFC 9112; the text says what is wrong.
    case malformed(String)
    /// The head did not come in time.
    case headTimeout
    /// The announced content is larger than what would be read and dropped.
    case contentTooLarge
    /// The request line is longer than the limit.
    case targetTooLong
    /// `Expect` asks for something other than `100-continue`.
    case expectationFailed
    /// The head is larger than the limit, or has too many fields.
    case fieldsTooLarge
    /// A transfer coding other than `chunked`, or a method no server has to know.
    case notImplemented(String)
    /// The major version is not 1.
    case versionNotSupported

    /// The status code of the answer, the reason it is counted under, and the line that the client is
    /// told.
    private var row: (status: Int, rejection: HTTPRejection, explanation: String) {
        switch self {
        case .malformed(let fault): (400, .badRequest, fault)
        case .headTimeout: (408, .requestTimeout, "the request did not arrive in time")
        case .contentTooLarge:
            (413, .contentTooLarge, "the content is too large: requests need none here")
        case .targetTooLong: (414, .targetTooLong, "the request line is too long")
        case .expectationFailed:
            (417, .expectationFailed, "only the expectation 100-continue is known")
        case .fieldsTooLarge:
            (431, .fieldsTooLarge, "the header fields are too large or too many")
        case .notImplemented(let what): (501, .notImplemented, "not implemented: \(what)")
        case .versionNotSupported:
            (505, .versionNotSupported, "the version is not supported, only 1.0 and 1.1 are")
        }
    }

    /// The reason it is counted under.
    var rejection: HTTPRejection { row.rejection }

    /// The answer.
    var response: HTTPResponse { .text(row.status, row.explanation) }
}
