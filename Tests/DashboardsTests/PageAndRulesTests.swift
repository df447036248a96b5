import Foundation
import TestSupport
import Testing

@testable import Exporter

/// What the status page calls late is what the rules call late.
@Suite struct PageAndRulesTests {
    /// Compares with the sizes of seven days, which only Prometheus remembers.
    private static let exception = "OceanBaseBackupSizeDropped"

    /// The alerts about single clusters, by what their expressions name.
    private static func alerts() throws -> [RuleFile.Rule] {
        try RuleFile("alerts.yaml").alerts.filter { rule in
            rule.values["description"]?.contains("ocp_cluster_id") == true
                && rule.name != exception
        }
    }

    @Test func theTableHasARowForEachAlertAboutClusters() throws {
        let rules = try Self.alerts().map { rule in
            [rule.name, rule.values["severity"] ?? "", rule.values["for"] ?? ""]
        }
        let rows = Condition.all.map { row in
            let minutes = Int(row.patience / 60)
            let (unit, size) = minutes >= 1440 ? ("d", 1440) : minutes >= 60 ? ("h", 60) : ("m", 1)
            return [row.alert, row.severity.rawValue, "\(minutes / size)\(unit)"]
        }
        #expect(Set(rows) == Set(rules))
        #expect(rows.count == rules.count)
        #expect(try RuleFile("alerts.yaml").alerts.contains { $0.name == Self.exception })
    }

    @Test(.enabled(if: Tool.promtool.exists), .timeLimit(.minutes(15)))
    func pageAndRulesAgreeInEveryScenario() async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "play-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let alerts = try Self.alerts()
        let wanted = Set(alerts.flatMap { PromQLNames($0.expression).selectors.map(\.metric) })
        // Two hours in steps of two minutes, and three days by the hour.
        async let near = Play(step: 2, moments: 63, wanted: wanted)
        async let far = Play(step: 60, moments: 73, wanted: wanted)
        let plays = try await [near, far]
        for play in plays { try Self.expectColours(play, alerts) }
        let settled = plays.flatMap { play in
            play.due.indices.map {
                play.due[$0].subtracting(PlayedRules.unsettled(play, at: $0))
            }
        }
        let seen = Set(settled.flatMap { $0.map(\.name) })
        #expect(seen == Set(alerts.map(\.name)), "each alert must be due at some time")

        try Self.write(Self.rules(alerts), to: folder.appending(path: "rules.yaml"))
        let files = plays.map { "\($0.step).yaml" }
        for (play, file) in zip(plays, files) {
            let test = try JSONEncoder().encode(PlayedRules(play, rules: "rules.yaml"))
            try test.write(to: folder.appending(path: file))
        }
        let result = try await Tool.promtool.run(
            ["test", "rules"] + files.map { folder.appending(path: $0).path },
            in: ""
        )
        #expect(result.status == 0, "\(result.output.prefix(4000))")
    }

    /// Red is what has a critical alert, green what has none.
    private static func expectColours(_ play: Play, _ rules: [RuleFile.Rule]) throws {
        let critical = Set(rules.filter { $0.values["severity"] == "critical" }.map(\.name))
        for (due, health) in zip(play.due, play.health) {
            let worst = Dictionary(
                due.map { ("\($0.ocp) \($0.cluster)", critical.contains($0.name)) }
            ) { $0 || $1 }
            for (cluster, health) in health {
                switch worst[cluster] {
                case true?: #expect(health == "bad", "\(cluster)")
                case false?: #expect(health == "warn", "\(cluster)")
                case nil: #expect(health != "bad", "\(cluster)")
                }
            }
        }
    }

    /// A rule as the file has it, without its words.
    private struct Rule: Encodable {
        var alert: String?
        var record: String?
        var expr: String
        var `for`: String?
    }

    private struct Rules: Encodable {
        struct Group: Encodable {
            var name: String
            var rules: [Rule]
        }

        var groups: [Group]
    }

    private static func rules(_ alerts: [RuleFile.Rule]) throws -> Rules {
        let used = Set(alerts.flatMap { PromQLNames($0.expression).selectors.map(\.metric) })
        let records = try RuleFile("alerts.yaml").records.filter { used.contains($0.name) }
        return Rules(groups: [
            .init(
                name: "records",
                rules: records.map { .init(record: $0.name, expr: $0.expression) }
            ),
            .init(
                name: "alerts",
                rules: alerts.map {
                    .init(alert: $0.name, expr: $0.expression, for: $0.values["for"])
                }
            ),
        ])
    }

    private static func write(_ rules: Rules, to url: URL) throws {
        try JSONEncoder().encode(rules).write(to: url)
    }
}
