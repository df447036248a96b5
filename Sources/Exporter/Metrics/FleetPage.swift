package import Exposition

/// The part of the page that comes from OCP: the metric table applied to snapshots.
package enum FleetPage {
    /// Writes every family in table order, its series by OCP and then by cluster id.
    package static func write(_ ocps: [OCPSnapshot], to writer: inout ExpositionWriter) {
        for metric in MetricTable.overview {
            metric.write(ocps, to: &writer)
        }
        for metric in MetricTable.cluster {
            metric.write(ocps, to: &writer)
        }
        for metric in MetricTable.ocp {
            writer.begin(metric.family)
            for ocp in ocps {
                metric.write(ocp, to: &writer)
            }
        }
    }
}
