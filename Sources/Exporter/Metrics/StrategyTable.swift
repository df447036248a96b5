import Exposition
import OCP

/// Which backup strategy of OCP holds for a subject, and what counts as late for it.
enum StrategyTable {
    /// The rows.
    static let rows: [MetricRow<Subject>] = [
        .levels(
            "oceanbase_backup_strategy_level",
            ["TENANT", "CLUSTER", "NONE"],
            "Whose backup strategy holds: 1 for its level, else 0; NONE only if OCP says that there"
                + " is none, neither of the tenant nor of its cluster."
        ) { $0.facts.strategy?.level },
        .flag(
            "oceanbase_backup_schedule_enabled",
            field: "backupScheduleEnabled",
            "1 if the schedule of the strategy that holds is switched on, else 0."
        ) { $0.facts.strategy?.strategy?.isScheduleEnabled },
        .value(
            "oceanbase_backup_retention_seconds",
            field: "backupDataRetentionDays",
            "How long the strategy that holds keeps backups, in seconds; absent if it cleans up"
                + " nothing."
        ) { $0.facts.strategy?.strategy?.retention },
        limit(
            "oceanbase_log_backup_task_delay_threshold_seconds",
            "Delay of the log archive in seconds that counts as late for this cluster or tenant; the"
                + " label says who sets it."
        ) { $0.logBackupDelay },
        limit(
            "oceanbase_log_backup_task_delay_critical_threshold_seconds",
            "Delay of the log archive in seconds that is critical for this cluster or tenant; the"
                + " label says who sets it."
        ) { $0.logBackupDelayCritical },
        limit(
            "oceanbase_data_backup_success_age_threshold_seconds",
            "Age in seconds of the last data backup that succeeded that counts as too old for this"
                + " cluster or tenant; the label says who sets it."
        ) { $0.dataBackupAge },
        limit(
            "oceanbase_data_backup_running_threshold_seconds",
            "Seconds that a data backup of this cluster or tenant may run; the label says who sets"
                + " them."
        ) { $0.dataBackupDuration },
        limit(
            "oceanbase_restore_age_threshold_seconds",
            "Age in seconds of the last restore that succeeded that counts as too old for this"
                + " cluster or tenant; absent unless restore_age is set."
        ) { $0.restoreAge },
    ]

    private static func limit(
        _ name: String,
        _ help: String,
        read: @escaping @Sendable (SubjectThresholds) -> SubjectThresholds.Limit?
    ) -> MetricRow<Subject> {
        .samples(name, kind: .gauge, help) { subject, sample in
            guard let limit = read(subject.facts.limits) else { return }
            sample(Labels(["source": limit.source.rawValue]), limit.value)
        }
    }
}
