import Synchronization

/// Adds fields to every answer of a handler, such as `Strict-Transport-Security`; a field that the
/// handler sets itself stays as it is.
package final class ExtraFields: HTTPHandler {
    private let fields: Mutex<HTTPFields>
    private let next: any HTTPHandler

    /// Puts fields on the answers of a handler.
    package init(_ fields: HTTPFields, next: any HTTPHandler) {
        self.fields = Mutex(fields)
        self.next = next
    }

    /// Puts other fields in the place of those before.
    package func update(_ fields: HTTPFields) {
        self.fields.withLock { $0 = fields }
    }

    package func handle(_ request: HTTPRequest, answer: @escaping @Sendable (HTTPResponse) -> Void)
    {
        let extra = fields.withLock { $0 }
        guard !extra.lines.isEmpty else { return next.handle(request, answer: answer) }
        next.handle(request) { response in
            var response = response
            let own = response.fields
            for line in extra.lines where own[line.name] == nil {
                response.fields.append(line.name, line.value)
            }
            answer(response)
        }
    }
}
