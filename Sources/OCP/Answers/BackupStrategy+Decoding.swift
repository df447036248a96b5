import JSON

extension BackupStrategy {
    /// Reads the few fields that are needed.
    ///
    /// An object without an `id`, by which OCP's own pages tell that there is no strategy, is none, and
    /// neither is that of a secondary backup, which says nothing of the backup itself.
    ///
    /// - Parameters:
    ///   - object: `data`, which may hold the keys of the backup's storage.
    ///   - reader: one that quotes no values.
    init?(_ object: JSONElement, _ reader: inout FieldReader) {
        let id = reader.value("id", in: object)
        guard let id, LenientValue.integer(id) != 0 else { return nil }
        guard reader.state("type", in: object) != "SECONDARY_BACKUP" else { return nil }
        self.init()
        let schedule = reader.object("obBackupScheduleConfig", in: object)
        isScheduleEnabled = reader.flag("backupScheduleEnabled", in: schedule)
        let isCleaning = reader.flag("cleanEnabled", in: schedule)
        let kept = reader.duration("backupDataRetentionDays", in: schedule, unit: Self.day)
        if isCleaning == true { retention = kept }
        let threshold = reader.object("obBackupThresholdConfig", in: object)
        logBackupDelay = reader.duration("logBackupDelaySeconds", in: threshold, unit: 1)
        dataBackupDuration = reader.duration("dataBackupTimeoutMinutes", in: threshold, unit: 60)
        dataBackupAge = reader.duration(
            "noSuccessfulDataBackupAlarmDays",
            in: threshold,
            unit: Self.day
        )
    }

    private static let day: Double = 86_400
}
