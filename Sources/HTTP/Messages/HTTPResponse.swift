/// One answer; the connection adds `Date`, `Content-Length` and `Connection`.
package struct HTTPResponse: Sendable, Equatable {
    /// The status code, 200 to 599.
    package var status: Int
    /// The fields that the handler sets; never `Date`, `Content-Length` or `Connection`.
    package var fields: HTTPFields
    /// The body in pieces that are sent one behind the other without being copied together.
    ///
    /// A prepared page is one piece that every scrape shares, its fresh tail another.
    package var body: [[UInt8]]
    /// The value of the `handler` label that counts this answer: a route's path, or `other`.
    package var handlerName: String

    /// Makes an answer.
    package init(
        status: Int,
        fields: HTTPFields = [],
        body: [[UInt8]] = [],
        handlerName: String = "other"
    ) {
        self.status = status
        self.fields = fields
        self.body = body
        self.handlerName = handlerName
    }

    /// A short text answer; the line ends with a newline.
    package static func text(_ status: Int, _ line: String, fields: HTTPFields = []) -> HTTPResponse
    {
        var fields = fields
        fields.append("Content-Type", "text/plain; charset=utf-8")
        return HTTPResponse(status: status, fields: fields, body: [Array((line + "\n").utf8)])
    }
}
