import Exposition
import OCP

/// What is known of one cluster after its last poll; replaced whole, never changed in place.
struct ClusterSnapshot: Sendable {
    /// OCP's id of the cluster: the one that was asked for.
    let id: Int64
    /// The last name that OCP gave it, in the overview or in the list; empty if it never did.
    let name: String
    /// The labels of every series of the cluster, escaped.
    let labels: Labels
    /// The version of its OceanBase, from the overview or the list; nil if OCP never told.
    var obVersion: String?
    /// What counts as late for this cluster.
    var thresholds: Thresholds
    /// One overview, or one for each tenant that OCP's answer names.
    var overview = Held<[LabelledOverview]>()
    /// What is remembered of the polls before.
    var history = ClusterHistory()

    /// An overview and the labels of its series.
    ///
    /// A class, because every row of the metric table visits it: a copy of the structure would count
    /// references to all its texts.
    final class LabelledOverview: Sendable {
        /// The cluster's labels, and `ob_tenant_name` where OCP named a tenant.
        let labels: Labels
        /// OCP's answer.
        let overview: BackupOverview

        /// Puts the two together.
        init(labels: Labels, overview: BackupOverview) {
            self.labels = labels
            self.overview = overview
        }
    }

    /// Whether its backups are tenants', as from OceanBase 4 on; nil if its version is not known.
    var isBackedUpByTenant: Bool? {
        let major = obVersion.flatMap { Int($0.prefix { "0"..."9" ~= $0 }) }
        return major.map { $0 >= 4 }
    }

    /// The overviews to serve; none before the first success, and once they are too old.
    var overviews: [LabelledOverview] { overview.answer ?? [] }

    /// The labels of a cluster's series, in the order in which they stand on the page.
    static func labels(ocp: String, id: Int64, name: String) -> Labels {
        Labels(["ocp": ocp, "ocp_cluster_id": String(id), "ob_cluster_name": name])
    }
}
