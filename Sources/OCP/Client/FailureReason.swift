/// Why a request to OCP failed: the values of the label `reason`.
package enum FailureReason: String, CaseIterable, Sendable {
    /// The host name does not resolve.
    case dns
    /// No connection, or one that broke before a whole answer had come.
    case connect
    /// The TLS handshake failed, or the certificate is not accepted.
    case tls
    /// The deadline passed before the answer was complete.
    case timeout
    /// HTTP 401, or an error code that says that the credentials are not accepted.
    case unauthorized
    /// HTTP 403: the account may not read this.
    case forbidden
    /// HTTP 404, or an error code that says that the cluster does not exist.
    case notFound = "not_found"
    /// HTTP 429.
    case throttled
    /// Any other HTTP 4xx.
    case clientError = "client_error"
    /// HTTP 5xx.
    case serverError = "server_error"
    /// HTTP 3xx: redirects are not followed.
    case redirected
    /// HTTP 200 with something that is not JSON, such as the console's start page.
    case notJSON = "not_json"
    /// The answer is larger than the limit.
    case tooLarge = "too_large"
    /// JSON, but not in the shape of an OCP answer, or broken HTTP.
    case malformed
    /// An OCP answer that says `"successful": false`.
    case unsuccessful

    /// Nothing answered.
    package var isSilence: Bool {
        switch self {
        case .dns, .connect, .tls, .timeout: true
        default: false
        }
    }
}
