import Foundation
import TestSupport
import Testing

@Suite struct DashboardTests {
    @Test(arguments: GrafanaDashboard.files, LinterRule.all)
    func dashboardObeysRule(file: String, rule: LinterRule) throws {
        #expect(rule.faults(try GrafanaDashboard(file: file)) == [])
    }

    @Test func thereAreSeventeenRulesAndTwoDashboards() {
        #expect(LinterRule.all.count == 17)
        #expect(
            GrafanaDashboard.files
                == ["oceanbase-backup-cluster.json", "oceanbase-backup-overview.json"]
        )
    }

    /// Each rule finds the fault that it is there for.
    @Test(arguments: [
        ("template-datasource-rule", #""name": "datasource""#, #""name": "ds""#),
        ("template-job-rule", #""label": "Job""#, #""label": "job""#),
        ("template-instance-rule", #""allValue": ".+""#, #""allValue": ".*""#),
        ("template-label-promql-rule", "label_values(oceanbase_ocp_up", "label_value(x"),
        ("template-on-time-change-reload-rule", #""refresh": 2"#, #""refresh": 1"#),
        ("panel-datasource-rule", #""uid": "${datasource}""#, #""uid": "P1809F7CD0C75ACF3""#),
        ("panel-title-description-rule", #""title": "Healthy""#, #""title": """#),
        ("panel-units-rule", #""unit": "bytes""#, #""unit": "furlongs""#),
        ("panel-no-targets-rule", #""targets": ["#, #""target": ["#),
        ("target-promql-rule", #""expr": ""#, #""expr": "1 # "#),
        ("target-logql-rule", #""type": "prometheus""#, #""type": "loki""#),
        ("target-logql-auto-rule", #""type": "prometheus""#, #""type": "loki""#),
        ("target-rate-interval-rule", "[$__rate_interval]", "[5m]"),
        ("target-job-rule", #"job=~\"$job\", "#, ""),
        ("target-instance-rule", #"instance=~\"$instance\""#, #"instance=\"$instance\""#),
        ("target-counter-agg-rule", "(increase(", "(delta("),
        ("uneditable-dashboard", #""editable": false"#, #""editable": true"#),
    ])
    func ruleFindsFault(name: String, good: String, bad: String) throws {
        let text = try RepositoryFile.text("dashboards/grafana/oceanbase-backup-overview.json")
        try #require(text.contains(good))
        let spoilt = try GrafanaDashboard(
            json: Data(text.replacingOccurrences(of: good, with: bad).utf8)
        )
        let rule = try #require(LinterRule.all.first { $0.name == name })
        #expect(rule.faults(spoilt) != [])
    }

    @Test(arguments: GrafanaDashboard.files)
    func dashboardCanBeProvisioned(file: String) throws {
        let model = try GrafanaDashboard(file: file).model
        #expect(model["uid"] as? String == String(file.dropLast(".json".count)))
        #expect((39...41).contains(model["schemaVersion"] as? Int ?? 0))
        #expect(model["id"] == nil)
        #expect(model["__inputs"] == nil)
        #expect(model["time"] != nil)
        #expect(model["tags"] as? [String] == ["oceanbase", "backup", "oceanbase-backup"])
    }

    @Test(arguments: GrafanaDashboard.files)
    func panelsHaveThresholdsAndIdsOfTheirOwn(file: String) throws {
        let panels = try GrafanaDashboard(file: file).panels
        for panel in panels {
            let steps = (panel.defaults["thresholds"] as? [String: Any])?["steps"] as? [Any]
            #expect(steps?.isEmpty == false, "\(panel.title)")
        }
        let ids = panels.compactMap { $0.model["id"] as? Int }
        #expect(Set(ids).count == panels.count)
        #expect(Set(panels.map(\.title)).count == panels.count)
    }

    @Test(arguments: GrafanaDashboard.files)
    func panelsDoNotOverlap(file: String) throws {
        var taken: [String: String] = [:]
        for panel in try GrafanaDashboard(file: file).panels {
            let place = panel.model["gridPos"] as? [String: Int] ?? [:]
            let x = try #require(place["x"])
            let y = try #require(place["y"])
            let width = try #require(place["w"])
            let height = try #require(place["h"])
            #expect(x >= 0 && x + width <= 24, "\(panel.title)")
            for column in x..<(x + width) {
                for line in y..<(y + height) {
                    let other = taken.updateValue(panel.title, forKey: "\(column),\(line)")
                    #expect(other == nil, "\(panel.title)")
                }
            }
        }
    }

    @Test(arguments: GrafanaDashboard.files)
    func linksLeadToADashboardOfOurs(file: String) throws {
        let text = try RepositoryFile.text("dashboards/grafana/\(file)")
        for link in text.matches(of: /"url": "\/d\/([a-z-]+)/) {
            #expect(GrafanaDashboard.files.contains("\(link.1).json"))
        }
    }
}
