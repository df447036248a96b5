package import Exposition
import OCP

/// A row of the metric table whose values come from an overview.
package struct OverviewMetric: Sendable {
    /// How a row makes samples of an overview.
    enum Reading: Sendable {
        case value(@Sendable (BackupOverview) -> Double?)
        case state(StateSet, @Sendable (BackupOverview) -> String?)
        case info(@Sendable (BackupOverview) -> Labels?)
    }

    /// What stands on the page.
    package let family: MetricFamily
    /// The fields of OCP's answer that it comes from.
    package let fields: [String]
    let reading: Reading

    /// A number, served as it is.
    static func value(
        _ name: String,
        _ field: String,
        _ help: String,
        read: @escaping @Sendable (BackupOverview) -> Double?
    ) -> OverviewMetric {
        OverviewMetric(
            family: MetricFamily(.gauge, name, help: "\(help) Field \(field)."),
            fields: [field],
            reading: .value(read)
        )
    }

    /// A truth value, served as 0 or 1.
    static func flag(
        _ name: String,
        _ field: String,
        _ help: String,
        read: @escaping @Sendable (BackupOverview) -> Bool?
    ) -> OverviewMetric {
        value(name, field, help) { read($0).map { $0 ? 1 : 0 } }
    }

    /// An enum, served as one 0/1 series for each known state.
    static func state(
        _ name: String,
        _ field: String,
        _ states: [String],
        _ help: String,
        read: @escaping @Sendable (BackupOverview) -> String?
    ) -> OverviewMetric {
        OverviewMetric(
            family: MetricFamily(.gauge, name, help: "\(help) Field \(field)."),
            fields: [field],
            reading: .state(StateSet(states), read)
        )
    }

    /// A constant 1 with labels.
    static func info(
        _ name: String,
        _ fields: [String],
        _ help: String,
        read: @escaping @Sendable (BackupOverview) -> Labels?
    ) -> OverviewMetric {
        OverviewMetric(
            family: MetricFamily(
                .info,
                name,
                help: "\(help) Fields \(fields.joined(separator: ", "))."
            ),
            fields: fields,
            reading: .info(read)
        )
    }

    /// The states that the row knows; nil if it is not an enum.
    package var states: [String]? {
        guard case .state(let set, _) = reading else { return nil }
        return set.states
    }

    /// The field of an enum row.
    var stateField: String? {
        states == nil ? nil : fields.first
    }

    /// An enum row's field, the states that it knows, and how to read it; nil for other rows.
    var enumeration: Enumeration? {
        guard case .state(let set, let read) = reading, let field = fields.first else { return nil }
        return Enumeration(field: field, states: set.states, read: read)
    }

    /// What ``enumeration`` tells.
    struct Enumeration: Sendable {
        let field: String
        let states: [String]
        let read: @Sendable (BackupOverview) -> String?
    }

    /// Writes the family.
    func write(_ ocps: [OCPSnapshot], to writer: inout ExpositionWriter) {
        writer.begin(family)
        for ocp in ocps {
            switch reading {
            case .value(let read):
                Self.visit(ocp) { entry in
                    if let value = read(entry.overview) {
                        writer.sample(entry.labels, value)
                    }
                }
            case .state(let set, let read):
                Self.visit(ocp) { entry in
                    if let state = read(entry.overview) {
                        set.write(state, entry.labels, to: &writer)
                    }
                }
            case .info(let read):
                Self.visit(ocp) { entry in
                    if let labels = read(entry.overview) {
                        writer.sample(entry.labels, and: labels, 1)
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func visit(
        _ ocp: OCPSnapshot,
        _ body: (ClusterSnapshot.LabelledOverview) -> Void
    ) {
        // In its place: a copy of a snapshot would count references to all that it holds.
        let clusters = ocp.clusters.span
        for index in clusters.indices {
            for entry in clusters[index].overviews {
                body(entry)
            }
        }
    }
}

/// The known states of an enum, with their labels made ready.
struct StateSet: Sendable {
    let states: [String]
    private let labels: StateLabels

    /// Makes a set.
    init(_ states: [String]) {
        self.states = states
        labels = StateLabels(states)
    }

    /// Writes one 0/1 series for each known state, and one more for a state that is not known.
    func write(_ state: String, _ cluster: Labels, to writer: inout ExpositionWriter) {
        let active = states.firstIndex(of: state)
        writer.samples(cluster, labels, active: active)
        if active == nil {
            writer.sample(cluster, and: Labels(["state": state]), 1)
        }
    }
}

/// A row of the metric table about the polls of one cluster.
package struct ClusterMetric: Sendable {
    /// What stands on the page.
    package let family: MetricFamily
    let read: @Sendable (ClusterSnapshot) -> Double?

    /// Makes a row.
    init(
        _ kind: MetricFamily.Kind,
        _ name: String,
        _ help: String,
        read: @escaping @Sendable (ClusterSnapshot) -> Double?
    ) {
        family = MetricFamily(kind, name, help: help)
        self.read = read
    }

    /// Writes the family.
    func write(_ ocps: [OCPSnapshot], to writer: inout ExpositionWriter) {
        writer.begin(family)
        for ocp in ocps {
            let clusters = ocp.clusters.span
            for index in clusters.indices {
                if let value = read(clusters[index]) {
                    writer.sample(clusters[index].labels, value)
                }
            }
        }
    }
}
