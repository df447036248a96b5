/// Finds who answers a request, and answers for paths and methods that nobody claims.
package struct Router: HTTPHandler {
    private let exact: [String: Route]
    private let patterns: [(segments: [Substring], route: Route)]
    private let allow: String

    /// Makes a router; of routes with the same path the last one counts.
    package init(_ routes: [Route]) {
        exact = Dictionary(
            routes.filter { !$0.path.contains("{") }.map { ($0.path, $0) },
            uniquingKeysWith: { $1 }
        )
        patterns = routes.filter { $0.path.contains("{") }.map { (Self.segments($0.path), $0) }
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
        guard let route = route(for: request.path) else {
            return answer(.text(404, "nothing is here; see / for what there is"))
        }
        let name = route.name
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

    private func route(for path: String) -> Route? {
        if let route = exact[path] { return route }
        guard !patterns.isEmpty else { return nil }
        let segments = Self.segments(path)
        return patterns.first { pattern in
            pattern.segments.count == segments.count
                && zip(pattern.segments, segments).allSatisfy { wanted, given in
                    wanted == given || (wanted.hasPrefix("{") && !given.isEmpty)
                }
        }?.route
    }

    private static func segments(_ path: String) -> [Substring] {
        path.split(separator: "/", omittingEmptySubsequences: false)
    }

    /// The methods of RFC 9110 section 9 and RFC 5789; what else there is, is WebDAV or an error.
    private static let knownMethods: Set<String> = [
        "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT",
    ]
}

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
