import Foundation
import TestSupport
import Testing

@Suite struct RunbookTests {
    static let folder =
        "https://github.com/oceanbase/oceanbase-backup-exporter/blob/main/dashboards/runbooks"

    @Test func everyAlertHasItsRunbookAndEveryRunbookItsAlert() throws {
        let alerts = try RuleFile("alerts.yaml").alerts
        for alert in alerts {
            #expect(alert.values["runbook_url"] == "\(Self.folder)/\(alert.name).md")
        }
        let pages = RepositoryFile.names(in: "dashboards/runbooks", suffix: ".md")
        #expect(Set(pages) == Set(alerts.map { "\($0.name).md" } + ["README.md"]))
    }

    @Test(arguments: try RuleFile("alerts.yaml").alerts.map(\.name))
    func runbookSaysWhatItShould(alert: String) throws {
        let page = try RepositoryFile.text("dashboards/runbooks/\(alert).md")
        let severity = try RuleFile("alerts.yaml").alerts.first { $0.name == alert }?
            .values["severity"]
        #expect(page.hasPrefix("# \(alert)\n\nSeverity: \(severity ?? "").\n"))
        let headings = page.matches(of: /\n## (.+)\n/).map { String($0.1) }
        #expect(
            headings == [
                "What it means", "Where to see it", "First three things to do",
                "When it is harmless",
            ]
        )
        #expect(page.matches(of: /\n[1-9]\.\ /).count == 3)
        let index = try RepositoryFile.text("dashboards/runbooks/README.md")
        #expect(index.contains("| [\(alert)](\(alert).md) | \(severity ?? "") |"))
    }

    /// What a runbook sets in italics between a dashboard and the next stop is there.
    @Test(arguments: try RuleFile("alerts.yaml").alerts.map(\.name))
    func runbookNamesOtherAlertsThatExist(alert: String) throws {
        let page = try RepositoryFile.text("dashboards/runbooks/\(alert).md")
        let alerts = Set(try RuleFile("alerts.yaml").alerts.map(\.name))
        let named = page.matches(of: /`(OceanBaseBackup[A-Za-z]+)`/).map { String($0.1) }
        #expect(Set(named).subtracting(alerts) == [])
    }

    @Test(arguments: try RuleFile("alerts.yaml").alerts.map(\.name))
    func runbookNamesPanelsThatExist(alert: String) throws {
        let page = try RepositoryFile.text("dashboards/runbooks/\(alert).md")
        let section = try #require(
            page.firstMatch(of: /## Where to see it\n\n([^#]+)\n\n##/)
        )
        let dashboards = try GrafanaDashboard.files.map { try GrafanaDashboard(file: $0) }
        let titles = Set(
            dashboards.flatMap { dashboard in
                dashboard.titles + dashboard.panels.map(\.title)
                    + dashboard.variables.map(\.label)
            }
        )
        for words in section.1.matches(of: /\*([A-Z][^*]+)\*/) {
            #expect(titles.contains(String(words.1)) || words.1.contains("→"), "\(words.1)")
        }
    }
}
