/// One token of a PromQL expression.
enum PromQLToken: Equatable {
    /// A name: of a metric, a label, a function or a keyword.
    case word(String)
    /// The content of a quoted string.
    case string(String)
    /// A number or a duration.
    case number(String)
    /// The content of square brackets.
    case range(String)
    /// An operator that compares or matches.
    case comparison(String)
    /// Any other single character.
    case mark(Character)
    /// Stands for what follows the last token.
    case end

    /// Splits an expression into tokens; white space and comments are left out.
    static func tokens(of expression: String) -> [PromQLToken] {
        var tokens: [PromQLToken] = []
        var rest = Substring(expression)
        while let first = rest.first {
            switch first {
            case _ where first.isWhitespace:
                rest.removeFirst()
            case "#":
                rest = rest.drop { !$0.isNewline }
            case "\"", "'":
                rest.removeFirst()
                let text = rest.prefix { $0 != first }
                tokens.append(.string(String(text)))
                rest = rest.dropFirst(text.count + 1)
            case "[":
                let range = rest.dropFirst().prefix { $0 != "]" }
                tokens.append(.range(String(range)))
                rest = rest.dropFirst(range.count + 2)
            case "=", "!", "<", ">":
                let sign = rest.prefix { "=!<>~".contains($0) }
                tokens.append(.comparison(String(sign)))
                rest = rest.dropFirst(sign.count)
            case _ where first.isNumber:
                let number = rest.prefix { $0.isNumber || $0 == "." || $0.isLetter }
                tokens.append(.number(String(number)))
                rest = rest.dropFirst(number.count)
            case _ where first.isLetter || first == "_" || first == "$":
                let word = rest.prefix { $0.isLetter || $0.isNumber || "_:$".contains($0) }
                tokens.append(.word(String(word)))
                rest = rest.dropFirst(word.count)
            default:
                tokens.append(.mark(first))
                rest.removeFirst()
            }
        }
        return tokens
    }
}
