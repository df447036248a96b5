/// How to log in to OCP.
package enum Credentials: Sendable, Hashable {
    /// Not at all.
    case none
    /// HTTP Basic: a user of OCP's console.
    case basic(username: String, SecretSource)
    /// Requests signed with an access key (OCP V4.0.3 and later).
    ///
    /// `signingHost` is the `Host` that OCP sees, where a proxy in front of it rewrites that field.
    case accessKey(id: String, SecretSource, signingHost: String?)

    /// Where the secret comes from, if there is one.
    package var source: SecretSource? {
        switch self {
        case .none: nil
        case .basic(_, let source): source
        case .accessKey(_, let source, _): source
        }
    }
}

/// Where a secret comes from.
package enum SecretSource: Sendable, Hashable {
    /// A file whose content, without the line breaks at its end, is the secret.
    case file(path: String)
    /// The secret itself, from the environment.
    case value(Secret)
}
