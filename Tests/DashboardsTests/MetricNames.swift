/// The names that a metrics page has: of metrics, and of the labels of each.
struct MetricNames {
    /// The labels of each metric, by the name that samples have.
    private(set) var labels: [String: Set<String>] = [:]

    /// Prometheus's own series, and the labels that it adds to all.
    private static let builtIn: [String: Set<String>] = [
        "up": [],
        "ALERTS": [
            "alertname", "alertstate", "severity", "ocp", "ocp_cluster_id", "ob_cluster_name",
        ],
    ]
    private static let added: Set<String> = [
        "job", "instance", "alertname", "alertstate", "severity",
    ]

    /// Reads a page in the text format 0.0.4.
    init(page: String) {
        labels = Self.builtIn
        for line in page.split(separator: "\n") {
            if let type = line.wholeMatch(of: /# TYPE (\S+) (\S+)/) {
                labels[String(type.1), default: []] = []
            } else if !line.hasPrefix("#") {
                let name = String(line.prefix { $0 != "{" && $0 != " " })
                let pairs = line.matches(of: /([a-z_A-Z0-9]+)="(?:[^"\\]|\\.)*"[,}]/)
                labels[name, default: []].formUnion(pairs.map { String($0.1) })
            }
        }
    }

    /// Adds the recording rules of a rule file: each has the labels of what it is made of.
    mutating func addRecords(of rules: RuleFile) {
        for rule in rules.records {
            let sources = PromQLNames(rule.expression).selectors.map(\.metric)
            labels[rule.name] = sources.reduce(into: []) { $0.formUnion(labels[$1] ?? []) }
        }
    }

    /// What an expression names that is not on the page; a legend shows labels as `{{label}}`.
    func missing(in expression: String, legend: String = "") -> [String] {
        let names = PromQLNames(expression)
        var missing: [String] = []
        for selector in names.selectors where !selector.metric.isEmpty {
            guard let known = labels[selector.metric] else {
                missing.append(selector.metric)
                continue
            }
            missing += selector.matchers.map(\.label)
                .filter { !known.union(Self.added).contains($0) }
                .map { "\(selector.metric){\($0)}" }
        }
        let all = labels.values.reduce(into: Self.added.union(names.madeLabels)) {
            $0.formUnion($1)
        }
        let shown = legend.matches(of: /\{\{ *([a-z_]+) *\}\}/).map { String($0.1) }
        return missing + names.groupingLabels.union(shown).subtracting(all).sorted()
    }

    /// The names in a text for people that look like ours and are not on the page.
    ///
    /// A name that ends in `_` stands for all that begin with it.
    func missing(inProse text: String) -> [String] {
        text.matches(of: /\b(oceanbase_(?:ocp|cluster|log|backup|data|last)_[a-z_]+)/)
            .map { String($0.1) }
            .filter { name in
                labels[name] == nil
                    && !(name.hasSuffix("_") && labels.keys.contains { $0.hasPrefix(name) })
            }
    }
}
