import Foundation
import TestSupport
import Testing

@Suite struct RuleTests {
    @Test(
        .enabled(if: Tool.promtool.exists),
        arguments: ["alerts.yaml", "rules.yaml", "aliases.yaml"]
    )
    func promtoolFindsNothing(file: String) async throws {
        let result = try await Tool.promtool.run(
            ["check", "rules", "--lint=all", "--lint-fatal", file],
            in: "dashboards/prometheus"
        )
        #expect(result.status == 0, "\(result.output)")
    }

    @Test(
        .enabled(if: Tool.promtool.exists),
        .timeLimit(.minutes(20)),
        arguments: ["alerts.test.yaml", "rules.test.yaml"]
    )
    func rulesDoWhatTheirTestsSay(file: String) async throws {
        let result = try await Tool.promtool.run(
            ["test", "rules", file],
            in: "dashboards/prometheus"
        )
        #expect(result.status == 0, "\(result.output)")
    }

    @Test(.enabled(if: Tool.amtool.exists))
    func amtoolAcceptsTheExample() async throws {
        let result = try await Tool.amtool.run(
            ["check-config", "alertmanager.yaml"],
            in: "dashboards/alertmanager"
        )
        #expect(result.status == 0, "\(result.output)")
    }

    @Test(
        .enabled(if: Tool.amtool.exists),
        arguments: try RuleFile("alerts.yaml").alerts.map(\.name)
    )
    func alertHasAReceiver(alert: String) async throws {
        let severity = try #require(
            try RuleFile("alerts.yaml").alerts.first { $0.name == alert }?.values["severity"]
        )
        let result = try await Tool.amtool.run(
            [
                "config", "routes", "test", "--config.file=alertmanager.yaml",
                "alertname=\(alert)", "severity=\(severity)",
            ],
            in: "dashboards/alertmanager"
        )
        let wanted = ["critical": "pager", "warning": "ticket", "info": "log"][severity]
        #expect(result.output.contains(try #require(wanted)))
    }

    @Test(arguments: try RuleFile("alerts.yaml").alerts.map(\.name))
    func alertIsTestedInFourWays(alert: String) async throws {
        let tests = try RepositoryFile.text("dashboards/prometheus/alerts.test.yaml")
        for way in ["fires", "stays quiet", "without data", "recovers"] {
            #expect(tests.contains("- name: \(alert) \(way)\n"), "\(way)")
        }
    }

    @Test func alertsAreWellFormed() async throws {
        let alerts = try RuleFile("alerts.yaml").alerts
        #expect(alerts.count == 21)
        for alert in alerts {
            #expect(alert.name.hasPrefix("OceanBaseBackup"))
            #expect(["critical", "warning", "info"].contains(alert.values["severity"]))
            let summary = alert.values["summary"] ?? ""
            #expect(summary.hasSuffix(".") && !summary.contains("{{"), "\(alert.name)")
            #expect(alert.values["description"]?.hasSuffix(".") == true, "\(alert.name)")
        }
    }

    /// Thresholds are metrics: a rule compares a number only with 0 or 1, which are states.
    @Test func noRuleHoldsAThreshold() async throws {
        for file in ["alerts.yaml", "rules.yaml"] {
            for rule in try RuleFile(file).rules {
                let numbers = PromQLNames(rule.expression).comparedNumbers
                #expect(Set(numbers).isSubset(of: ["0", "1"]), "\(rule.name)")
            }
        }
        #expect(PromQLNames("time() - x > 600").comparedNumbers == ["600"])
    }

    @Test func inhibitionsNameAlertsThatExist() async throws {
        let alerts = Set(try RuleFile("alerts.yaml").alerts.map(\.name))
        for file in ["alertmanager/alertmanager.yaml", "alertmanager/README.md"] {
            let text = try RepositoryFile.text("dashboards/\(file)")
            let named = text.matches(of: /\bOceanBaseBackup[A-Za-z]+/).map { String($0.0) }
            #expect(!named.isEmpty)
            #expect(Set(named).subtracting(alerts) == [])
        }
    }
}
