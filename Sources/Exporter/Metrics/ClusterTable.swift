/// What is known of a cluster besides OCP's answer: whether it could be read, and what counts as late.
enum ClusterTable {
    /// The rows, with a sample for each selected cluster, whether or not its overview could be read.
    static let rows: [MetricRow<ClusterSnapshot>] = [
        .value(
            "oceanbase_log_backup_delay_threshold_seconds",
            "Log backup delay in seconds that counts as late for this cluster; from the"
                + " configuration."
        ) { $0.thresholds.logBackupDelay },
        .value(
            "oceanbase_log_backup_delay_critical_threshold_seconds",
            "Log backup delay in seconds that is critical for this cluster; from the configuration."
        ) { $0.thresholds.logBackupDelayCritical },
        .value(
            "oceanbase_data_backup_age_threshold_seconds",
            "Age of the newest data backup in seconds that counts as too old for this cluster; from"
                + " the configuration."
        ) { $0.thresholds.dataBackupAge },
        .value(
            "oceanbase_backup_size_drop_threshold_ratio",
            "Share of its recent largest size below which the backup of this cluster has shrunk"
                + " suspiciously; from the configuration."
        ) { $0.thresholds.backupSizeDrop },
        .value(
            "oceanbase_cluster_up",
            "1 if the last poll of this cluster's backup overview succeeded, else 0."
        ) { $0.overview.failure != nil ? 0 : $0.overview.lastSuccess != nil ? 1 : nil },
        .value(
            "oceanbase_cluster_last_success_timestamp_seconds",
            "When the backup overview of this cluster was last read, in seconds since 1970. Its"
                + " values are of that time; they vanish once it is longer ago than stale_after."
        ) { $0.overview.lastSuccess?.time },
        .value(
            "oceanbase_cluster_poll_duration_seconds",
            "How long the last attempt to read this cluster's backup overview took, in seconds."
        ) { $0.overview.duration },
    ]
}
