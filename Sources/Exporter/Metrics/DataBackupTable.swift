import Exposition
import OCP

/// What the data backup tasks of a subject inside the look-back say: of a cluster before OceanBase 4,
/// else of a tenant.
enum DataBackupTable {
    /// The values of `status`.
    static let statuses = KnownStates(
        common: ["DOING", "DONE", "FAILED", "CANCELED"],
        rare: ["BEGINNING", "INITIALIZING", "CANCELING", "OVERDUE", "UNKNOWN"]
    )

    /// The rows; without a task inside the look-back there is no sample.
    static let rows: [MetricRow<Subject>] = [
        .state(
            "oceanbase_data_backup_task_status",
            field: "status",
            statuses,
            "State of the data backup that began last, when it was read: 1 for the state it is in,"
                + " else 0; rare states have a series only while they hold."
        ) { $0.facts.dataBackups.answer?.newest?.status },
        .samples(
            "oceanbase_data_backup_task_start_timestamp_seconds",
            kind: .gauge,
            "When the newest data backup began, in seconds since 1970, whatever became of it. Field"
                + " startTime."
        ) { subject, sample in
            guard let newest = subject.facts.dataBackups.answer?.newest,
                let start = newest.startTime
            else { return }
            sample(Labels(["type": newest.type]), start)
        },
        perType(
            "oceanbase_data_backup_last_success_timestamp_seconds",
            "When the last data backup of this type that succeeded ended, in seconds since 1970;"
                + " absent if none inside the look-back did. Field finishTime."
        ) { $0.lastSuccess?.finish },
        perType(
            "oceanbase_data_backup_last_success_snapshot_timestamp_seconds",
            "The moment that the last data backup of this type that succeeded can be restored to, in"
                + " seconds since 1970; absent where OCP does not send it. Field snapshotVersionTime."
        ) { $0.lastSuccess?.snapshot },
        perType(
            "oceanbase_data_backup_last_success_duration_seconds",
            "How long the last data backup of this type that succeeded took, in seconds. Fields"
                + " startTime, finishTime."
        ) { $0.lastSuccess?.duration },
        perType(
            "oceanbase_data_backup_last_failure_timestamp_seconds",
            "When the last data backup of this type that failed ended, in seconds since 1970. Field"
                + " finishTime."
        ) { $0.lastFailure },
        perType(
            "oceanbase_data_backup_failures_since_success",
            "Data backups of this type that failed after the last one that succeeded, inside the"
                + " look-back. Fields status, finishTime."
        ) { Double($0.failuresSinceSuccess) },
        .value(
            "oceanbase_data_backup_running_since_timestamp_seconds",
            field: "startTime",
            "When the earliest data backup that is under way began, in seconds since 1970; absent"
                + " when none is."
        ) { $0.facts.dataBackups.answer?.runningSince },
    ]

    /// A row with a sample for each type of backup that OCP names.
    private static func perType(
        _ name: String,
        _ help: String,
        read: @escaping @Sendable (DataBackups.OfType) -> Double?
    ) -> MetricRow<Subject> {
        .samples(name, kind: .gauge, help) { subject, sample in
            for (type, facts) in subject.facts.dataBackups.answer?.types ?? [] {
                if let value = read(facts) { sample(Labels(["type": type]), value) }
            }
        }
    }
}
