import Synchronization

/// Replaces `${NAME}` in texts of the configuration from the environment.
final class VariableExpansion: Sendable {
    /// A text with a reference that cannot be replaced, in words that follow the key's name.
    struct Problem: Error {
        var text: String
    }

    private let environment: [String: String]
    private let used = Mutex<Set<String>>([])

    /// Prepares to replace from these variables.
    init(_ environment: [String: String]) {
        self.environment = environment
    }

    /// The variables that texts have named so far.
    var names: Set<String> { used.withLock { $0 } }

    /// Replaces `${NAME}`; `$${` stands for `${` itself, and any other `$` for itself.
    func expand(_ text: String) throws(Problem) -> String {
        var result = ""
        var rest = Substring(text)
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[dollar...]
            if rest.hasPrefix("$${") {
                result += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${") {
                guard let end = rest.firstIndex(of: "}") else {
                    throw Problem(text: "has ${ without }; write $${ for the two characters")
                }
                result += try value(of: String(rest.dropFirst(2)[..<end]))
                rest = rest[rest.index(after: end)...]
            } else {
                result += "$"
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    /// Whether a text is one reference and nothing else.
    static func isReference(_ text: String) -> Bool {
        text.hasPrefix("${") && text.hasSuffix("}") && isName(text.dropFirst(2).dropLast())
    }

    private func value(of name: String) throws(Problem) -> String {
        guard Self.isName(name[...]) else {
            throw Problem(
                text: "has ${…} around something that is not the name of a variable; write $${ for"
                    + " the two characters"
            )
        }
        guard let value = environment[name] else {
            throw Problem(text: "names the variable \(name), which the environment does not have")
        }
        used.withLock { _ = $0.insert(name) }
        return value
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
