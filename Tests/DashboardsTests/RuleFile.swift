import Foundation
import TestSupport

/// A file of Prometheus rules, read line by line: enough for files laid out as ours are.
struct RuleFile {
    /// One rule.
    struct Rule {
        /// The name of the alert, or of the series that is recorded.
        var name: String
        /// The expression.
        var expression = ""
        /// The other keys, with those of `labels` and `annotations` among them.
        var values: [String: String] = [:]
        /// True for an alert.
        var isAlert: Bool
    }

    /// All rules, in order.
    private(set) var rules: [Rule] = []

    /// The rules that alert.
    var alerts: [Rule] { rules.filter(\.isAlert) }
    /// The rules that record.
    var records: [Rule] { rules.filter { !$0.isAlert } }

    /// Reads a file in `dashboards/prometheus`.
    init(_ name: String) throws {
        var key = ""
        for line in try RepositoryFile.text("dashboards/prometheus/\(name)").split(separator: "\n")
        {
            let text = line.trimmingCharacters(in: .whitespaces)
            if text.hasPrefix("#") {
                continue
            } else if let start = text.wholeMatch(of: /- (alert|record): (\S+)/) {
                rules.append(Rule(name: String(start.2), isAlert: start.1 == "alert"))
            } else if let pair = text.wholeMatch(of: /([a-z_]+):(?: "?(.*?)"?)?/), !rules.isEmpty {
                key = String(pair.1)
                add(["|", ">-"].contains(pair.2) ? "" : String(pair.2 ?? ""), to: key)
            } else if !rules.isEmpty, !text.hasPrefix("- name:") {
                add(text, to: key)
            }
        }
    }

    private mutating func add(_ text: String, to key: String) {
        let last = rules.count - 1
        let separator = key == "expr" ? "\n" : " "
        let old = key == "expr" ? rules[last].expression : rules[last].values[key] ?? ""
        let new = old.isEmpty ? text : old + separator + text
        if key == "expr" { rules[last].expression = new } else { rules[last].values[key] = new }
    }
}
