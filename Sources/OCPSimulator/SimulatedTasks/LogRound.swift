/// One round of a log archive as OCP's task list tells of it.
struct LogRound: Sendable, Equatable {
    var status: String
    /// How long ago the round began, in simulated milliseconds.
    var age: Int64
    /// How far the checkpoint is behind, in simulated milliseconds.
    var delay: Int64
    /// Nil while all is well.
    var message: String?
}

/// The rounds of a log archive, the current one and what went before.
enum LogRounds {
    /// The rounds of a tenant; of two tenants one has an older round, which was stopped.
    static func of(_ state: TenantState) -> [LogRound] {
        guard state.hasTasks, state.archive != .neverStarted else { return [] }
        let hash = state.tenant.hash
        let age = (50 + hash.number(.round, below: 40)) * Span.day + state.moment.elapsed
        // OCP has two words for this.
        let running = (state.tenant.number ?? 0) % 2 == 0 ? "RUNNING" : "INPROGRESS"
        var current = LogRound(status: running, age: age, delay: state.calmLogAge)
        if case .interrupted(let span) = state.archive {
            current.status = "INTERRUPTED"
            current.delay = span
            current.message = TaskMessage.failure(
                in: state.tenant.cluster,
                task: 0,
                "log archive is interrupted"
            )
        }
        return (state.tenant.number ?? 0) % 2 == 0 ? [current, earlier(than: age)] : [current]
    }

    /// The rounds of a whole cluster, before OceanBase 4: the current one is the overview's.
    static func of(_ state: BackupState) -> [LogRound] {
        guard let delay = state.logBackupAge else { return [] }
        let age =
            (50 + state.cluster.hash.number(.round, below: 40)) * Span.day + state.moment.elapsed
        let running = state.cluster.index % 2 == 0 ? "RUNNING" : "INPROGRESS"
        return [LogRound(status: running, age: age, delay: delay), earlier(than: age)]
    }

    /// A round of 30 days that ended an hour before another began.
    private static func earlier(than age: Int64) -> LogRound {
        LogRound(status: "STOPPED", age: age + 30 * Span.day, delay: age + Span.hour)
    }
}
