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

    /// The status code of the answer.
    var status: Int {
        switch self {
        case .malformed: 400
        case .headTimeout: 408
        case .contentTooLarge: 413
        case .targetTooLong: 414
        case .expectationFailed: 417
        case .fieldsTooLarge: 431
        case .notImplemented: 501
        case .versionNotSupported: 505
        }
    }

    /// The line that the client is told.
    var explanation: String {
        switch self {
        case .malformed(let fault): fault
        case .headTimeout: "the request did not arrive in time"
        case .contentTooLarge: "the content is too large: requests need none here"
        case .targetTooLong: "the request line is too long"
        case .expectationFailed: "only the expectation 100-continue is known"
        case .fieldsTooLarge: "the header fields are too large or too many"
        case .notImplemented(let what): "not implemented: \(what)"
        case .versionNotSupported: "the version is not supported, only 1.0 and 1.1 are"
        }
    }

    /// The reason it is counted under.
    var rejection: HTTPRejection {
        switch self {
        case .malformed: .badRequest
        case .headTimeout: .requestTimeout
        case .contentTooLarge: .contentTooLarge
        case .targetTooLong: .targetTooLong
        case .expectationFailed: .expectationFailed
        case .fieldsTooLarge: .fieldsTooLarge
        case .notImplemented: .notImplemented
        case .versionNotSupported: .versionNotSupported
        }
    }

    /// The answer.
    var response: HTTPResponse {
        .text(status, explanation)
    }
}
