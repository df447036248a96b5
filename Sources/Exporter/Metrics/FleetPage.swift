package import Exposition
import OCP

/// The part of the page that comes from OCP: the metric tables applied to snapshots.
package enum FleetPage {
    /// The tables in their order on the page.
    static let tables = [
        MetricTable(OverviewTable.rows), MetricTable(ClusterTable.rows),
        MetricTable(TenantTable.rows), MetricTable(LogBackupTable.rows),
        MetricTable(DataBackupTable.rows), MetricTable(StrategyTable.rows),
        MetricTable(SubjectTable.rows), MetricTable(CollectorTable.rows),
        MetricTable(OCPTable.rows),
    ]

    /// The fields that are enums, each once.
    static let enumFields = Set(tables.flatMap(\.enumFields)).sorted()

    /// Writes every family in table order, its series by OCP and then by cluster id.
    package static func write(_ ocps: [OCPSnapshot], to writer: inout ExpositionWriter) {
        for table in tables { table.write(ocps, &writer) }
    }
}

/// What rows can be about: something of which there may be many in the snapshot of an OCP.
protocol MetricSource: Sendable {
    /// Calls a closure with each, and the labels of its series, in the order of the page.
    static func visit(_ ocp: OCPSnapshot, _ body: (Labels, Self) -> Void)
}

/// The rows about one kind of source, which collectors have brought.
struct MetricTable: Sendable {
    /// What stands on the page.
    let families: [MetricFamily]
    /// The fields that are enums.
    let enumFields: [String]
    /// Writes every family, its series by OCP.
    let write: @Sendable ([OCPSnapshot], inout ExpositionWriter) -> Void

    /// Makes a table of its rows.
    ///
    /// Inlined, so that the rows are read without knowing their type only when the program runs: that
    /// would take ten times as long.
    @inline(__always)
    init<Source: MetricSource>(_ rows: [MetricRow<Source>]) {
        families = rows.map(\.family)
        enumFields = rows.compactMap { $0.enumeration?.field }
        write = { ocps, writer in
            for row in rows {
                row.write(to: &writer) { body in
                    for ocp in ocps { Source.visit(ocp, body) }
                }
            }
        }
    }
}

extension ClusterSnapshot.LabelledOverview: MetricSource {
    @inline(__always)
    static func visit(
        _ ocp: OCPSnapshot,
        _ body: (Labels, ClusterSnapshot.LabelledOverview) -> Void
    ) {
        // In its place: a copy of a snapshot would count references to all that it holds.
        let clusters = ocp.clusters.span
        for index in clusters.indices {
            for entry in clusters[index].overviews { body(entry.labels, entry) }
        }
    }
}

extension ClusterSnapshot: MetricSource {
    @inline(__always)
    static func visit(_ ocp: OCPSnapshot, _ body: (Labels, ClusterSnapshot) -> Void) {
        let clusters = ocp.clusters.span
        for index in clusters.indices { body(clusters[index].labels, clusters[index]) }
    }
}

extension Subject: MetricSource {
    @inline(__always)
    static func visit(_ ocp: OCPSnapshot, _ body: (Labels, Subject) -> Void) {
        for subject in ocp.tasks.subjects { body(subject.facts.labels, subject) }
    }
}

extension CollectorState: MetricSource {
    static func visit(_ ocp: OCPSnapshot, _ body: (Labels, CollectorState) -> Void) {
        for collector in ocp.tasks.collectors {
            body(ocp.labels.adding(Labels(["collector": collector.name])), collector)
        }
    }
}

extension OCPSnapshot: MetricSource {
    static func visit(_ ocp: OCPSnapshot, _ body: (Labels, OCPSnapshot) -> Void) {
        body(ocp.labels, ocp)
    }
}
