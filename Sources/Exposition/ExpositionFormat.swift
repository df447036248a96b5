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
