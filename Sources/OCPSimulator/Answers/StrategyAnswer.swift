/// The `data` of a backup strategy, a cluster's or a tenant's: the manual's `OcpBackupStrategy`.
///
/// Its secrets hold `simulated-secret-`, so that they are found wherever they should not be.
struct StrategyAnswer {
    let cluster: Cluster
    /// Nil for the cluster's own strategy.
    var tenant: Tenant?
    var isScheduled: Bool
    var moment: Moment

    private var number: Int { cluster.index + (tenant?.number ?? 0) }

    var data: JSONValue {
        let subject = TaskSubject(cluster: cluster, tenant: tenant, now: moment.now)
        // It stays as it is, so it is as old as the simulation and some.
        let start = moment.now - moment.elapsed
        var properties = subject.properties
        if tenant == nil { properties["tenantId"] = nil }
        properties["clusterType"] = nil
        properties["id"] = .integer(1 + (tenant?.id ?? cluster.id))
        properties["type"] = .string("BACKUP")
        properties["createTime"] = .string(WireTime.date(start - 190 * Span.day))
        properties["updateTime"] = .string(WireTime.date(start - 20 * Span.day))
        properties["serviceConfigName"] = .string("backup_\(cluster.name)")
        properties["physical"] = .boolean(true)
        properties["physicalAndWasLogical"] = .boolean(false)
        properties["retainMode"] = .string("RESERVE_ALL")
        properties["secondaryBackupEnabled"] = .boolean(false)
        properties["obBackupScheduleConfig"] = schedule
        // No healthy backup is beyond one of these.
        properties["obBackupThresholdConfig"] = .properties([
            "dataBackupTimeoutMinutes": .integer([240, 720, 1440][number % 3]),
            "logBackupDelaySeconds": .integer([300, 600][number % 2]),
            "noSuccessfulDataBackupAlarmDays": .integer(tenant == nil ? 8 : [2, 8][number % 2]),
        ])
        properties["obBackupServiceStorageConfig"] = storage
        return .properties(properties)
    }

    /// What is answered for a tenant without its own strategy, where that is no error.
    static func empty(_ tenant: Tenant) -> JSONValue {
        .properties([
            "clusterId": .integer(tenant.cluster.id), "tenantId": .integer(tenant.id),
        ])
    }

    private var schedule: JSONValue {
        let full = 1 + number % 7
        let days = (1...7).map { day in
            ("\(day)", JSONValue.string(day == full ? "FULL_BACKUP" : "INCREMENTAL_BACKUP"))
        }
        var map: JSONProperties = [:]
        for (day, kind) in days { map[day] = kind }
        return .properties([
            "backupScheduleMode": .string("WEEK"),
            "backupScheduleEnabled": .boolean(isScheduled),
            "backupScheduleTime": .string("02:00:00.000+08:00"),
            "dayAndDataBackupModelMap": .properties(map),
            "startLogBackup": .boolean(true),
            "cleanEnabled": .boolean(number % 4 != 3),
            "backupDataRetentionDays": .integer([7, 14, 30][number % 3]),
            "cleanScheduleTime": .string("06:00:00.000+08:00"),
        ])
    }

    private var storage: JSONValue {
        let kind = ["OSS", "COS", "S3"][number % 3]
        let key = "simulated-secret-\(cluster.id)-\(tenant?.id ?? 0)"
        return .properties([
            "configName": .string("backup_\(cluster.name)"),
            "storageId": .integer(Int64(1 + number)),
            "alarmStoragePercentageThreshold": .integer(80),
            "serviceType": .string("BACKUP_RESTORE_SERVICE"),
            "obBackupStorageBaseInfo": .properties([
                "backupStorageType": .string(kind),
                "storageUrl": .string(
                    "\(kind.lowercased())://backup/\(cluster.name)?host=storage.example"
                        + "&access_id=\(key)-url-id&access_key=\(key)-url-key"
                ),
                "\(kind.lowercased())AccessKey": .properties([
                    "accessKeyId": .string(key + "-id"),
                    "accessKeySecret": .string(key + "-key"),
                ]),
            ]),
        ])
    }
}
