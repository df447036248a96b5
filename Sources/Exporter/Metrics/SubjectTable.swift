import Exposition
import OCP

/// What else is known of a subject: restores of its backup, whether a backup is wanted, and when it was
/// read.
enum SubjectTable {
    /// The rows.
    static let rows: [MetricRow<Subject>] = [
        .value(
            "oceanbase_restore_last_success_timestamp_seconds",
            field: "finishTime",
            "When the last restore of this backup that succeeded ended, in seconds since 1970; absent"
                + " if none of the last 400 days did."
        ) { $0.facts.restored.lastSuccess },
        .value(
            "oceanbase_restore_last_failure_timestamp_seconds",
            field: "finishTime",
            "When the last restore of this backup that failed ended, in seconds since 1970; absent if"
                + " none of the last 400 days did."
        ) { $0.facts.restored.lastFailure },
        .flag(
            "oceanbase_backup_expected",
            "0 if the configuration says that nobody wants a backup of this cluster or tenant, else"
                + " 1."
        ) { $0.facts.isBackupExpected },
        .samples(
            "oceanbase_collector_last_success_timestamp_seconds",
            kind: .gauge,
            "When this collector last read this cluster or tenant, in seconds since 1970. The values"
                + " are of that time; they vanish after stale_after or three intervals of the"
                + " collector, whichever is longer."
        ) { subject, sample in
            for (collector, at) in subject.facts.lastSuccesses {
                sample(Labels(["collector": collector.rawValue]), at.time)
            }
        },
    ]
}
