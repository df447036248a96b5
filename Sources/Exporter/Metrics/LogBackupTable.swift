import Exposition
import OCP

/// What the log backup tasks of a subject say: of a cluster before OceanBase 4, else of a tenant.
enum LogBackupTable {
    /// The values of `status`; RUNNING is served as INPROGRESS.
    static let statuses = KnownStates(
        common: ["INPROGRESS", "STOPPED", "FAILED", "INTERRUPTED"],
        rare: ["BEGINNING", "STARTING", "STOPPING", "UNKNOWN"]
    )

    /// The rows; all are of the current task, the others are history.
    static let rows: [MetricRow<Subject>] = [
        .state(
            "oceanbase_log_backup_task_status",
            field: "status",
            statuses,
            "State of the log archive when it was read: 1 for the state it is in, else 0; RUNNING is"
                + " served as INPROGRESS, and rare states have a series only while they hold."
        ) { $0.facts.logBackups.answer?.current?.status },
        .value(
            "oceanbase_log_backup_task_checkpoint_timestamp_seconds",
            field: "checkpoint",
            "Time up to which logs are archived, in seconds since 1970; time() minus this is the true"
                + " delay even while it cannot be read."
        ) { $0.facts.logBackups.answer?.current?.checkpoint },
        .value(
            "oceanbase_log_backup_task_delay_seconds",
            field: "delay",
            "How far the log archive is behind, in seconds, as OCP computed it when it was read."
        ) { $0.facts.logBackups.answer?.current?.delay },
        .value(
            "oceanbase_log_backup_task_start_timestamp_seconds",
            field: "createTime",
            "When the current round of the log archive began, in seconds since 1970."
        ) { $0.facts.logBackups.answer?.current?.createTime },
        .value(
            "oceanbase_log_backup_tasks",
            "Log backup tasks that OCP lists for this cluster or tenant; 0 for an archive that was"
                + " never started."
        ) { $0.facts.logBackups.answer.map { Double($0.count) } },
    ]
}
