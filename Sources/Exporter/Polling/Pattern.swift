/// A regular expression of the configuration; it matches anywhere in a name unless anchored.
package struct Pattern: Sendable, Equatable {
    /// The expression as it was written.
    package let text: String

    /// Checks and keeps an expression.
    ///
    /// - Throws: the error of the standard library's parser, which says what is wrong.
    package init(_ text: String) throws {
        _ = try Regex(text)
        self.text = text
    }

    /// Whether the expression is found in a name.
    ///
    /// A `Regex` cannot be shared between tasks, so it is made anew; the callers ask once for each
    /// cluster and change of name, not for each poll.
    package func matches(_ name: String) -> Bool {
        guard let regex = try? Regex(text) else { return false }
        return name.firstMatch(of: regex) != nil
    }
}
