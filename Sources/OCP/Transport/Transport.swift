/// Sends one request and takes one answer.
package protocol Transport: Sendable {
    /// Where tasks that send many requests and do little else run at the least cost, if there is such
    /// a place.
    var executor: (any TaskExecutor)? { get }

    /// Sends a `GET` request and takes the answer.
    ///
    /// - Parameter request: what to send, and where.
    /// - Returns: the answer, whatever its status; redirects are not followed.
    /// - Throws: ``OCPError`` with the reason `dns`, `connect`, `tls`, `timeout`, `too_large` or
    ///   `malformed`; `CancellationError` if the task was cancelled.
    func send(_ request: TransportRequest) async throws -> TransportResponse
}

extension Transport {
    package var executor: (any TaskExecutor)? { nil }
}

/// A `GET` request.
package struct TransportRequest: Sendable {
    /// Where to send it, and how long to wait.
    package var settings: ConnectionSettings
    /// The path, with the address's own prefix, and the query: sent exactly as it is.
    package var target: String
    /// All fields to send, `Host` included.
    package var headers: [HeaderField]

    /// Makes a request.
    package init(settings: ConnectionSettings, target: String, headers: [HeaderField]) {
        self.settings = settings
        self.target = target
        self.headers = headers
    }
}

/// An answer.
package struct TransportResponse: Sendable {
    /// The HTTP status.
    package var status: Int
    /// The header fields that say where else to ask, or how long to wait, in order.
    package var headers: [HeaderField]
    /// The body, decoded, of at most 4 MiB.
    package var body: [UInt8]

    /// Makes an answer.
    package init(status: Int, headers: [HeaderField] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
