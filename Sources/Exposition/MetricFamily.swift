/// The name, type and help of a metric: what stands above its samples on the page.
///
/// Declared once, in the source, as a constant; its name is checked then. The headers are made into
/// bytes at the same time, so that a page only copies them.
package struct MetricFamily: Sendable {
    /// The types that the exporter uses; `info` is written as `gauge` in the text format, which has
    /// no such type.
    package enum Kind: String, Sendable {
        /// A number that only grows; the name ends in `_total`.
        case counter
        /// The same where a gauge has the name without `_total`: OpenMetrics, where a counter's family
        /// would have that name too, is told that it is a gauge, which any number may be.
        case total
        /// A number that goes up and down.
        case gauge
        /// Counts in buckets, with their sum.
        case histogram
        /// A constant 1 whose labels are the message; the name ends in `_info`.
        case info
    }

    /// The name as it stands on a sample line.
    package let name: String
    /// The type.
    package let kind: Kind
    /// One sentence or more for people; any text, escaped when it is written.
    package let help: String
    /// `seconds`, `bytes` or `ratio` where the name says so (OpenMetrics, "Unit").
    package let unit: String?
    /// The bytes of the name.
    let nameBytes: [UInt8]
    /// The name and an opening brace.
    let openingBytes: [UInt8]
    private let textHeader: [UInt8]
    private let openMetricsHeader: [UInt8]

    /// Declares a family.
    ///
    /// - Parameters:
    ///   - kind: the type.
    ///   - name: a name after Prometheus's rules, with the suffix that its type asks for. A wrong
    ///     one is a mistake in our own source and stops the program.
    ///   - help: what is measured, from which field, in what unit and how fresh.
    package init(_ kind: Kind, _ name: String, help: String) {
        precondition(Self.isValid(name), "\(name) is not a metric name")
        precondition(
            Self.hasRightSuffix(name, for: kind),
            "\(name) has not the suffix of a \(kind.rawValue)"
        )
        precondition(!help.isEmpty, "\(name) has no help text")
        self.name = name
        self.kind = kind
        self.help = help
        nameBytes = Array(name.utf8)
        let familyName = Self.openMetricsName(name, kind: kind)
        let unit =
            kind == .info
            ? nil : ["seconds", "bytes", "ratio"].first { familyName.hasSuffix("_\($0)") }
        self.unit = unit
        openingBytes = nameBytes + [UInt8(ascii: "{")]
        textHeader = Self.textHeader(name, kind: kind, help: help)
        openMetricsHeader = Self.openMetricsHeader(familyName, kind: kind, unit: unit, help: help)
    }

    /// The lines above the samples.
    func header(_ format: ExpositionFormat) -> [UInt8] {
        switch format {
        case .text: textHeader
        case .openMetrics: openMetricsHeader
        }
    }

    /// Letters, digits and underscores, no digit first; colons belong to recording rules.
    package static func isValid(_ name: String) -> Bool {
        guard let first = name.utf8.first, !isDigit(first) else { return false }
        return name.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// The suffixes that promlint and OpenMetrics tie to a type.
    private static func hasRightSuffix(_ name: String, for kind: Kind) -> Bool {
        let reserved = ["_total", "_info", "_count", "_sum", "_bucket", "_created"]
            .first(where: name.hasSuffix)
        return switch kind {
        case .counter, .total: reserved == "_total"
        case .info: reserved == "_info"
        case .gauge, .histogram: reserved == nil
        }
    }

    /// OpenMetrics names a counter or info family without the suffix of its samples.
    private static func openMetricsName(_ name: String, kind: Kind) -> String {
        switch kind {
        case .counter: String(name.dropLast("_total".count))
        case .info: String(name.dropLast("_info".count))
        case .gauge, .histogram, .total: name
        }
    }

    /// Text format 0.0.4: HELP, then TYPE; HELP escapes backslash and line feed only.
    private static func textHeader(_ name: String, kind: Kind, help: String) -> [UInt8] {
        let type =
            switch kind {
            case .info: "gauge"
            case .total: "counter"
            case .counter, .gauge, .histogram: kind.rawValue
            }
        return Array("# HELP \(name) ".utf8) + Escaping.escaped(help, quotes: false)
            + Array("\n# TYPE \(name) \(type)\n".utf8)
    }

    /// OpenMetrics 1.0: TYPE, UNIT, HELP in the order the specification suggests.
    private static func openMetricsHeader(
        _ name: String,
        kind: Kind,
        unit: String?,
        help: String
    ) -> [UInt8] {
        let type = kind == .total ? "gauge" : kind.rawValue
        var header = Array("# TYPE \(name) \(type)\n".utf8)
        if let unit {
            header += Array("# UNIT \(name) \(unit)\n".utf8)
        }
        return header + Array("# HELP \(name) ".utf8) + Escaping.escaped(help, quotes: true) + [
            0x0A
        ]
    }
}
