/// Finds who answers a request, and answers for paths and methods that nobody claims.
package struct Router: HTTPHandler {
    private let routes: [String: Route]
    private let allow: String

    /// Makes a router; of routes with the same path the last one counts.
    package init(_ routes: [Route]) {
        self.routes = Dictionary(routes.map { ($0.path, $0) }) { $1 }
        let methods = Set(routes.flatMap { $0.allow.split(separator: ", ") })
        allow = methods.isEmpty ? "OPTIONS" : methods.sorted().joined(separator: ", ")
    }

    package func handle(_ request: HTTPRequest, answer: @escaping @Sendable (HTTPResponse) -> Void)
    {
        guard Self.knownMethods.contains(request.method) else {
            return answer(.text(501, "not implemented: the method \(request.method.prefix(40))"))
        }
        if request.path == "*" {
            return answer(HTTPResponse(status: 204, fields: [.init("Allow", allow)]))
        }
        guard let route = routes[request.path] else {
            return answer(.text(404, "nothing is here; see / for what there is"))
        }
        let name = route.path
        let method = request.method == "HEAD" ? "GET" : request.method
        if let handler = route.handlers[request.method] ?? route.handlers[method] {
            return handler.handle(request) { response in
                var response = response
                response.handlerName = name
                answer(response)
            }
        }
        var response = HTTPResponse(status: 204)
        if method != "OPTIONS" {
            response = .text(405, "\(request.method) is not allowed here, only \(route.allow)")
        }
        response.fields.append("Allow", route.allow)
        response.handlerName = name
        answer(response)
    }

    /// The methods of RFC 9110 section 9 and RFC 5789; what else there is, is WebDAV or an error.
    private static let knownMethods: Set<String> = [
        "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT",
    ]
}

/// A path, and who answers there.
package struct Route: Sendable {
    /// The path, and the value of the `handler` label of its answers.
    package let path: String
    /// Who answers, by method; `GET` answers `HEAD` too.
    package let handlers: [String: any HTTPHandler]

    /// Makes a route.
    ///
    /// - Parameters:
    ///   - path: a path that begins with a slash.
    ///   - handlers: who answers, by method.
    package init(_ path: String, _ handlers: [String: any HTTPHandler]) {
        self.path = path
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
