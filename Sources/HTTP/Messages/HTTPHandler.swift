/// Answers requests.
package protocol HTTPHandler: Sendable {
    /// Answers one request by calling `answer` exactly once, now or later, from any thread.
    ///
    /// It is called on the event loop and must not block: what takes longer than a millisecond is
    /// done elsewhere, and `answer` called from there.
    ///
    /// - Parameters:
    ///   - request: what was asked; `HEAD` comes as `HEAD` and its answer's body is not sent.
    ///   - answer: takes the answer.
    func handle(_ request: HTTPRequest, answer: @escaping @Sendable (HTTPResponse) -> Void)
}

/// A handler that is a function, for what can be answered at once.
package struct HTTPClosureHandler: HTTPHandler {
    private let body: @Sendable (HTTPRequest) -> HTTPResponse

    /// Wraps a function that returns without blocking.
    package init(_ body: @escaping @Sendable (HTTPRequest) -> HTTPResponse) {
        self.body = body
    }

    package func handle(_ request: HTTPRequest, answer: @escaping @Sendable (HTTPResponse) -> Void)
    {
        answer(body(request))
    }
}
