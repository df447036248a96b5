/// A path, and who answers there.
package struct Route: Sendable {
    /// The path; a segment such as `{id}` stands for any one that is not empty.
    package let path: String
    /// The value of the `handler` label of its answers.
    package let name: String
    /// Who answers, by method; `GET` answers `HEAD` too.
    package let handlers: [String: any HTTPHandler]

    /// Makes a route.
    ///
    /// - Parameters:
    ///   - path: a path that begins with a slash.
    ///   - name: the label; the path if there is none.
    ///   - handlers: who answers, by method.
    package init(_ path: String, name: String? = nil, _ handlers: [String: any HTTPHandler]) {
        self.path = path
        self.name = name ?? path
        self.handlers = handlers
    }

    /// Makes a route for one method that a function answers at once.
    package init(
        _ method: String = "GET",
        _ path: String,
        _ body: @escaping @Sendable (HTTPRequest) -> HTTPResponse
    ) {
        self.init(path, [method: HTTPClosureHandler(body)])
    }

    /// The methods that are allowed here, in alphabetical order, as `Allow` lists them.
    var allow: String {
        var methods = Set(handlers.keys)
        methods.insert("OPTIONS")
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods.sorted().joined(separator: ", ")
    }
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
