import HTTP

/// What `--web.config.file` asks for.
struct WebConfiguration: Sendable, Equatable {
    /// How TLS is spoken; nil for plain HTTP.
    var tls: TLSConfiguration?
    /// The bcrypt hashes of passwords by the names of their users; none if nobody has to log in.
    var users: [String: String] = [:]
    /// Header fields that are added to every answer.
    var headers: HTTPFields = []
}
