/// Adds fields to every answer of a handler, such as `Strict-Transport-Security`; a field that the
/// handler sets itself stays as it is.
package struct ExtraFields: HTTPHandler {
    private let fields: HTTPFields
    private let next: any HTTPHandler

    /// Puts fields on the answers of a handler.
    package init(_ fields: HTTPFields, next: any HTTPHandler) {
        self.fields = fields
        self.next = next
    }

    package func handle(_ request: HTTPRequest, answer: @escaping @Sendable (HTTPResponse) -> Void)
    {
        guard !fields.lines.isEmpty else { return next.handle(request, answer: answer) }
        next.handle(request) { [fields] response in
            var response = response
            let own = response.fields
            for line in fields.lines where own[line.name] == nil {
                response.fields.append(line.name, line.value)
            }
            answer(response)
        }
    }
}
