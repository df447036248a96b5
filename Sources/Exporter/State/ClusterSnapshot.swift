package import Exposition
package import OCP

/// What is known of one cluster after its last poll; replaced whole, never changed in place.
package struct ClusterSnapshot: Sendable {
    /// OCP's id of the cluster: the one that was asked for.
    package let id: Int64
    /// The last name that OCP gave it, in the overview or in the list; empty if it never did.
    package let name: String
    /// The labels of every series of the cluster, escaped.
    package let labels: Labels
    /// What counts as late for this cluster.
    package var thresholds: Thresholds
    /// One overview, or one for each tenant that OCP's answer names.
    package var overview: Held<[LabelledOverview]>
    /// What is remembered of the polls before.
    package var history = ClusterHistory()

    /// An overview and the labels of its series.
    ///
    /// A class, because every row of the metric table visits it: a copy of the structure would count
    /// references to all its texts.
    package final class LabelledOverview: Sendable {
        /// The cluster's labels, and `ob_tenant_name` where OCP named a tenant.
        package let labels: Labels
        /// OCP's answer.
        package let overview: BackupOverview

        /// Puts the two together.
        package init(labels: Labels, overview: BackupOverview) {
            self.labels = labels
            self.overview = overview
        }
    }

    /// The overviews to serve; none before the first success, and once they are too old.
    package var overviews: [LabelledOverview] { overview.answer ?? [] }

    /// A cluster of which this is known.
    package init(
        id: Int64,
        name: String,
        labels: Labels,
        thresholds: Thresholds,
        overview: Held<[LabelledOverview]> = Held()
    ) {
        self.id = id
        self.name = name
        self.labels = labels
        self.thresholds = thresholds
        self.overview = overview
    }

    /// The labels of a cluster's series, in the order in which they stand on the page.
    static func labels(ocp: String, id: Int64, name: String) -> Labels {
        Labels(["ocp": ocp, "ocp_cluster_id": String(id), "ob_cluster_name": name])
    }
}
