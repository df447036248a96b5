/// A tenant as `GET /api/v2/ob/tenants` lists it.
package struct TenantSummary: Sendable, Hashable {
    /// `id`: OCP's own id, the one that the paths of the API take.
    package var id: Int64
    /// `clusterId`: OCP's own id of its cluster.
    package var clusterId: Int64
    /// `obTenantId`: the id on OceanBase's side, as text; absent before OCP 4.3 and while it is created.
    package var obTenantId: String?
    /// The field `name`.
    package var name: String?
    /// The field `mode`, in upper case.
    package var mode: String?
    /// `role`: newer versions of OCP only.
    package var role: String?
    /// The field `status`.
    package var status: String?
    /// `createTime` in seconds since 1970.
    package var createTime: Double?

    /// Makes a tenant of which nothing else is known.
    package init(id: Int64, clusterId: Int64) {
        self.id = id
        self.clusterId = clusterId
    }
}

/// Whose a task is, as far as its row says: nothing for a whole cluster.
package struct TaskTenant: Sendable, Hashable {
    /// `tenantId`: OCP's own id; 0 and less are none.
    package var id: Int64?
    /// `obTenantId`: the id on OceanBase's side, as text; 0 and less are none.
    package var obTenantId: String?

    /// Makes a reference.
    package init(id: Int64? = nil, obTenantId: String? = nil) {
        self.id = id
        self.obTenantId = obTenantId
    }

    /// Whether the row names a tenant.
    package var isNamed: Bool { id != nil || obTenantId != nil }
}

/// A row of the log backup tasks: one round of a log archive.
package struct LogBackupTask: Sendable, Hashable {
    /// Whose it is.
    package var tenant = TaskTenant()
    /// `status`; RUNNING is read as INPROGRESS.
    package var status: String?
    /// `checkpoint` in seconds since 1970.
    package var checkpoint: Double?
    /// `delay` in seconds; exactly −1 is OCP's "unknown" and absent.
    package var delay: Double?
    /// `createTime`, the start of this round, in seconds since 1970.
    package var createTime: Double?
    /// `errorMsg`: one printable line, shortened.
    package var errorMessage: String?

    /// Makes a row that says nothing.
    package init() {}
}

/// A row of the data backup tasks.
package struct DataBackupTask: Sendable, Hashable {
    /// Whose it is.
    package var tenant = TaskTenant()
    /// `taskId`: unique for a tenant at most.
    package var taskId: Int64?
    /// `dataBackupTaskType`; empty if OCP sends none.
    package var type = ""
    /// The field `status`.
    package var status: String?
    /// `startTime` in seconds since 1970.
    package var startTime: Double?
    /// `finishTime` in seconds since 1970.
    package var finishTime: Double?
    /// `snapshotVersionTime`, the time one can restore to, in seconds since 1970.
    package var snapshotVersionTime: Double?
    /// `errorMsg`: one printable line, shortened.
    package var errorMessage: String?

    /// Makes a row that says nothing.
    package init() {}
}

/// A row of the restore tasks of a cluster.
package struct RestoreTask: Sendable, Hashable {
    /// The field `id`.
    package var id: Int64?
    /// `backupClusterId`: OCP's own id of the cluster whose backup was restored.
    package var backupClusterId: Int64?
    /// `backupTenantId` and `backupObTenantId`: whose backup was restored.
    package var tenant = TaskTenant()
    /// The field `backupTenantName`.
    package var backupTenantName: String?
    /// `finishTime` in seconds since 1970.
    package var finishTime: Double?
    /// `successful`, or by `status` RESTORE_SUCCESS and RESTORE_FAIL where that is missing; nil for what
    /// has not ended.
    package var isSuccess: Bool?

    /// Makes a row that says nothing.
    package init() {}
}

/// What is needed of a backup strategy; what else its body holds, secrets among it, is not read.
package struct BackupStrategy: Sendable, Hashable {
    /// The field `obBackupScheduleConfig.backupScheduleEnabled`.
    package var isScheduleEnabled: Bool?
    /// `obBackupScheduleConfig.backupDataRetentionDays` in seconds; only where `cleanEnabled` is true.
    package var retention: Double?
    /// `obBackupThresholdConfig.logBackupDelaySeconds` in seconds.
    package var logBackupDelay: Double?
    /// `obBackupThresholdConfig.dataBackupTimeoutMinutes` in seconds.
    package var dataBackupDuration: Double?
    /// `obBackupThresholdConfig.noSuccessfulDataBackupAlarmDays` in seconds.
    package var dataBackupAge: Double?

    /// Makes a strategy that says nothing.
    package init() {}
}
