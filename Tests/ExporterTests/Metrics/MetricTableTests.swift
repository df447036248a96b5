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

@Suite struct ReadmeTests {
    private static let readme = (try? RepositoryFile.text("README.md")) ?? ""

    @Test(arguments: allFamilies)
    func everyMetricIsDocumented(family: MetricFamily) {
        #expect(Self.readme.contains("`\(family.name)"), "\(family.name) is not in the README")
    }

    @Test func theReadmeNamesNoOtherMetric() {
        let known = Set(allFamilies.map(\.name))
        let prefixes = [
            "oceanbase_log_", "oceanbase_last_", "oceanbase_backup_", "oceanbase_cluster_",
            "oceanbase_ocp_", "oceanbase_data_", "process_",
        ]
        for match in Self.readme.matches(of: /[a-z][a-z0-9_]+/) {
            let word = String(match.output)
            guard prefixes.contains(where: word.hasPrefix), !word.hasSuffix("_") else { continue }
            #expect(known.contains(word), "the README names \(word), which does not exist")
        }
    }
}
