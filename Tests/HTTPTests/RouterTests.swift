import HTTP
import Synchronization
import Testing

@Suite struct RoutingTests {
    private static let router = Router([
        Route("GET", "/metrics") { _ in .text(200, "m") },
        Route("/-/reload", ["POST": HTTPClosureHandler { _ in .text(200, "r") }]),
    ])

    @Test(
        arguments: [
            ("GET", "/metrics", 200, "/metrics", nil),
            ("HEAD", "/metrics", 200, "/metrics", nil),
            ("POST", "/metrics", 405, "/metrics", "GET, HEAD, OPTIONS"),
            ("OPTIONS", "/metrics", 204, "/metrics", "GET, HEAD, OPTIONS"),
            ("GET", "/-/reload", 405, "/-/reload", "OPTIONS, POST"),
            ("HEAD", "/-/reload", 405, "/-/reload", "OPTIONS, POST"),
            ("POST", "/-/reload", 200, "/-/reload", nil),
            ("OPTIONS", "*", 204, "other", "GET, HEAD, OPTIONS, POST"),
            ("GET", "/metrics/", 404, "other", nil), ("GET", "/-", 404, "other", nil),
            ("GET", "/nothing", 404, "other", nil),
            ("OPTIONS", "/nothing", 404, "other", nil),
            ("BREW", "/metrics", 501, "other", nil),
            ("BREW", "/nothing", 501, "other", nil),
        ] as [(String, String, Int, String, String?)]
    )
    func findsWhoAnswers(
        _ method: String,
        _ path: String,
        _ status: Int,
        _ name: String,
        _ allow: String?
    ) {
        let response = answer(Self.router, HTTPRequest(method: method, path: path))
        #expect(response?.status == status)
        #expect(response?.handlerName == name)
        #expect(response?.fields["Allow"] == allow)
    }
}

/// The answer of a handler that does not wait.
func answer(_ handler: some HTTPHandler, _ request: HTTPRequest) -> HTTPResponse? {
    let box = AnswerBox()
    handler.handle(request) { box.put($0) }
    return box.taken.count == 1 ? box.taken[0] : nil
}

/// Holds what a handler answered.
final class AnswerBox: Sendable {
    private let answers = Mutex<[HTTPResponse]>([])

    var taken: [HTTPResponse] { answers.withLock { $0 } }

    func put(_ answer: HTTPResponse) {
        answers.withLock { $0.append(answer) }
    }
}
