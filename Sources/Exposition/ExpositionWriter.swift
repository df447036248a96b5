/// The two formats that the exporter writes.
///
/// Without raw values: an enum with names for them is hashed by its name, on every scrape.
package enum ExpositionFormat: Sendable, CaseIterable {
    /// Prometheus text format 0.0.4.
    case text
    /// OpenMetrics 1.0.0.
    case openMetrics

    /// The name in labels.
    package var name: String {
        switch self {
        case .text: "text"
        case .openMetrics: "openmetrics"
        }
    }
}

/// Writes families and samples as bytes of one format.
///
/// The order of the calls is the order on the page. A family whose samples are all absent leaves no
/// trace. Nothing here makes a `String` for a sample whose value is a whole number of thousandths.
package struct ExpositionWriter: ~Copyable {
    private let format: ExpositionFormat
    private var sink: ByteSink
    /// The header of the family that was begun, until its first sample has been written.
    private var pendingHeader: [UInt8] = []
    /// The name of the family that was begun, alone and with a brace behind it.
    private var name: [UInt8] = []
    private var opening: [UInt8] = []

    /// The size of the pieces of a large page.
    package static let pieceSize = 256 * 1024

    /// Begins a page.
    ///
    /// - Parameters:
    ///   - format: the format.
    ///   - pieceSize: bytes that are handed on at once; a short page is best made in one piece that
    ///     is not much longer than itself.
    ///   - handOn: takes the bytes in pieces; they are its only until it returns.
    package init(
        format: ExpositionFormat,
        pieceSize: Int = pieceSize,
        handOn: @escaping (Span<UInt8>) -> Void
    ) {
        self.format = format
        sink = ByteSink(capacity: pieceSize, handOn: handOn)
    }

    /// Begins a family; the samples that follow are its.
    package mutating func begin(_ family: MetricFamily) {
        pendingHeader = family.header(format)
        name = family.nameBytes
        opening = family.openingBytes
    }

    /// Writes one sample.
    package mutating func sample(_ labels: Labels, _ value: Double) {
        line(name, labels.bytes, [], value)
    }

    /// Writes one sample without labels.
    package mutating func sample(_ value: Double) {
        line(name, [], [], value)
    }

    /// Writes one sample with labels of its own behind those that it shares.
    ///
    /// - Parameters:
    ///   - labels: the labels of the cluster, say; not none.
    ///   - more: what is added to them; not none.
    ///   - value: the value.
    package mutating func sample(_ labels: Labels, and more: Labels, _ value: Double) {
        line(name, labels.bytes, more.bytes, value)
    }

    /// Writes one sample for each state: 1 for the one that holds, else 0.
    ///
    /// - Parameters:
    ///   - labels: the labels of the cluster, say; not none.
    ///   - states: the states.
    ///   - active: the index of the one that holds; nil if none of these does.
    package mutating func samples(_ labels: Labels, _ states: StateLabels, active: Int?) {
        writePendingHeader()
        for index in 0..<states.count {
            sink.append(opening)
            sink.append(labels.bytes)
            sink.append(states.bytes, index == active ? states.ones[index] : states.zeros[index])
        }
    }

    /// Writes the buckets, the sum and the count of a histogram.
    package mutating func histogram(_ labels: Labels, _ value: HistogramValue) {
        var cumulated: UInt64 = 0
        for (bound, count) in zip(value.bounds + [.infinity], value.counts) {
            cumulated += count
            let le = Labels(["le": SampleValue.bound(bound)])
            line(name + Array("_bucket".utf8), labels.adding(le).bytes, [], Double(cumulated))
        }
        line(name + Array("_sum".utf8), labels.bytes, [], value.sum)
        line(name + Array("_count".utf8), labels.bytes, [], Double(cumulated))
    }

    /// Hands on what is left, without an end mark: another part of the page follows.
    package mutating func flush() {
        sink.flush()
    }

    /// Ends the page: OpenMetrics wants `# EOF`, which tells a whole page from a cut one.
    package mutating func end() {
        if format == .openMetrics {
            sink.append("# EOF\n")
        }
        sink.flush()
    }

    @inline(__always)
    private mutating func writePendingHeader() {
        if !pendingHeader.isEmpty {
            sink.append(pendingHeader)
            pendingHeader = []
        }
    }

    @inline(__always)
    private mutating func line(
        _ name: borrowing [UInt8],
        _ labels: borrowing [UInt8],
        _ more: borrowing [UInt8],
        _ value: Double
    ) {
        writePendingHeader()
        sink.append(name)
        if !labels.isEmpty || !more.isEmpty {
            sink.append(UInt8(ascii: "{"))
            sink.append(labels)
            if !more.isEmpty {
                if !labels.isEmpty {
                    sink.append(UInt8(ascii: ","))
                }
                sink.append(more)
            }
            sink.append(UInt8(ascii: "}"))
        }
        sink.append(UInt8(ascii: " "))
        if let thousandths = SampleValue.thousandths(value) {
            sink.append(thousandths: thousandths)
        } else {
            sink.append(SampleValue.text(value))
        }
        sink.append(UInt8(ascii: "\n"))
    }
}
