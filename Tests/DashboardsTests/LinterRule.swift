import Testing

/// One of the rules of `grafana/dashboard-linter`, expressed again, and the project's own.
///
/// A rule returns one line for each fault; none means that the dashboard obeys it.
struct LinterRule: Sendable, CustomTestStringConvertible {
    var name: String
    var faults: @Sendable (GrafanaDashboard) -> [String]
    var testDescription: String { name }

    /// The seventeen rules of the linter, in its order.
    static let all = variableRules + panelRules + targetRules + dashboardRules

    private static let datasources = ["$datasource", "${datasource}"]

    private static func variableRule(named name: String, label: String) -> LinterRule {
        LinterRule(name: "template-\(name)-rule") { dashboard in
            guard let variable = dashboard.variables.first(where: { $0.name == name }) else {
                return ["no variable \(name)"]
            }
            return fault(variable.type != "query", "\(name) is no query")
                + fault(!datasources.contains(variable.datasource), "\(name): data source")
                + fault(variable.label != label, "\(name): label \(variable.label)")
                + fault(!variable.isMulti, "\(name) is not multi")
                + fault(variable.allValue != ".+", "\(name): allValue \(variable.allValue)")
        }
    }

    private static let variableRules: [LinterRule] = [
        LinterRule(name: "template-datasource-rule") { dashboard in
            let sources = dashboard.variables.filter { $0.type == "datasource" }
            return fault(sources.count != 1, "\(sources.count) data source variables")
                + sources.flatMap {
                    fault($0.name != "datasource", "named \($0.name)")
                        + fault($0.label != "Data source", "labelled \($0.label)")
                }
        },
        variableRule(named: "job", label: "Job"),
        variableRule(named: "instance", label: "Instance"),
        LinterRule(name: "template-label-promql-rule") { dashboard in
            queries(dashboard).flatMap { variable in
                let call = variable.query.wholeMatch(of: /label_values\((.+), *[a-z_]+\)/)
                let names = PromQLNames(String(call?.1 ?? ""))
                return fault(names.selectors.count != 1, "\(variable.name): \(variable.query)")
            }
        },
        LinterRule(name: "template-on-time-change-reload-rule") { dashboard in
            queries(dashboard).flatMap {
                fault($0.refresh != 2, "\($0.name): refresh \($0.refresh)")
            }
        },
    ]

    private static let panelRules: [LinterRule] = [
        LinterRule(name: "panel-datasource-rule") { dashboard in
            dashboard.panels.flatMap {
                fault(!datasources.contains($0.datasource), "\($0.title): \($0.datasource)")
            }
        },
        LinterRule(name: "panel-title-description-rule") { dashboard in
            dashboard.panels.flatMap {
                fault($0.title.isEmpty || $0.description.isEmpty, "\($0.title): no words")
            }
        },
        LinterRule(name: "panel-units-rule") { dashboard in
            dashboard.panels.flatMap { panel in
                fault(panel.units.isEmpty, "\(panel.title): no unit")
                    + panel.units.filter { !knownUnits.contains($0) }.map {
                        "\(panel.title): unknown unit \($0)"
                    }
            }
        },
        LinterRule(name: "panel-no-targets-rule") { dashboard in
            dashboard.panels.flatMap {
                fault($0.expressions.isEmpty, "\($0.title): asks nothing")
            }
        },
    ]

    private static let targetRules: [LinterRule] = [
        // The syntax itself is judged by promtool, in another test.
        targetRule("target-promql-rule") { names, expression in
            fault(names.selectors.isEmpty, "no selector in \(expression)")
        },
        // Only Prometheus is asked.
        LinterRule(name: "target-logql-rule", faults: onlyPrometheus),
        LinterRule(name: "target-logql-auto-rule", faults: onlyPrometheus),
        targetRule("target-rate-interval-rule") { names, _ in
            names.selectors.filter { !Set($0.calls).isDisjoint(with: ["rate", "irate"]) }
                .filter { $0.range != "$__rate_interval" }
                .map { "\($0.metric) over \($0.range ?? "nothing")" }
        },
        matcherRule("target-job-rule", label: "job", value: "$job"),
        matcherRule("target-instance-rule", label: "instance", value: "$instance"),
        targetRule("target-counter-agg-rule") { names, _ in
            names.selectors.filter { $0.metric.hasSuffix("_total") }
                .filter { !["rate", "irate", "increase"].contains($0.calls.first) }
                .map { "\($0.metric) as it is" }
        },
    ]

    private static let dashboardRules: [LinterRule] = [
        LinterRule(name: "uneditable-dashboard") { dashboard in
            fault(dashboard.model["editable"] as? Bool != false, "editable")
        }
    ]

    private static func matcherRule(
        _ name: String,
        label: String,
        value: String
    ) -> LinterRule {
        targetRule(name) { names, _ in
            let wanted = PromQLSelector.Matcher(label: label, comparison: "=~", value: value)
            return names.selectors.filter { !$0.matchers.contains(wanted) }.map(\.metric)
        }
    }

    private static func targetRule(
        _ name: String,
        _ faults: @escaping @Sendable (PromQLNames, String) -> [String]
    ) -> LinterRule {
        LinterRule(name: name) { dashboard in
            dashboard.panels.flatMap { panel in
                panel.expressions.flatMap { expression in
                    faults(PromQLNames(expression), expression).map { "\(panel.title): \($0)" }
                }
            }
        }
    }

    private static func queries(_ dashboard: GrafanaDashboard) -> [GrafanaDashboard.Variable] {
        dashboard.variables.filter { $0.type == "query" }
    }

    private static let onlyPrometheus: @Sendable (GrafanaDashboard) -> [String] = { dashboard in
        dashboard.panels.flatMap { panel in
            panel.targets.flatMap { target in
                let type = (target["datasource"] as? [String: Any])?["type"] as? String
                return fault(type != "prometheus", "\(panel.title) asks \(type ?? "nobody")")
            }
        }
    }

    private static let knownUnits: Set<String> = [
        "none", "short", "s", "bytes", "percentunit", "reqps", "dateTimeFromNow",
    ]
}

/// The fault, if there is one.
private func fault(_ isFault: Bool, _ text: String) -> [String] {
    isFault ? [text] : []
}
