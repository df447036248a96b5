package import Exposition
import OCP

/// A row of the metric table about one OCP.
package struct OCPMetric: Sendable {
    /// How a row makes samples of a snapshot.
    enum Reading: Sendable {
        case value(@Sendable (OCPSnapshot) -> Double?)
        case samples(@Sendable (OCPSnapshot) -> [(Labels, Double)])
        case histograms(@Sendable (OCPSnapshot) -> [(Labels, HistogramValue)])
    }

    /// What stands on the page.
    package let family: MetricFamily
    let reading: Reading

    /// One sample with the label `ocp` alone.
    static func value(
        _ kind: MetricFamily.Kind,
        _ name: String,
        _ help: String,
        read: @escaping @Sendable (OCPSnapshot) -> Double?
    ) -> OCPMetric {
        OCPMetric(family: MetricFamily(kind, name, help: help), reading: .value(read))
    }

    /// Samples with labels of their own beside `ocp`.
    static func samples(
        _ kind: MetricFamily.Kind,
        _ name: String,
        _ help: String,
        read: @escaping @Sendable (OCPSnapshot) -> [(Labels, Double)]
    ) -> OCPMetric {
        OCPMetric(family: MetricFamily(kind, name, help: help), reading: .samples(read))
    }

    /// Histograms with labels of their own beside `ocp`.
    static func histograms(
        _ name: String,
        _ help: String,
        read: @escaping @Sendable (OCPSnapshot) -> [(Labels, HistogramValue)]
    ) -> OCPMetric {
        OCPMetric(family: MetricFamily(.histogram, name, help: help), reading: .histograms(read))
    }

    /// Writes the samples of one OCP.
    func write(_ ocp: OCPSnapshot, to writer: inout ExpositionWriter) {
        switch reading {
        case .value(let read):
            if let value = read(ocp) {
                writer.sample(ocp.labels, value)
            }
        case .samples(let read):
            for (labels, value) in read(ocp) {
                writer.sample(ocp.labels, and: labels, value)
            }
        case .histograms(let read):
            for (labels, value) in read(ocp) {
                writer.histogram(ocp.labels.adding(labels), value)
            }
        }
    }
}

/// The labels of the polling metrics, made ready once.
enum PollingLabels {
    /// Every pair of endpoint and reason, so that each counter is there from the start at 0.
    static let failures: [(key: OCPStatistics.RequestFailure, labels: Labels)] =
        Endpoint.allCases.flatMap { endpoint in
            FailureReason.allCases.map { reason in
                (
                    OCPStatistics.RequestFailure(endpoint: endpoint, reason: reason),
                    Labels(["endpoint": endpoint.rawValue, "reason": reason.rawValue])
                )
            }
        }

    /// The label of an endpoint.
    static func endpoint(_ endpoint: Endpoint) -> Labels {
        Labels(["endpoint": endpoint.rawValue])
    }

    /// Counters by field, in a fixed order.
    static func counts(_ counts: [String: UInt64]) -> [(Labels, Double)] {
        counts.sorted { $0.key < $1.key }.map { (Labels(["field": $0.key]), Double($0.value)) }
    }
}
