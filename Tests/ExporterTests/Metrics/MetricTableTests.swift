import Exposition
import Foundation
import OCP
import TestSupport
import Testing

@testable import Exporter

/// Every family that can be on the page.
let allFamilies = FleetPage.tables.flatMap(\.families) + SelfTable.rows.map(\.family)

@Suite struct TableTests {
    @Test func namesAreUnique() {
        let names = allFamilies.map(\.name)
        #expect(Set(names).count == names.count)
    }

    /// The rules of promlint that are about names, and those that it leaves out.
    @Test(arguments: allFamilies)
    func familiesFollowPrometheussRules(family: MetricFamily) {
        let segments = family.name.split(separator: "_").map(String.init)
        let abbreviations = [
            "s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d",
            "minutes", "hours", "days", "weeks", "milliseconds", "kilobytes", "megabytes", "bits",
        ]
        #expect(segments.dropFirst().allSatisfy { !abbreviations.contains($0) })
        #expect(!segments.contains(family.kind.rawValue) || [.info, .total].contains(family.kind))
        #expect(family.name == family.name.lowercased())
        #expect(family.name.hasPrefix("oceanbase_") || family.name.hasPrefix("process_"))
        #expect(family.help.hasSuffix("."))
        if family.name.contains("timestamp") {
            #expect(family.name.hasSuffix("_timestamp_seconds"))
        }
    }

    @Test(arguments: OverviewTable.rows)
    func helpNamesTheSource(row: MetricRow<ClusterSnapshot.LabelledOverview>) {
        #expect(!row.fields.isEmpty)
        for field in row.fields { #expect(row.family.help.contains(field)) }
    }

    @Test func absentFieldsGiveNoSample() {
        let text = page { writer in
            MetricTable(OverviewTable.rows).write([snapshot(of: BackupOverview())], &writer)
        }
        #expect(text.isEmpty)
    }

    @Test(arguments: OverviewTable.rows.filter { $0.enumeration != nil })
    func exactlyOneStateIsOn(row: MetricRow<ClusterSnapshot.LabelledOverview>) {
        for state in (row.enumeration?.states ?? []) + ["NEVER_SEEN_BEFORE"] {
            let text = page { writer in
                MetricTable([row]).write([snapshot(of: all(state))], &writer)
            }
            let samples = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            let labels = #"ocp="o",ocp_cluster_id="1",ob_cluster_name="c""#
            let on = samples.filter { $0.hasSuffix("} 1") }
            #expect(on == ["\(row.family.name){\(labels),state=\"\(state)\"} 1"])
            #expect(samples.filter { $0.hasSuffix("} 0") }.count == samples.count - 1)
        }
    }

    /// An overview whose every enum has one value.
    private func all(_ state: String) -> BackupOverview {
        var overview = BackupOverview()
        overview.backupScheduleStatus = state
        overview.obClusterBackupStatus = state
        overview.obClusterStatus = state
        overview.obClusterType = state
        overview.compactionStatus = state
        overview.backupDimension = state
        overview.backupAbility = state
        overview.backupMode = state
        return overview
    }

    private func page(_ write: (inout ExpositionWriter) -> Void) -> String {
        let pieces = PreparedPage.pieces(.text, write: write)
        return String(decoding: pieces.flatMap { $0 }, as: UTF8.self)
    }
}

/// The README and the articles of the documentation.
@Suite struct ReadmeTests {
    private static let folder = "Sources/oceanbase-backup-exporter/Documentation.docc"
    private static let files =
        ["README.md"]
        + RepositoryFile.names(in: folder, suffix: ".md").map { "\(folder)/\($0)" }
    /// What all of them say.
    private static let all = files.map { (try? RepositoryFile.text($0)) ?? "" }.joined()

    @Test(arguments: allFamilies)
    func everyMetricIsDocumented(family: MetricFamily) {
        #expect(
            Self.all.contains("`\(family.name)"),
            "\(family.name) is neither in the README nor in an article"
        )
    }

    @Test(arguments: files) func noOtherMetricIsNamed(file: String) throws {
        let text = try RepositoryFile.text(file)
        let known = Set(allFamilies.map(\.name))
        let prefixes = [
            "oceanbase_log_", "oceanbase_last_", "oceanbase_backup_", "oceanbase_cluster_",
            "oceanbase_ocp_", "oceanbase_data_", "oceanbase_tenant_", "oceanbase_restore_",
            "oceanbase_collector_", "process_",
        ]
        for match in text.matches(of: /[a-z][a-z0-9_]+/) {
            let word = String(match.output)
            guard prefixes.contains(where: word.hasPrefix), !word.hasSuffix("_") else { continue }
            // The name of the program's module, which the front page of the articles is called by.
            guard word != "oceanbase_backup_exporter" else { continue }
            #expect(known.contains(word), "\(file) names \(word), which does not exist")
        }
    }

    /// Both ways of linking: articles among themselves, and the README to them.
    @Test(arguments: files) func everyLinkToAnArticleLeadsThere(file: String) throws {
        let text = try RepositoryFile.text(file)
        let articles =
            text.matches(of: /<doc:(\w+)>/).map { "\(Self.folder)/\($0.1).md" }
            + text.matches(of: /\]\((Sources\/[^)]+)\)/).map { String($0.1) }
        #expect(!articles.isEmpty)
        for article in articles { #expect(Self.files.contains(article), "\(file): \(article)") }
    }
}
