extension OCPClient {
    /// All tenants of the clusters that the account may see: `GET /api/v2/ob/tenants`.
    ///
    /// - Parameter turn: is called before every request after the first one, and may throw.
    /// - Returns: the tenants in OCP's order, each id once, `sys` among them.
    /// - Throws: ``OCPError``, `CancellationError`, or what `turn` throws; a list is given whole or not
    ///   at all.
    package func tenants(
        turn: () async throws -> Void = {}
    ) async throws -> Decoded<[TenantSummary]> {
        try await list(.tenants, path: "/api/v2/ob/tenants", turn: turn)
    }

    /// The rounds of log backup of a cluster or of one of its tenants: `GET …/backup/task/logBackupTasks`.
    ///
    /// - Parameters:
    ///   - clusterId: OCP's own id of the cluster.
    ///   - tenantId: OCP's own id of the tenant; nil asks the cluster.
    ///   - turn: is called before every request after the first one, and may throw.
    /// - Returns: the rows in OCP's order, which is not documented.
    /// - Throws: as ``tenants(turn:)`` does.
    package func logBackupTasks(
        of clusterId: Int64,
        tenant tenantId: Int64? = nil,
        turn: () async throws -> Void = {}
    ) async throws -> Decoded<[LogBackupTask]> {
        let path = Self.backupPath(clusterId, tenantId) + "/task/logBackupTasks"
        return try await list(.logBackups, path: path, turn: turn)
    }

    /// The data backups of a cluster or of one of its tenants: `GET …/backup/task/dataBackupTasks`.
    ///
    /// - Parameters:
    ///   - clusterId: OCP's own id of the cluster.
    ///   - tenantId: OCP's own id of the tenant; nil asks the cluster.
    ///   - since: OCP is asked for tasks after this time, in seconds since 1970; which of a task's times
    ///     it compares is not documented.
    ///   - turn: is called before every request after the first one, and may throw.
    /// - Returns: the rows in OCP's order, which is not documented, also those without any time.
    /// - Throws: as ``tenants(turn:)`` does.
    package func dataBackupTasks(
        of clusterId: Int64,
        tenant tenantId: Int64? = nil,
        since: Double,
        turn: () async throws -> Void = {}
    ) async throws -> Decoded<[DataBackupTask]> {
        let path = Self.backupPath(clusterId, tenantId) + "/task/dataBackupTasks"
        // The tenants' call takes nothing but UTC with a Z, and the clusters' wants an offset.
        let start = Timestamp.text(since, offset: tenantId == nil ? "+00:00" : "Z")
        return try await list(.dataBackups, path: path, query: [("startTime", start)], turn: turn)
    }

    /// What was restored from a cluster's backups: `GET …/backup/task/restoreTasks`.
    ///
    /// - Parameters:
    ///   - clusterId: OCP's own id of the cluster.
    ///   - since: OCP is asked for tasks after this time, in seconds since 1970.
    ///   - turn: is called before every request after the first one, and may throw.
    /// - Returns: the rows in OCP's order, which is not documented.
    /// - Throws: as ``tenants(turn:)`` does.
    package func restoreTasks(
        of clusterId: Int64,
        since: Double,
        turn: () async throws -> Void = {}
    ) async throws -> Decoded<[RestoreTask]> {
        let path = Self.backupPath(clusterId, nil) + "/task/restoreTasks"
        let start = Timestamp.text(since, offset: "+00:00")
        return try await list(.restores, path: path, query: [("startTime", start)], turn: turn)
    }

    /// Where OCP keeps what it knows of the backup of a cluster or a tenant.
    static func backupPath(_ clusterId: Int64, _ tenantId: Int64?) -> String {
        let tenant = tenantId.map { "/tenants/\($0)" } ?? ""
        return "/api/v2/ob/clusters/\(clusterId)\(tenant)/backup"
    }
}
