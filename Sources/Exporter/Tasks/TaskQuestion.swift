import OCP

/// What is asked about tenants and backup tasks; the raw value is the label `collector`.
///
/// The order is the one of the first round.
enum TaskCollector: String, CaseIterable, Sendable {
    /// The tenants that OCP lists.
    case tenants
    /// Log backup tasks of a cluster or a tenant.
    case logBackups = "log_backups"
    /// Data backup tasks of a cluster or a tenant.
    case dataBackups = "data_backups"
    /// The backup strategy of a cluster or a tenant.
    case strategies
    /// Restore tasks of a cluster.
    case restores
}

/// Where OCP is asked: at a cluster, or at one of its tenants.
enum TaskLevel: Hashable, Sendable {
    case cluster, tenant
}

/// A cluster, or one of its tenants, by OCP's own ids.
struct TaskTarget: Hashable, Sendable {
    var cluster: Int64
    var tenant: Int64?

    /// Where OCP is asked for it.
    var level: TaskLevel { tenant == nil ? .cluster : .tenant }
}

/// One thing that OCP is asked over and over.
struct TaskQuestion: Hashable, Sendable {
    var collector: TaskCollector
    /// Whom it is about; nil for the list of tenants.
    var target: TaskTarget?

    /// The endpoint of OCP that answers it.
    var endpoint: TaskEndpoint {
        TaskEndpoint(collector: collector, level: target?.level ?? .cluster)
    }
}

/// An endpoint that an OCP may lack.
struct TaskEndpoint: Hashable, Sendable {
    var collector: TaskCollector
    var level: TaskLevel
}

/// What OCP answered.
enum TaskAnswer: Sendable {
    case tenants([TenantSummary])
    case logBackups(TaskRows<LogBackups>)
    case dataBackups(TaskRows<DataBackups>)
    /// Nil where OCP says that there is none.
    case strategy(BackupStrategy?)
    case restores([Restored: RestoreTimes])
}

extension Collector<TaskQuestion, TaskAnswer> {
    /// What OCP says of tenants and their backups.
    ///
    /// - Parameters:
    ///   - lookBack: how far back data backups count, in seconds.
    ///   - names: the tenants of a cluster, as far as they are known.
    ///   - time: the clock.
    ///   - turn: is waited for before each page after the first.
    /// - Returns: the collector; what it asks, the agenda says.
    static func tasks(
        lookBack: Double,
        names: @escaping @Sendable (Int64) -> TenantNames,
        time: any TimeSource,
        turn: @escaping @Sendable () async throws -> Void
    ) -> Collector {
        Collector(rank: 1, targets: { _ in [] }) { client, _, question in
            guard let target = question.target else {
                let list = try await client.tenants(turn: turn)
                return Decoded(.tenants(list.value), malformedFields: list.malformedFields)
            }
            let (cluster, tenant) = (target.cluster, target.tenant)
            switch question.collector {
            case .tenants, .logBackups:
                let rows = try await client.logBackupTasks(of: cluster, tenant: tenant, turn: turn)
                let sorted = TaskRows(rows.value, of: target, names(cluster), by: \.tenant) {
                    LogBackups($0)
                }
                return Decoded(.logBackups(sorted), malformedFields: rows.malformedFields)
            case .dataBackups:
                let start = time.now() - lookBack
                let rows = try await client.dataBackupTasks(
                    of: cluster,
                    tenant: tenant,
                    since: start - DataBackups.margin,
                    turn: turn
                )
                let sorted = TaskRows(rows.value, of: target, names(cluster), by: \.tenant) {
                    DataBackups($0, since: start)
                }
                let timeless = rows.value.lazy.filter { $0.time == nil }.map { _ in
                    MalformedField(
                        field: "startTime",
                        problem: "a data backup task has neither startTime nor finishTime"
                    )
                }
                return Decoded(
                    .dataBackups(sorted),
                    malformedFields: rows.malformedFields + timeless
                )
            case .strategies:
                let strategy = try await client.backupStrategy(of: cluster, tenant: tenant)
                return Decoded(
                    .strategy(strategy.value),
                    malformedFields: strategy.malformedFields
                )
            case .restores:
                let start = time.now() - RestoreTimes.lookBack
                let rows = try await client.restoreTasks(
                    of: cluster,
                    since: start - DataBackups.margin,
                    turn: turn
                )
                return Decoded(
                    .restores(RestoreTimes.all(rows.value, askedOf: cluster, since: start)),
                    malformedFields: rows.malformedFields
                )
            }
        }
    }
}
