import Exposition
import OCP

/// How asking an OCP goes, collector by collector.
enum CollectorTable {
    /// The rows.
    static let rows: [MetricRow<CollectorState>] = [
        .flag(
            "oceanbase_ocp_collector_up",
            "1 if a target of this collector answered in its last interval, or there was none to ask,"
                + " else 0."
        ) { $0.isUp },
        .flag(
            "oceanbase_ocp_collector_supported",
            "0 if this OCP has no endpoint for this collector, else 1; absent before that is known."
        ) { $0.isSupported },
        .value(
            "oceanbase_ocp_collector_targets",
            "Clusters, tenants or lists that this collector asks for."
        ) { Double($0.targets) },
        .value(
            "oceanbase_ocp_collector_failed_targets",
            "Targets of this collector whose last attempt failed; not for want of an endpoint that this"
                + " OCP lacks."
        ) { Double($0.failedTargets) },
        .value(
            "oceanbase_ocp_collector_interval_seconds",
            "Seconds between two requests for the same target; from the configuration."
        ) { $0.interval },
        .value(
            "oceanbase_ocp_collector_last_round_timestamp_seconds",
            "When a target of this collector last answered, in seconds since 1970; for tenants, the"
                + " age of the list."
        ) { $0.lastAnswer?.time },
    ]
}
