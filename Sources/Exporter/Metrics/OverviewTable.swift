import Exposition
import OCP

/// What OCP says of a cluster's backup: fields of the overview and their metrics.
///
/// It is the one place that knows both a field of the overview and the name of a metric. The order of
/// the rows is their order on the page. A row whose value is nil gives no sample.
enum OverviewTable {
    /// The rows, with samples for each overview.
    static let rows: [MetricRow<ClusterSnapshot.LabelledOverview>] = [
        .value(
            "oceanbase_log_backup_delay_seconds",
            field: "logBackupDelaySeconds",
            "How far the log backup is behind, in seconds, as OCP computed it when it was polled."
        ) { $0.overview.logBackupDelaySeconds },
        .value(
            "oceanbase_log_backup_checkpoint_timestamp_seconds",
            field: "latestLogBackupCheckpoint",
            "Time up to which logs are backed up, in seconds since 1970; time() minus this is the"
                + " true delay even while polls fail."
        ) { $0.overview.latestLogBackupCheckpoint },
        .value(
            "oceanbase_last_data_backup_timestamp_seconds",
            field: "lastDataBackupTime",
            "Start (restore point) of the newest data backup in seconds since 1970, as of the last"
                + " poll; says nothing of its success."
        ) { $0.overview.lastDataBackupTime },
        .value(
            "oceanbase_backup_size_bytes",
            field: "backupSize",
            "Size of the backup in bytes: backupSize times obStorageVolumeUnit, base 1024. OCP sends"
                + " two decimals of its unit and refreshes it every 180 minutes by default."
        ) { $0.overview.backupSizeBytes },
        .state(
            "oceanbase_backup_schedule_status",
            field: "backupScheduleStatus",
            ["NONE", "NORMAL", "PAUSED", "WAITING", "ABNORMAL"],
            "State of the backup schedule as of the last poll: 1 for the state it is in, else 0."
        ) { $0.overview.backupScheduleStatus },
        .state(
            "oceanbase_cluster_backup_status",
            field: "obClusterBackupStatus",
            ["HAS_BACKUP_STRATEGY", "NO_BACKUP_STRATEGY"],
            "Whether the cluster has a backup strategy, as of the last poll: 1 for the state it is"
                + " in, else 0."
        ) { $0.overview.obClusterBackupStatus },
        .state(
            "oceanbase_cluster_status",
            field: "obClusterStatus",
            [
                "RUNNING", "CREATING", "DELETING", "STARTING", "RESTARTING", "STOPPING", "STOPPED",
                "TAKINGOVER", "MOVINGOUT", "SWITCHOVER", "FAILOVER", "OPERATING", "UNAVAILABLE",
                "UPGRADING", "ABANDONED", "DISCONNECTING", "STARTING_IN_READ_ONLY",
            ],
            "State of the cluster as of the last poll: 1 for the state it is in, else 0."
        ) { $0.overview.obClusterStatus },
        .state(
            "oceanbase_cluster_type",
            field: "obClusterType",
            ["PRIMARY", "STANDBY"],
            "Role of the cluster as of the last poll: 1 for the role it has, else 0."
        ) { $0.overview.obClusterType },
        .state(
            "oceanbase_cluster_compaction_status",
            field: "compactionStatus",
            [
                "IDLE", "COMPACTING", "VERIFYING", "ERROR", "TIMEOUT", "MERGING", "MOST_MERGED",
                "INDEXING", "INDEX", "WAIT_MERGE",
            ],
            "State of the major compaction as of the last poll: 1 for the state it is in, else 0."
        ) { $0.overview.compactionStatus },
        .state(
            "oceanbase_backup_dimension",
            field: "backupDimension",
            ["CLUSTER", "TENANT"],
            "Whether backups are made of the cluster or of its tenants, as of the last poll."
        ) { $0.overview.backupDimension },
        .state(
            "oceanbase_backup_ability",
            field: "backupAbility",
            ["LOGICAL_BACKUP", "PHYSICAL_BACKUP", "LOGICAL_AND_PHYSICAL"],
            "What kinds of backup the cluster can make (obBackupAbility), as of the last poll."
        ) { $0.overview.backupAbility },
        .state(
            "oceanbase_backup_mode",
            field: "backupMode",
            ["LOGICAL_BACKUP", "PHYSICAL_BACKUP"],
            "What kind of backup the cluster makes (obBackupAbility), as of the last poll."
        ) { $0.overview.backupMode },
        .flag(
            "oceanbase_backup_full_enabled",
            field: "fullBackupEnabled",
            "1 if full data backups are enabled (obDataBackupSupportAbility), as of the last poll."
        ) { $0.overview.fullBackupEnabled },
        .flag(
            "oceanbase_backup_incremental_enabled",
            field: "incrementBackupEnabled",
            "1 if incremental data backups are enabled (obDataBackupSupportAbility), as of the last"
                + " poll."
        ) { $0.overview.incrementBackupEnabled },
        .flag(
            "oceanbase_backup_incremental_ready",
            field: "canDoIncrementalBackup",
            "1 if an incremental backup could be made now (obDataBackupSupportAbility), as of the"
                + " last poll."
        ) { $0.overview.canDoIncrementalBackup },
        .flag(
            "oceanbase_cluster_primary_standby_mode",
            field: "primaryAndStandbyMode",
            "1 if the cluster runs in primary and standby mode, as of the last poll."
        ) { $0.overview.primaryAndStandbyMode },
        .info(
            "oceanbase_cluster_info",
            fields: ["obClusterId", "obVersion"],
            "Always 1; the labels say OceanBase's own cluster id and version, as of the last poll."
        ) { entry in
            let overview = entry.overview
            guard overview.obClusterId != nil || overview.obVersion != nil else { return nil }
            return Labels([
                "ob_cluster_id": overview.obClusterId ?? "", "ob_version": overview.obVersion ?? "",
            ])
        },
    ]
}
