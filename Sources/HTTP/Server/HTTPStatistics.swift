import Synchronization

/// Why a client was turned away.
package enum HTTPRejection: String, Sendable, CaseIterable {
    /// 400: not a valid request.
    case badRequest = "bad_request"
    /// 408: the head did not come in time.
    case requestTimeout = "request_timeout"
    /// 413: too much content announced.
    case contentTooLarge = "content_too_large"
    /// 414: the request line is too long.
    case targetTooLong = "uri_too_long"
    /// 417: an unknown expectation.
    case expectationFailed = "expectation_failed"
    /// 431: the head is too large or has too many fields.
    case fieldsTooLarge = "header_fields_too_large"
    /// 501: an unknown transfer coding or method, found by the parser.
    case notImplemented = "not_implemented"
    /// 505: not HTTP/1.
    case versionNotSupported = "version_not_supported"
    /// All places were taken and none could be freed.
    case atCapacity = "at_capacity"
    /// Closed to make room for a newcomer.
    case evicted
    /// No descriptor was left.
    case outOfDescriptors = "out_of_descriptors"
    /// The client did not take its answer.
    case writeStalled = "write_stalled"
    /// The TLS handshake failed or took too long.
    case tlsHandshake = "tls_handshake"
}

/// Counts of one moment.
package struct HTTPStatistics: Sendable, Equatable {
    /// Answers with the same labels.
    package struct Requests: Sendable, Equatable {
        /// The route, or `other`.
        package var handler: String
        /// The status code.
        package var code: Int
        /// How many there were.
        package var count: Int

        /// Makes a count.
        package init(handler: String, code: Int, count: Int) {
            self.handler = handler
            self.code = code
            self.count = count
        }
    }

    /// Clients that were turned away for one reason.
    package struct Rejections: Sendable, Equatable {
        /// Why.
        package let reason: HTTPRejection
        /// How many there were.
        package fileprivate(set) var count = 0
    }

    /// Connections that are open now.
    package var openConnections = 0
    /// Rejections since the start; every reason is present, in the order of its cases.
    package private(set) var rejections = HTTPRejection.allCases.map { Rejections(reason: $0) }
    /// Answers since the start, in the order in which they were first given.
    package var requests: [Requests] = []

    /// How many were turned away for a reason.
    package func count(of reason: HTTPRejection) -> Int {
        rejections.first { $0.reason == reason }?.count ?? 0
    }

    fileprivate mutating func count(_ reason: HTTPRejection) {
        for index in rejections.indices where rejections[index].reason == reason {
            rejections[index].count += 1
        }
    }
}

/// The counters that the event loop writes and any thread may read.
package final class StatisticsCounter: Sendable {
    private let state = Mutex(HTTPStatistics())

    /// Starts at zero.
    package init() {}

    /// The counts of now.
    package var snapshot: HTTPStatistics { state.withLock { $0 } }

    /// Counts an answer; there are few pairs of labels, so a list beats a hash.
    func countRequest(handler: String, code: Int) {
        state.withLock { state in
            for index in state.requests.indices
            where state.requests[index].code == code && state.requests[index].handler == handler {
                state.requests[index].count += 1
                return
            }
            state.requests.append(.init(handler: handler, code: code, count: 1))
        }
    }

    func countRejection(_ reason: HTTPRejection) {
        state.withLock { $0.count(reason) }
    }

    func setOpenConnections(_ count: Int) {
        state.withLock { $0.openConnections = count }
    }
}
