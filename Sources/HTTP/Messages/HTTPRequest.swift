/// One request, as the parser accepted it.
package struct HTTPRequest: Sendable, Equatable {
    /// The method, as sent: methods are case-sensitive (RFC 9110 section 9.1).
    package var method: String
    /// The path, percent-decoded and without dot segments; always begins with a slash, but for `*`.
    package var path: String
    /// What follows the first `?` of the target, undecoded.
    package var query: String?
    /// Field lines in the order in which they came.
    package var fields: HTTPFields
    /// False for HTTP/1.0.
    package var isHTTP11: Bool
    /// What is known of where the client is, to tell clients apart: the octets of its IPv4 address,
    /// or of its IPv6 network; none for a client on this machine's file system.
    package var client: [UInt8]

    /// Makes a request; tests and handlers name only what they need.
    package init(
        method: String = "GET",
        path: String,
        query: String? = nil,
        fields: HTTPFields = [],
        isHTTP11: Bool = true,
        client: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.isHTTP11 = isHTTP11
        self.client = client
    }
}
