import JSON

extension TenantSummary: ListRow {
    static let plural = "tenants"
    static let isUnique = true

    var identity: Int64 { id }

    init?(_ object: JSONElement, _ reader: inout FieldReader) {
        let id = reader.requiredId("id", in: object)
        let clusterId = reader.requiredId("clusterId", in: object)
        let obTenantId = reader.optionalIdentifier("obTenantId", in: object)
        let name = reader.name("name", in: object)
        let mode = reader.state("mode", in: object)
        let role = reader.state("role", in: object)
        let status = reader.state("status", in: object)
        let createTime = reader.time("createTime", in: object)
        guard let id, let clusterId else { return nil }
        self.init(id: id, clusterId: clusterId)
        self.obTenantId = obTenantId
        self.name = name
        self.mode = mode?.uppercased()
        self.role = role
        self.status = status
        self.createTime = createTime
    }
}

extension TaskTenant {
    /// Reads whose a task is; 0 and less are OCP's way to say that it is the whole cluster's.
    init(
        _ object: JSONElement,
        _ reader: inout FieldReader,
        id: String = "tenantId",
        obTenantId: String = "obTenantId"
    ) {
        self.init(
            id: reader.optionalId(id, in: object),
            obTenantId: reader.optionalIdentifier(obTenantId, in: object)
        )
    }
}

extension LogBackupTask: ListRow {
    static let plural = "log backup tasks"

    init(_ object: JSONElement, _ reader: inout FieldReader) {
        self.init()
        tenant = TaskTenant(object, &reader)
        status = reader.state("status", in: object)
        // The manual's list of states has INPROGRESS, and its sample RUNNING.
        if status == "RUNNING" { status = "INPROGRESS" }
        checkpoint = reader.time("checkpoint", in: object)
        delay = reader.number("delay", in: object)
        if delay == -1 { delay = nil }
        createTime = reader.time("createTime", in: object)
        let remark = reader.remark("errorMsg", in: object)
        if status == "FAILED" || status == "INTERRUPTED" { errorMessage = remark }
    }
}

extension DataBackupTask: ListRow {
    static let plural = "data backup tasks"

    init(_ object: JSONElement, _ reader: inout FieldReader) {
        self.init()
        tenant = TaskTenant(object, &reader)
        taskId = reader.optionalId("taskId", in: object)
        type = reader.state("dataBackupTaskType", in: object) ?? ""
        status = reader.state("status", in: object)
        startTime = reader.time("startTime", in: object)
        finishTime = reader.time("finishTime", in: object)
        snapshotVersionTime = reader.time("snapshotVersionTime", in: object)
        let remark = reader.remark("errorMsg", in: object)
        if status == "FAILED" { errorMessage = remark }
    }
}

extension RestoreTask: ListRow {
    static let plural = "restore tasks"

    init(_ object: JSONElement, _ reader: inout FieldReader) {
        self.init()
        id = reader.optionalId("id", in: object)
        backupClusterId = reader.optionalId("backupClusterId", in: object)
        tenant = TaskTenant(
            object,
            &reader,
            id: "backupTenantId",
            obTenantId: "backupObTenantId"
        )
        backupTenantName = reader.name("backupTenantName", in: object)
        finishTime = reader.time("finishTime", in: object)
        isSuccess = Self.isSuccess(
            status: reader.state("status", in: object),
            finished: reader.flag("finished", in: object),
            successful: reader.flag("successful", in: object),
            hasFinishTime: finishTime != nil
        )
    }

    /// Whether a task succeeded; nil for one that has not ended, of which `successful` may be false too.
    private static func isSuccess(
        status: String?,
        finished: Bool?,
        successful: Bool?,
        hasFinishTime: Bool
    ) -> Bool? {
        guard finished != false else { return nil }
        switch successful {
        case true?: return true
        case false? where hasFinishTime || finished == true || status == "RESTORE_FAIL":
            return false
        case false?: return nil
        case nil:
            return switch status {
            case "RESTORE_SUCCESS": true
            case "RESTORE_FAIL": false
            default: nil
            }
        }
    }
}
