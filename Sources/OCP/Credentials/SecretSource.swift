/// Where a secret comes from.
package enum SecretSource: Sendable, Hashable {
    /// A file whose content, without the line breaks at its end, is the secret.
    case file(path: String)
    /// The secret itself, from the environment.
    case value(Secret)
}
