/// Lets only those through who log in (RFC 7617), but for paths that are open to all.
package struct BasicAuthentication: HTTPHandler {
    private let verifier: PasswordVerifier
    private let openPaths: Set<String>
    private let challenge: String
    private let next: any HTTPHandler

    /// Puts a check before a handler.
    ///
    /// - Parameters:
    ///   - verifier: knows the users.
    ///   - openPaths: paths that need no log-on, as ``HTTPRequest/path`` has them.
    ///   - realm: what the client is told it logs in to; without quotes and backslashes.
    ///   - next: answers who is let through, on the event loop or on the verifier's thread.
    package init(
        verifier: PasswordVerifier,
        openPaths: Set<String> = [],
        realm: String,
        next: any HTTPHandler
    ) {
        self.verifier = verifier
        self.openPaths = openPaths
        challenge = "Basic realm=\"\(realm)\", charset=\"UTF-8\""
        self.next = next
    }

    package func handle(_ request: HTTPRequest, answer: @escaping @Sendable (HTTPResponse) -> Void)
    {
        if openPaths.contains(request.path) { return next.handle(request, answer: answer) }
        guard let credentials = request.fields["Authorization"].flatMap(BasicCredentials.init)
        else { return answer(refusal) }
        verifier.verify(credentials, of: request.client) { verdict in
            switch verdict {
            case .right: next.handle(request, answer: answer)
            case .wrong: answer(refusal)
            case .overloaded:
                answer(.text(503, "too many log-ons at once", fields: [.init("Retry-After", "1")]))
            }
        }
    }

    private var refusal: HTTPResponse {
        .text(401, "log in first", fields: [.init("WWW-Authenticate", challenge)])
    }
}
