/// The `data` of `GET /api/v2/ob/clusters/{id}/backup/overview`.
struct OverviewAnswer {
    var state: BackupState

    private var cluster: Cluster { state.cluster }

    /// The properties of the manual's `ClusterBackupInfoDetail`, without those that are unknown.
    var data: JSONValue {
        // A property set to nil is left out.
        var properties: JSONProperties = [:]
        properties["clusterId"] = .integer(cluster.id)
        properties["obClusterId"] = .integer(cluster.obClusterId)
        properties["clusterName"] = .string(cluster.name)
        if state.namesTenant {
            properties["obTenantId"] = .integer(1002)
            properties["tenantId"] = .integer(Int64(31 + cluster.index))
            properties["tenantName"] = .string(cluster.tenantName)
        }
        properties["obClusterType"] = .string(cluster.isStandby ? "STANDBY" : "PRIMARY")
        properties["obClusterStatus"] = .string(state.clusterStatus)
        properties["compactionStatus"] = .string(state.compactionStatus)
        properties["primaryAndStandbyMode"] = .boolean(cluster.isPaired)
        properties["obVersion"] = .string(cluster.version)
        properties["obClusterBackupStatus"] = .string(
            state.hasStrategy ? "HAS_BACKUP_STRATEGY" : "NO_BACKUP_STRATEGY"
        )
        properties["obBackupAbility"] = ability
        properties["backupDimension"] = .string(cluster.isBackedUpByTenant ? "TENANT" : "CLUSTER")
        properties["backupScheduleStatus"] = .string(state.scheduleStatus)
        if let age = state.dataBackupAge {
            properties["lastDataBackupTime"] = .string(WireTime.date(state.moment.now - age))
        }
        if let age = state.logBackupAge {
            properties["latestLogBackupCheckpoint"] = .string(WireTime.date(state.moment.now - age))
            properties["logBackupDelaySeconds"] = .integer(age / 1000)
        }
        if let size = state.size {
            properties["backupSize"] = .decimal(size)
            properties["obStorageVolumeUnit"] = .string(cluster.sizeUnit)
        }
        return .properties(properties)
    }

    /// What this version of OceanBase can do: 1.4 backs up logically only, 2.2 both ways.
    private var ability: JSONValue {
        let isLogical = cluster.version.hasPrefix("1.")
        let isBoth = cluster.version.hasPrefix("2.")
        let mode = isLogical ? "LOGICAL_BACKUP" : "PHYSICAL_BACKUP"
        let isReady = state.dataBackupAge != nil && !isLogical
        var support: JSONProperties = [
            "canDoIncrementalBackup": .boolean(isReady),
            "fullBackupEnabled": .boolean(true),
            "incrementBackupEnabled": .boolean(!isLogical),
        ]
        if !isReady { support["hint"] = .string("There is no full backup to build on.") }
        return .properties([
            "backupAbility": .string(isBoth ? "LOGICAL_AND_PHYSICAL" : mode),
            "backupMode": .string(mode),
            "obDataBackupSupportAbility": .properties(support),
        ])
    }
}
