/// What OCP says of the backup of one cluster, or of one tenant of it.
///
/// The answer of `GET /api/v2/ob/clusters/{id}/backup/overview`, whose `data` looks like this; OCP
/// leaves out what it does not know, so every field is optional:
///
///     {"clusterId":1000005,"obClusterId":5,"clusterName":"yc0820_17","obClusterType":"PRIMARY",
///      "obClusterStatus":"RUNNING","compactionStatus":"IDLE","primaryAndStandbyMode":false,
///      "obVersion":"2.2.77","obClusterBackupStatus":"HAS_BACKUP_STRATEGY",
///      "obBackupAbility":{"backupAbility":"PHYSICAL_BACKUP","backupMode":"PHYSICAL_BACKUP",
///        "obDataBackupSupportAbility":{"fullBackupEnabled":true,"incrementBackupEnabled":true,
///          "canDoIncrementalBackup":false,"hint":"…"}},
///      "backupDimension":"CLUSTER","backupScheduleStatus":"NORMAL",
///      "lastDataBackupTime":"2021-09-16T17:25:02.993+0800",
///      "latestLogBackupCheckpoint":"2021-09-22T14:49:07.296+0800","logBackupDelaySeconds":98,
///      "backupSize":12.34,"obStorageVolumeUnit":"GB"}
package struct BackupOverview: Sendable, Equatable {
    /// `clusterId`: OCP's own id.
    package var clusterId: Int64?
    /// `obClusterId`: the id on OceanBase's side, as text.
    package var obClusterId: String?
    /// The field `clusterName`.
    package var clusterName: String?
    /// `tenantName`: only where the backup is a tenant's.
    package var tenantName: String?
    /// The field `obVersion`.
    package var obVersion: String?
    /// The field `obClusterType`.
    package var obClusterType: String?
    /// The field `obClusterStatus`.
    package var obClusterStatus: String?
    /// The field `compactionStatus`.
    package var compactionStatus: String?
    /// The field `obClusterBackupStatus`.
    package var obClusterBackupStatus: String?
    /// The field `backupDimension`.
    package var backupDimension: String?
    /// The field `backupScheduleStatus`.
    package var backupScheduleStatus: String?
    /// The field `obBackupAbility.backupAbility`.
    package var backupAbility: String?
    /// The field `obBackupAbility.backupMode`.
    package var backupMode: String?
    /// The field `primaryAndStandbyMode`.
    package var primaryAndStandbyMode: Bool?
    /// The field `obBackupAbility.obDataBackupSupportAbility.fullBackupEnabled`.
    package var fullBackupEnabled: Bool?
    /// The field `obBackupAbility.obDataBackupSupportAbility.incrementBackupEnabled`.
    package var incrementBackupEnabled: Bool?
    /// The field `obBackupAbility.obDataBackupSupportAbility.canDoIncrementalBackup`.
    package var canDoIncrementalBackup: Bool?
    /// `lastDataBackupTime` in seconds since 1970.
    package var lastDataBackupTime: Double?
    /// `latestLogBackupCheckpoint` in seconds since 1970.
    package var latestLogBackupCheckpoint: Double?
    /// `logBackupDelaySeconds` in seconds.
    package var logBackupDelaySeconds: Double?
    /// `backupSize` × `obStorageVolumeUnit` in bytes, with base 1024.
    package var backupSizeBytes: Double?

    /// An overview that says nothing.
    package init() {}
}

/// A field of an answer that was there and could not be used.
package struct MalformedField: Sendable, Equatable, Hashable {
    /// The field's name in OCP's answer, such as `backupSize`: one of a fixed set.
    package var field: String
    /// What was wrong, in one line without control characters.
    package var problem: String

    /// Makes one.
    package init(field: String, problem: String) {
        self.field = field
        self.problem = problem
    }
}

/// An answer with what could be read of it, and what could not.
package struct Decoded<Value: Sendable>: Sendable {
    /// What could be read.
    package var value: Value
    /// Each field that could not.
    package var malformedFields: [MalformedField]

    /// Makes a decoded answer.
    package init(_ value: Value, malformedFields: [MalformedField] = []) {
        self.value = value
        self.malformedFields = malformedFields
    }
}
