extension Scenario {
    /// The scenarios in which OCP answers as it should.
    static let states: [Scenario] = [
        Scenario("healthy", "a data backup a day, logs under two minutes behind"),
        Scenario("waiting", "schedule WAITING, a data backup a week") { state, cluster, moment in
            state.scheduleStatus = "WAITING"
            state.dataBackupAge = age(of: cluster, at: moment, from: Span.day, every: 7 * Span.day)
        },
        Scenario("paused", "schedule PAUSED since two days") { state, cluster, moment in
            state.scheduleStatus = "PAUSED"
            state.dataBackupAge = age(
                of: cluster,
                at: moment,
                from: 2 * Span.day,
                every: 7 * Span.day
            )
        },
        Scenario("no-strategy", "a primary without backup strategy: nothing is backed up") {
            state,
            _,
            _ in
            state.hasStrategy = false
            state.scheduleStatus = "NONE"
            state.forgetBackups()
        },
        Scenario("standby", "standby of the cluster before it, same name", isStandby: true) {
            state,
            _,
            _ in
            state.hasStrategy = false
            state.scheduleStatus = "NONE"
            state.forgetBackups()
        },
        Scenario(
            "tenant-dimension",
            "OceanBase 4: the answer names a tenant",
            isBackedUpByTenant: true
        ),
        Scenario(
            "tenant-without-times",
            "OceanBase 4: schedule and strategy only",
            isBackedUpByTenant: true
        ) { state, _, _ in
            state.namesTenant = false
            state.forgetBackups()
        },
        Scenario("never-backed-up", "a strategy, and no data backup yet") { state, _, _ in
            state.dataBackupAge = nil
            state.size = nil
        },
        Scenario("log-backup-stalls", "after 2 min the checkpoint stands still, for 3 days") {
            state,
            cluster,
            moment in
            let calm = 2 * Span.minute
            let inCycle = moment.elapsed % (3 * Span.day)
            guard inCycle >= calm else { return }
            let stall = Moment(now: moment.now, elapsed: moment.elapsed - inCycle + calm)
            let before = BackupState(calm: cluster, at: stall)
            state.logBackupAge = before.logBackupAge.map { $0 + inCycle - calm }
        },
        Scenario("data-backup-overdue", "last data backup passes 8 days after 1 h") {
            state,
            cluster,
            moment in
            state.dataBackupAge = age(
                of: cluster,
                at: moment,
                from: 8 * Span.day - Span.hour,
                every: 30 * Span.day
            )
        },
        Scenario("schedule-abnormal", "schedule ABNORMAL, data backups fail") {
            state,
            cluster,
            moment in
            state.scheduleStatus = "ABNORMAL"
            state.dataBackupAge = age(of: cluster, at: moment, from: Span.day, every: 5 * Span.day)
        },
        Scenario("size-drops", "after 30 min the size falls to a tenth, for 2 days") {
            state,
            _,
            moment in
            guard moment.elapsed % (2 * Span.day) >= 30 * Span.minute else { return }
            state.size = state.size.map { $0 / 10 }
        },
        Scenario("unknown-state", "states that no manual lists") { state, _, _ in
            state.scheduleStatus = "SUSPENDED_BY_QUOTA"
            state.compactionStatus = "DEFRAGMENTING"
        },
        Scenario("appears", "enters the list after 10 min", presence: .from(10 * Span.minute)),
        Scenario(
            "disappears",
            "in the list for 30 min, out of it for 30 min, ...",
            presence: .alternating(30 * Span.minute)
        ),
    ]

    /// An age that grows from a span and starts again at 0 when it reaches another.
    ///
    /// The cluster's phase keeps a fleet from moving in step; it is at most a minute.
    private static func age(
        of cluster: Cluster,
        at moment: Moment,
        from first: Int64,
        every period: Int64
    ) -> Int64 {
        (first + cluster.hash.number(.dataPhase, below: Span.minute) + moment.elapsed) % period
    }
}
