import OCP

@testable import Exporter

extension LogBackupTask {
    /// A row; what is nil was not sent.
    static func row(
        _ status: String?,
        from createTime: Double? = nil,
        to checkpoint: Double? = nil,
        of tenant: TaskTenant = TaskTenant()
    ) -> LogBackupTask {
        var row = LogBackupTask()
        row.tenant = tenant
        row.status = status
        row.createTime = createTime
        row.checkpoint = checkpoint
        return row
    }
}

extension DataBackupTask {
    static let full = "FULL_BACKUP"
    static let incremental = "INCREMENTAL_BACKUP"

    /// A row; what is nil was not sent.
    static func row(
        _ status: String?,
        _ type: String = full,
        from startTime: Double? = nil,
        to finishTime: Double? = nil,
        id: Int64? = nil,
        of tenant: TaskTenant = TaskTenant()
    ) -> DataBackupTask {
        var row = DataBackupTask()
        row.tenant = tenant
        row.taskId = id
        row.status = status
        row.type = type
        row.startTime = startTime
        row.finishTime = finishTime
        return row
    }
}

extension DataBackups {
    /// What is known of one type.
    subscript(type: String) -> OfType? { types.first { $0.name == type }?.facts }
}

extension RestoreTask {
    /// A row of a restore that ended.
    static func row(
        _ isSuccess: Bool?,
        at finishTime: Double?,
        of tenant: TaskTenant = TaskTenant(),
        named name: String? = nil,
        in cluster: Int64? = nil
    ) -> RestoreTask {
        var row = RestoreTask()
        row.isSuccess = isSuccess
        row.finishTime = finishTime
        row.tenant = tenant
        row.backupTenantName = name
        row.backupClusterId = cluster
        return row
    }
}

extension OCPError {
    /// How an OCP without the endpoint answers.
    static var absent: OCPError {
        var error = OCPError.simple(.notJSON)
        error.saysEndpointAbsent = true
        return error
    }
}

/// Random numbers that are the same in every run (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
