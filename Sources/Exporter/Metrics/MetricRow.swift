import Exposition

/// A row of a metric table: a family, and how its samples are made of what it is about.
struct MetricRow<Source>: Sendable {
    /// How a row makes samples.
    enum Reading: Sendable {
        case value(@Sendable (Source) -> Double?)
        case state(StateSet, @Sendable (Source) -> String?)
        case samples(@Sendable (Source, (Labels, Double) -> Void) -> Void)
        case histograms(@Sendable (Source) -> [(Labels, HistogramValue)])
    }

    /// What stands on the page.
    let family: MetricFamily
    /// The fields of OCP's answer that it comes from; none for what the exporter knows by itself.
    let fields: [String]
    let reading: Reading

    private init(
        _ kind: MetricFamily.Kind,
        _ name: String,
        _ fields: [String],
        _ help: String,
        _ reading: Reading
    ) {
        let words = fields.count > 1 ? "Fields" : "Field"
        let source = fields.isEmpty ? "" : " \(words) \(fields.joined(separator: ", "))."
        family = MetricFamily(kind, name, help: help + source)
        self.fields = fields
        self.reading = reading
    }

    /// A number, served as it is.
    static func value(
        _ name: String,
        field: String? = nil,
        kind: MetricFamily.Kind = .gauge,
        _ help: String,
        read: @escaping @Sendable (Source) -> Double?
    ) -> MetricRow {
        MetricRow(kind, name, field.map { [$0] } ?? [], help, .value(read))
    }

    /// A truth value, served as 0 or 1.
    static func flag(
        _ name: String,
        field: String? = nil,
        _ help: String,
        read: @escaping @Sendable (Source) -> Bool?
    ) -> MetricRow {
        value(name, field: field, help) { read($0).map { $0 ? 1 : 0 } }
    }

    /// An enum, served as one 0/1 series for each known state.
    static func state(
        _ name: String,
        field: String,
        _ states: [String],
        _ help: String,
        read: @escaping @Sendable (Source) -> String?
    ) -> MetricRow {
        state(name, field: field, KnownStates(common: states), help, read: read)
    }

    /// An enum, served as one 0/1 series for each common state, and one with 1 for another that it is
    /// in.
    static func state(
        _ name: String,
        field: String,
        _ states: KnownStates,
        _ help: String,
        read: @escaping @Sendable (Source) -> String?
    ) -> MetricRow {
        MetricRow(.gauge, name, [field], help, .state(StateSet(states), read))
    }

    /// A state that the exporter finds itself, served as one 0/1 series for each.
    static func levels(
        _ name: String,
        _ states: [String],
        _ help: String,
        read: @escaping @Sendable (Source) -> String?
    ) -> MetricRow {
        let set = StateSet(KnownStates(common: states))
        return MetricRow(.gauge, name, [], help, .state(set, read))
    }

    /// A constant 1 with labels.
    static func info(
        _ name: String,
        fields: [String] = [],
        _ help: String,
        read: @escaping @Sendable (Source) -> Labels?
    ) -> MetricRow {
        MetricRow(
            .info,
            name,
            fields,
            help,
            .samples { source, sample in
                if let labels = read(source) { sample(labels, 1) }
            }
        )
    }

    /// Samples with labels of their own behind those of the source.
    static func samples(
        _ name: String,
        kind: MetricFamily.Kind,
        _ help: String,
        read: @escaping @Sendable (Source, (Labels, Double) -> Void) -> Void
    ) -> MetricRow {
        MetricRow(kind, name, [], help, .samples(read))
    }

    /// Histograms with labels of their own behind those of the source.
    static func histograms(
        _ name: String,
        _ help: String,
        read: @escaping @Sendable (Source) -> [(Labels, HistogramValue)]
    ) -> MetricRow {
        MetricRow(.histogram, name, [], help, .histograms(read))
    }

    /// An enum row's field, the states that it knows, and how to read it; nil for other rows.
    var enumeration: Enumeration? {
        guard case .state(let set, let read) = reading, let field = fields.first else { return nil }
        return Enumeration(field: field, states: set.known.all, read: read)
    }

    /// What ``enumeration`` tells.
    struct Enumeration: Sendable {
        let field: String
        let states: [String]
        let read: @Sendable (Source) -> String?
    }

    /// Writes the family.
    ///
    /// What kind of row it is is looked at once, not for each of thousands of sources, and all is inlined
    /// so that none of them is copied: that would count references to all their texts.
    ///
    /// - Parameters:
    ///   - writer: takes it.
    ///   - visit: calls a closure with each source and the labels of its series.
    @inline(__always)
    func write(
        to writer: inout ExpositionWriter,
        _ visit: ((Labels, Source) -> Void) -> Void
    ) {
        writer.begin(family)
        switch reading {
        case .value(let read):
            visit { labels, source in
                if let value = read(source) { writer.sample(labels, value) }
            }
        case .state(let set, let read):
            visit { labels, source in
                if let state = read(source) { set.write(state, labels, to: &writer) }
            }
        case .samples(let read):
            visit { labels, source in read(source) { writer.sample(labels, and: $0, $1) } }
        case .histograms(let read):
            visit { labels, source in
                for (more, value) in read(source) { writer.histogram(labels.adding(more), value) }
            }
        }
    }
}

/// The known states of an enum: those with a series always, and those with one while they hold.
struct KnownStates: Sendable {
    var common: [String]
    var rare: [String] = []

    /// Both.
    var all: [String] { common + rare }
}

/// The known states of an enum, with the labels of the common ones made ready.
struct StateSet: Sendable {
    let known: KnownStates
    private let labels: StateLabels

    /// Makes a set.
    init(_ known: KnownStates) {
        self.known = known
        labels = StateLabels(known.common)
    }

    /// Writes one 0/1 series for each common state, and one more for a state that is not common.
    func write(_ state: String, _ shared: Labels, to writer: inout ExpositionWriter) {
        let active = known.common.firstIndex(of: state)
        writer.samples(shared, labels, active: active)
        if active == nil {
            writer.sample(shared, and: Labels(["state": state]), 1)
        }
    }
}
