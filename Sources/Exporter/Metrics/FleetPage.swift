package import Exposition

/// The part of the page that comes from OCP: the metric table applied to snapshots.
package enum FleetPage {
    /// Writes every family in table order, its series by OCP and then by cluster id.
    package static func write(_ ocps: [OCPSnapshot], to writer: inout ExpositionWriter) {
        for metric in MetricTable.overview {
            writer.begin(metric.family)
            for ocp in ocps {
                for cluster in ocp.clusters {
                    for entry in cluster.overviews {
                        metric.write(entry, to: &writer)
                    }
                }
            }
        }
        for metric in MetricTable.cluster {
            writer.begin(metric.family)
            for ocp in ocps {
                for cluster in ocp.clusters {
                    if let value = metric.read(cluster) {
                        writer.sample(cluster.labels, value)
                    }
                }
            }
        }
        for metric in MetricTable.ocp {
            writer.begin(metric.family)
            for ocp in ocps {
                metric.write(ocp, to: &writer)
            }
        }
    }
}
