import HTTP

/// Stands before all endpoints: each request meets the web configuration of that moment.
struct WebGate: HTTPHandler {
    let security: WebSecurity
    let next: any HTTPHandler

    func handle(_ request: HTTPRequest, answer: @escaping @Sendable (HTTPResponse) -> Void) {
        security.refresh()
        security.guarding(next).handle(request, answer: answer)
    }
}
