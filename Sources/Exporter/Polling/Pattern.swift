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

    /// The expression ready to be tried on many names, by one task.
    ///
    /// A `Regex` cannot be shared between tasks, and making one costs as much as hundreds of tries.
    var matcher: Matcher { Matcher(regex: try? Regex(text)) }

    /// A pattern that is ready.
    struct Matcher {
        fileprivate let regex: Regex<AnyRegexOutput>?

        /// Whether the expression is found in a name.
        func matches(_ name: String) -> Bool {
            regex.map { name.firstMatch(of: $0) != nil } ?? false
        }
    }
}
