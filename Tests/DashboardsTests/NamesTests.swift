import Foundation
import TestSupport
import Testing

/// Everything that is named in a query or a text is on the exporter's page.
@Suite struct NamesTests {
    /// Read once for all tests: it takes most of a second.
    private static let shared = Task {
        var names = MetricNames(page: try await ExporterPage.text)
        for file in ["alerts.yaml", "rules.yaml", "aliases.yaml"] {
            names.addRecords(of: try RuleFile(file))
        }
        return names
    }
    let names: MetricNames

    init() async throws {
        names = try await Self.shared.value
    }

    /// Ours would become `exported_…` where Prometheus, its Operator or Kubernetes's discovery gives
    /// targets labels, and what names them in rules and panels would be theirs.
    @Test func noLabelIsThePlatforms() async throws {
        let page = MetricNames(page: try await ExporterPage.text)
        let own = page.labels.filter { $0.key != "ALERTS" }
        let labels = own.values.reduce(into: Set<String>()) { $0.formUnion($1) }
        #expect(labels.isSuperset(of: ["ocp", "ob_cluster_name", "api"]))
        let others: Set = [
            "job", "instance", "cluster", "env", "endpoint", "namespace", "pod", "container",
            "service", "node", "region", "zone", "prometheus", "prometheus_replica", "app",
            "severity", "monitor", "replica",
        ]
        #expect(labels.intersection(others) == [])
        #expect(labels.filter { $0.hasPrefix("__") || $0.hasPrefix("exported_") } == [])
    }

    @Test(arguments: GrafanaDashboard.files)
    func dashboardNamesWhatExists(file: String) throws {
        let dashboard = try GrafanaDashboard(file: file)
        for panel in dashboard.panels {
            for target in panel.targets {
                let missing = names.missing(
                    in: target["expr"] as? String ?? "",
                    legend: target["legendFormat"] as? String ?? ""
                )
                #expect(missing == [], "\(panel.title)")
            }
        }
        for variable in dashboard.variables where variable.type == "query" {
            let call = try #require(
                variable.query.wholeMatch(of: /label_values\((.+), *([a-z_]+)\)/)
            )
            let missing = names.missing(in: String(call.1), legend: "{{\(call.2)}}")
            #expect(missing == [], "\(variable.name)")
        }
    }

    @Test(arguments: ["alerts.yaml", "rules.yaml", "aliases.yaml"])
    func rulesNameWhatExists(file: String) throws {
        for rule in try RuleFile(file).rules {
            let words = rule.values.values.joined().replacing("{{ end }}", with: "")
                .replacing("with ", with: "").replacing("$labels.", with: "")
            let missing = names.missing(in: rule.expression, legend: words)
            #expect(missing.filter { $0 != "file" } == [], "\(rule.name)")
        }
    }

    @Test(
        arguments: ["README.md", "dashboards/alertmanager/README.md"]
            + RepositoryFile.names(in: "dashboards/runbooks", suffix: ".md").map {
                "dashboards/runbooks/\($0)"
            }
            // But the front page, which is called by the program's module and names no metric.
            + ["Configuration", "Metrics", "Permissions", "Sizing"].map {
                "Sources/oceanbase-backup-exporter/Documentation.docc/\($0).md"
            }
    )
    func pagesForPeopleNameWhatExists(file: String) throws {
        let text = try RepositoryFile.text(file)
        #expect(names.missing(inProse: text) == [])
    }

    @Test(arguments: [
        ("sum(oceanbase_ocp_upp)", "", ["oceanbase_ocp_upp"]),
        (#"oceanbase_ocp_up{cluster="x"}"#, "", ["oceanbase_ocp_up{cluster}"]),
        ("sum by (clustr) (oceanbase_ocp_up)", "", ["clustr"]),
        ("oceanbase_ocp_up", "{{ocpp}}", ["ocpp"]),
        (#"label_replace(oceanbase_ocp_up, "made", "$1", "ocp", "(.+)")"#, "{{made}}", []),
        ("log_backup_delay_seconds + on (ocp) group_left () up", "", []),
    ])
    func missingNameIsFound(expression: String, legend: String, missing: [String]) {
        #expect(names.missing(in: expression, legend: legend) == missing)
    }

    @Test func missingNameInProseIsFound() {
        let text = "`oceanbase_ocp_up`, `oceanbase_backup_exporter_` and `oceanbase_ocp_down`"
        #expect(names.missing(inProse: text) == ["oceanbase_ocp_down"])
    }
}
