/// A row of a list of tasks: when it began, and what is written of it.
struct TaskRow {
    /// Milliseconds since 1970.
    var began: Int64
    /// What the order of the list is drawn from.
    var order: UInt64
    var data: () -> JSONValue
}

/// A subject's rows in the order in which OCP happens to send them: never the newest first, and a
/// new row moves the others by one place at most.
struct TaskRows {
    let rows: [TaskRow]

    /// Keeps what is asked for, and orders it.
    init(_ rows: [TaskRow], _ request: PageRequest) {
        let newest = rows.map(\.began).max()
        var kept = rows.filter { request.includes($0.began) }.sorted { $0.order < $1.order }
        if kept.count > 1, kept[0].began == newest { kept.append(kept.removeFirst()) }
        self.rows = kept
    }

    /// Puts them onto a page.
    func append(to page: inout PageRows) {
        page.append(rows.count) { rows[$0].data() }
    }
}

/// Who a task belongs to, and how its times are written.
struct TaskSubject {
    let cluster: Cluster
    /// Nil for a whole cluster, before OceanBase 4.
    var tenant: Tenant?
    var now: Int64

    /// What every task says of its subject; a whole cluster is the tenant 0.
    var properties: JSONProperties {
        var properties: JSONProperties = [
            "backupDimension": .string(tenant == nil ? "CLUSTER" : "TENANT"),
            "backupMode": .string("PHYSICAL_BACKUP"),
            "clusterId": .integer(cluster.id),
            "clusterName": .string(cluster.name),
            "clusterType": .string(cluster.isStandby ? "STANDBY" : "PRIMARY"),
            "obClusterId": .integer(cluster.obClusterId),
            "tenantId": .integer(tenant?.id ?? 0),
        ]
        properties["obTenantId"] = tenant.map { .integer($0.obTenantId) }
        properties["tenantName"] = tenant.map { .string($0.name) }
        return properties
    }

    /// Where backups are kept; OceanBase 4 has a folder for each tenant.
    func uri(_ kind: String) -> String {
        let folder = "file:///obbackup/\(cluster.name)/\(cluster.obClusterId)/"
        guard let tenant else { return folder + "incarnation_1" }
        return folder + "tenant_incarnation_1/\(tenant.obTenantId)/\(kind)"
    }

    /// An instant: of a tenant in UTC with six fraction digits, of a cluster as everywhere.
    func instant(_ age: Int64) -> JSONValue {
        let time = now - age
        guard tenant != nil else { return .string(WireTime.date(time)) }
        return .string(WireTime.instant(time, microseconds: Self.microseconds(of: time)))
    }

    /// An instant of a log archive: of a tenant in China's zone with six fraction digits.
    func localInstant(_ age: Int64) -> JSONValue {
        let time = now - age
        guard tenant != nil else { return .string(WireTime.date(time)) }
        return .string(WireTime.offsetDateTime(time, microseconds: Self.microseconds(of: time)))
    }

    /// What a time has behind its milliseconds: the same for the same time, and never 0, so that
    /// there are six digits to see.
    private static func microseconds(of time: Int64) -> Int64 {
        1 + abs(time / 7 % 999)
    }
}
