import Exposition
import OCP

/// Every metric about OCP and its clusters: name, source and help.
///
/// It is the one place that knows both a field of OCP and the name of a metric.
/// The order of the rows is their order on the page. A row whose value is nil gives no sample.
package enum MetricTable {
    /// One sample for each overview: what OCP says of a cluster's backup.
    package static let overview: [OverviewMetric] = [
        .value(
            "oceanbase_log_backup_delay_seconds",
            "logBackupDelaySeconds",
            "How far the log backup is behind, in seconds, as OCP computed it when it was polled."
        ) { $0.logBackupDelaySeconds },
        .value(
            "oceanbase_log_backup_checkpoint_timestamp_seconds",
            "latestLogBackupCheckpoint",
            "Time up to which logs are backed up, in seconds since 1970; time() minus this is the"
                + " true delay even while polls fail."
        ) { $0.latestLogBackupCheckpoint },
        .value(
            "oceanbase_last_data_backup_timestamp_seconds",
            "lastDataBackupTime",
            "Start (restore point) of the newest data backup in seconds since 1970, as of the last"
                + " poll; says nothing of its success."
        ) { $0.lastDataBackupTime },
        .value(
            "oceanbase_backup_size_bytes",
            "backupSize",
            "Size of the backup in bytes: backupSize times obStorageVolumeUnit, base 1024. OCP sends"
                + " two decimals of its unit and refreshes it every 180 minutes by default."
        ) { $0.backupSizeBytes },
        .state(
            "oceanbase_backup_schedule_status",
            "backupScheduleStatus",
            ["NONE", "NORMAL", "PAUSED", "WAITING", "ABNORMAL"],
            "State of the backup schedule as of the last poll: 1 for the state it is in, else 0."
        ) { $0.backupScheduleStatus },
        .state(
            "oceanbase_cluster_backup_status",
            "obClusterBackupStatus",
            ["HAS_BACKUP_STRATEGY", "NO_BACKUP_STRATEGY"],
            "Whether the cluster has a backup strategy, as of the last poll: 1 for the state it is"
                + " in, else 0."
        ) { $0.obClusterBackupStatus },
        .state(
            "oceanbase_cluster_status",
            "obClusterStatus",
            [
                "RUNNING", "CREATING", "DELETING", "STARTING", "RESTARTING", "STOPPING", "STOPPED",
                "TAKINGOVER", "MOVINGOUT", "SWITCHOVER", "FAILOVER", "OPERATING", "UNAVAILABLE",
                "UPGRADING", "ABANDONED", "DISCONNECTING", "STARTING_IN_READ_ONLY",
            ],
            "State of the cluster as of the last poll: 1 for the state it is in, else 0."
        ) { $0.obClusterStatus },
        .state(
            "oceanbase_cluster_type",
            "obClusterType",
            ["PRIMARY", "STANDBY"],
            "Role of the cluster as of the last poll: 1 for the role it has, else 0."
        ) { $0.obClusterType },
        .state(
            "oceanbase_cluster_compaction_status",
            "compactionStatus",
            [
                "IDLE", "COMPACTING", "VERIFYING", "ERROR", "TIMEOUT", "MERGING", "MOST_MERGED",
                "INDEXING", "INDEX", "WAIT_MERGE",
            ],
            "State of the major compaction as of the last poll: 1 for the state it is in, else 0."
        ) { $0.compactionStatus },
        .state(
            "oceanbase_backup_dimension",
            "backupDimension",
            ["CLUSTER", "TENANT"],
            "Whether backups are made of the cluster or of its tenants, as of the last poll."
        ) { $0.backupDimension },
        .state(
            "oceanbase_backup_ability",
            "backupAbility",
            ["LOGICAL_BACKUP", "PHYSICAL_BACKUP", "LOGICAL_AND_PHYSICAL"],
            "What kinds of backup the cluster can make (obBackupAbility), as of the last poll."
        ) { $0.backupAbility },
        .state(
            "oceanbase_backup_mode",
            "backupMode",
            ["LOGICAL_BACKUP", "PHYSICAL_BACKUP"],
            "What kind of backup the cluster makes (obBackupAbility), as of the last poll."
        ) { $0.backupMode },
        .flag(
            "oceanbase_backup_full_enabled",
            "fullBackupEnabled",
            "1 if full data backups are enabled (obDataBackupSupportAbility), as of the last poll."
        ) { $0.fullBackupEnabled },
        .flag(
            "oceanbase_backup_incremental_enabled",
            "incrementBackupEnabled",
            "1 if incremental data backups are enabled (obDataBackupSupportAbility), as of the last"
                + " poll."
        ) { $0.incrementBackupEnabled },
        .flag(
            "oceanbase_backup_incremental_ready",
            "canDoIncrementalBackup",
            "1 if an incremental backup could be made now (obDataBackupSupportAbility), as of the"
                + " last poll."
        ) { $0.canDoIncrementalBackup },
        .flag(
            "oceanbase_cluster_primary_standby_mode",
            "primaryAndStandbyMode",
            "1 if the cluster runs in primary and standby mode, as of the last poll."
        ) { $0.primaryAndStandbyMode },
        .info(
            "oceanbase_cluster_info",
            ["obClusterId", "obVersion"],
            "Always 1; the labels say OceanBase's own cluster id and version, as of the last poll."
        ) { overview in
            guard overview.obClusterId != nil || overview.obVersion != nil else { return nil }
            return Labels([
                "ob_cluster_id": overview.obClusterId ?? "", "ob_version": overview.obVersion ?? "",
            ])
        },
    ]

    /// One sample for each selected cluster, whether or not its overview could be read.
    package static let cluster: [ClusterMetric] = [
        ClusterMetric(
            .gauge,
            "oceanbase_log_backup_delay_threshold_seconds",
            "Log backup delay in seconds that counts as late for this cluster; from the"
                + " configuration."
        ) { $0.thresholds.logBackupDelay },
        ClusterMetric(
            .gauge,
            "oceanbase_log_backup_delay_critical_threshold_seconds",
            "Log backup delay in seconds that is critical for this cluster; from the configuration."
        ) { $0.thresholds.logBackupDelayCritical },
        ClusterMetric(
            .gauge,
            "oceanbase_data_backup_age_threshold_seconds",
            "Age of the newest data backup in seconds that counts as too old for this cluster; from"
                + " the configuration."
        ) { $0.thresholds.dataBackupAge },
        ClusterMetric(
            .gauge,
            "oceanbase_backup_size_drop_threshold_ratio",
            "Share of its recent largest size below which the backup of this cluster has shrunk"
                + " suspiciously; from the configuration."
        ) { $0.thresholds.backupSizeDrop },
        ClusterMetric(
            .gauge,
            "oceanbase_cluster_up",
            "1 if the last poll of this cluster's backup overview succeeded, else 0."
        ) { $0.failure != nil ? 0 : $0.lastSuccess != nil ? 1 : nil },
        ClusterMetric(
            .gauge,
            "oceanbase_cluster_last_success_timestamp_seconds",
            "When the backup overview of this cluster was last read, in seconds since 1970. Its"
                + " values are of that time; they vanish once it is longer ago than stale_after."
        ) { $0.lastSuccess },
        ClusterMetric(
            .gauge,
            "oceanbase_cluster_poll_duration_seconds",
            "How long the last attempt to read this cluster's backup overview took, in seconds."
        ) { $0.pollDuration },
    ]

    /// One sample for each OCP.
    package static let ocp: [OCPMetric] = [
        .value(
            .gauge,
            "oceanbase_ocp_up",
            "1 if the last round reached OCP and was let in, else 0."
        ) {
            $0.lastRound.map { $0.isUp ? 1 : 0 }
        },
        .samples(.info, "oceanbase_ocp_info", "Always 1; the label says OCP's version.") { ocp in
            ocp.statistics.version.map { [(Labels(["version": $0]), 1)] } ?? []
        },
        .value(.gauge, "oceanbase_ocp_clusters", "Clusters that were selected in the last round.") {
            $0.lastRound?.clusterCount.map(Double.init)
        },
        .value(
            .gauge,
            "oceanbase_ocp_poll_interval_seconds",
            "Seconds between the starts of two rounds; from the configuration."
        ) { $0.pollInterval },
        .value(
            .gauge,
            "oceanbase_ocp_stale_after_seconds",
            "Seconds after its last success at which a cluster's values vanish; from the"
                + " configuration."
        ) { $0.staleAfter },
        .value(
            .gauge,
            "oceanbase_ocp_last_round_timestamp_seconds",
            "When the last round of polls ended, well or badly, in seconds since 1970."
        ) { $0.lastRound?.endedAt },
        .value(
            .gauge,
            "oceanbase_ocp_last_round_duration_seconds",
            "How long the last round of polls took, in seconds."
        ) { $0.lastRound?.duration },
        .value(
            .counter,
            "oceanbase_ocp_late_rounds_total",
            "Rounds that began late because the one before took longer than the interval."
        ) { Double($0.statistics.lateRounds) },
        .samples(
            .counter,
            "oceanbase_ocp_requests_total",
            "HTTP requests sent to OCP, retries included."
        ) { ocp in
            Endpoint.allCases.map { endpoint in
                (PollingLabels.endpoint(endpoint), Double(ocp.statistics.requests[endpoint] ?? 0))
            }
        },
        .samples(
            .counter,
            "oceanbase_ocp_request_failures_total",
            "HTTP requests to OCP that failed, by reason; the README says what to do about each."
        ) { ocp in
            PollingLabels.failures.map { ($0.labels, Double(ocp.statistics.failures[$0.key] ?? 0)) }
        },
        .histograms(
            "oceanbase_ocp_request_duration_seconds",
            "How long HTTP requests to OCP took, in seconds."
        ) { ocp in
            Endpoint.allCases.compactMap { endpoint in
                ocp.statistics.durations[endpoint].map { (PollingLabels.endpoint(endpoint), $0) }
            }
        },
        .value(
            .gauge,
            "oceanbase_ocp_clock_offset_seconds",
            "OCP's clock minus ours in seconds, from /api/v2/time; signed requests are refused"
                + " beyond 900."
        ) { $0.statistics.clockOffset },
        .value(
            .gauge,
            "oceanbase_ocp_clock_offset_threshold_seconds",
            "Clock offset in seconds, in either direction, that is worth an alert; from the"
                + " configuration."
        ) { $0.clockOffsetThreshold },
        .value(
            .gauge,
            "oceanbase_ocp_rate_limit_limit",
            "Requests that OCP allows in a window (RateLimit-Limit); absent if OCP does not say."
        ) { $0.statistics.rateLimit?.limit },
        .value(
            .gauge,
            "oceanbase_ocp_rate_limit_remaining",
            "Requests left in the window (RateLimit-Remaining); absent if OCP does not say."
        ) { $0.statistics.rateLimit?.remaining },
        .value(
            .gauge,
            "oceanbase_ocp_rate_limit_reset_seconds",
            "Seconds until the window ends (RateLimit-Reset) as of the last answer; absent if OCP"
                + " does not say."
        ) { $0.statistics.rateLimit?.reset },
        .value(
            .gauge,
            "oceanbase_ocp_insecure_skip_verify",
            "1 if the certificate of this OCP is not verified; from the configuration."
        ) { $0.insecureSkipVerify ? 1 : 0 },
        .samples(
            .counter,
            "oceanbase_ocp_malformed_fields_total",
            "Fields of OCP's answers that were there and could not be used; each costs that field"
                + " only."
        ) { ocp in
            let counted = ocp.statistics.malformedFields
            let known = MalformedField.knownFields.map { ($0, counted[$0] ?? 0) }
            return PollingLabels.counts(counted.merging(known) { $1 })
        },
        .samples(
            .counter,
            "oceanbase_ocp_unknown_enum_values_total",
            "Values of OCP's fields that this version does not know; each is served as a series of"
                + " its own."
        ) { ocp in
            let counts = ocp.statistics.unknownEnumValues
            return overview.compactMap(\.stateField).map { field in
                (Labels(["field": field]), Double(counts[field] ?? 0))
            }
        },
    ]
}
