/// One selector of a PromQL expression: `metric{label="value"}[range]`.
struct PromQLSelector: Equatable {
    /// The name of the metric; empty for a selector without one.
    var metric: String
    /// The matchers, each as label, operator and value.
    var matchers: [Matcher] = []
    /// The range in brackets, such as `5m`; nil for an instant selector.
    var range: String?
    /// The functions and aggregations around the selector, the innermost first.
    var calls: [String] = []

    /// One matcher of a selector.
    struct Matcher: Equatable {
        var label: String
        var comparison: String
        var value: String
    }
}

/// What a PromQL expression names, found without a full parser: `promtool` judges the syntax.
struct PromQLNames {
    /// Every selector, in order.
    private(set) var selectors: [PromQLSelector] = []
    /// Every label in `by`, `without`, `on`, `ignoring`, `group_left` and `group_right`.
    private(set) var groupingLabels: Set<String> = []
    /// Every label that `label_replace` and `label_join` make.
    private(set) var madeLabels: Set<String> = []
    /// Every number that something is compared with.
    private(set) var comparedNumbers: [String] = []

    private static let modifiers: Set<String> = [
        "by", "without", "on", "ignoring", "group_left", "group_right",
    ]
    private static let words: Set<String> = ["and", "or", "unless", "bool", "offset", "inf", "nan"]
    private static let aggregations: Set<String> = [
        "sum", "min", "max", "avg", "group", "count", "topk", "bottomk", "quantile", "stddev",
        "count_values",
    ]

    /// Reads an expression; variables of Grafana count as text.
    init(_ expression: String) {
        let tokens = PromQLToken.tokens(of: expression)
        var open: [String] = []
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            let next = index + 1 < tokens.count ? tokens[index + 1] : .end
            switch token {
            case .word(let word) where Self.modifiers.contains(word) && next == .mark("("):
                index += 2
                while index < tokens.count, tokens[index] != .mark(")") {
                    if case .word(let label) = tokens[index] { groupingLabels.insert(label) }
                    index += 1
                }
            case .word(let word) where Self.modifiers.contains(word) || Self.words.contains(word):
                break
            case .word(let word) where next == .mark("("):
                if word.hasPrefix("label_") { noteMadeLabel(tokens[index...]) }
                open.append(word)
                index += 1
            case .word(let word) where Self.aggregations.contains(word):
                open.append(word)
                index = skipGrouping(tokens, from: index + 1)
            case .word(let word):
                index = readSelector(word, tokens, from: index + 1, calls: open) - 1
            case .mark("{"):
                index = readSelector("", tokens, from: index, calls: open) - 1
            case .mark("("):
                open.append("")
            case .mark(")"):
                _ = open.popLast()
            case .comparison:
                if case .number(let number) = next { comparedNumbers.append(number) }
            default:
                break
            }
            index += 1
        }
    }

    /// Passes `by (…)` between an aggregation and its operand, and its opening parenthesis.
    private mutating func skipGrouping(_ tokens: [PromQLToken], from start: Int) -> Int {
        var index = start
        while index < tokens.count, tokens[index] != .mark(")") {
            if case .word(let label) = tokens[index], !Self.modifiers.contains(label) {
                groupingLabels.insert(label)
            }
            index += 1
        }
        return index + 1
    }

    /// Notes the second argument of `label_replace(…)` or `label_join(…)`: the label that it makes.
    private mutating func noteMadeLabel(_ call: ArraySlice<PromQLToken>) {
        var depth = 0
        var isBehindComma = false
        for token in call.dropFirst() {
            switch token {
            case .mark("("), .mark("{"): depth += 1
            case .mark(")"), .mark("}"): depth -= 1
            case .mark(",") where depth == 1: isBehindComma = true
            case .string(let label) where isBehindComma:
                madeLabels.insert(label)
                return
            default: break
            }
        }
    }

    /// Reads matchers and range after a name; returns the index behind them.
    private mutating func readSelector(
        _ metric: String,
        _ tokens: [PromQLToken],
        from start: Int,
        calls: [String]
    ) -> Int {
        var selector = PromQLSelector(
            metric: metric,
            calls: calls.filter { !$0.isEmpty }.reversed()
        )
        var index = start
        if index < tokens.count, tokens[index] == .mark("{") {
            index += 1
            while index < tokens.count, tokens[index] != .mark("}") {
                if case .word(let label) = tokens[index], index + 2 < tokens.count,
                    case .comparison(let comparison) = tokens[index + 1],
                    case .string(let value) = tokens[index + 2]
                {
                    selector.matchers.append(
                        .init(label: label, comparison: comparison, value: value)
                    )
                    index += 2
                }
                index += 1
            }
            index += 1
        }
        if index < tokens.count, case .range(let range) = tokens[index] {
            selector.range = range
            index += 1
        }
        selectors.append(selector)
        return index
    }
}
