/// A setting that cannot be used, in words that follow its name: `has no host name`.
///
/// The words never repeat a value that may hold a secret.
package struct SettingProblem: Error, Equatable, Sendable, CustomStringConvertible {
    package var description: String

    init(_ description: String) {
        self.description = description
    }
}
