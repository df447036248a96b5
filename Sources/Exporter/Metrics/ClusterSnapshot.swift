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
    package private(set) var thresholds: Thresholds
    /// One overview, or one for each tenant that OCP's answer names; empty before the first success.
    package private(set) var overviews: [LabelledOverview]
    /// When the last poll that succeeded ended, in seconds since 1970.
    package let lastSuccess: Double?
    /// How long the last attempt took, in seconds; nil before the first.
    package private(set) var pollDuration: Double?
    /// Why the last poll failed; nil if it succeeded.
    package private(set) var failure: OCPError?
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

    /// The same cluster after a poll that failed: the values stay, the reason is new.
    func failed(_ failure: OCPError, duration: Double?) -> ClusterSnapshot {
        var copy = self
        copy.failure = failure
        copy.pollDuration = duration ?? pollDuration
        return copy
    }

    /// The same cluster without values, because they have become older than `stale_after`.
    func expired(at now: Double, staleAfter: Double) -> ClusterSnapshot {
        guard let lastSuccess, now - lastSuccess > staleAfter else { return self }
        var copy = self
        copy.overviews = []
        return copy
    }

    /// The same cluster with other thresholds.
    func with(_ thresholds: Thresholds) -> ClusterSnapshot {
        var copy = self
        copy.thresholds = thresholds
        return copy
    }
}

extension ClusterSnapshot {
    /// The labels of a cluster's series, in the order in which they stand on the page.
    static func labels(ocp: String, id: Int64, name: String) -> Labels {
        Labels(["ocp": ocp, "ocp_cluster_id": String(id), "ob_cluster_name": name])
    }

    /// Gives each overview its labels; of two with the same tenant the first is kept.
    ///
    /// - Returns: the overviews to serve, and how many were left out as twins.
    static func labelled(
        _ overviews: [BackupOverview],
        labels: Labels
    ) -> (kept: [LabelledOverview], twins: Int) {
        var seen: Set<String?> = []
        var kept: [LabelledOverview] = []
        for overview in overviews where seen.insert(overview.tenantName).inserted {
            let tenant = overview.tenantName.map { Labels(["ob_tenant_name": $0]) } ?? .none
            kept.append(LabelledOverview(labels: labels.adding(tenant), overview: overview))
        }
        return (kept, overviews.count - kept.count)
    }
}

/// What counts as late for one cluster; alert rules compare with these, and hold no numbers.
package struct Thresholds: Sendable, Equatable {
    /// Log backup delay in seconds that is worth a warning.
    package var logBackupDelay: Double = 600
    /// Log backup delay in seconds that is critical.
    package var logBackupDelayCritical: Double = 3600
    /// Age of the newest data backup in seconds.
    package var dataBackupAge: Double = 8 * 86400
    /// Share of its recent largest size below which the backup has shrunk suspiciously, 0 to 1.
    package var backupSizeDrop: Double = 0.5
}
