extension Scenario {
    /// The scenarios in which OCP answers as it should.
    static let states: [Scenario] = [
        Scenario("healthy", "a data backup a day, logs under two minutes behind"),
        Scenario("waiting", "schedule WAITING, a data backup a week") {
            $0.scheduleStatus = "WAITING"
            $0.dataBackupAge = $0.age(from: Span.day, every: 7 * Span.day)
        },
        Scenario("paused", "schedule PAUSED since two days") {
            $0.scheduleStatus = "PAUSED"
            $0.dataBackupAge = $0.age(from: 2 * Span.day, every: 7 * Span.day)
        },
        Scenario("no-strategy", "a primary without backup strategy: nothing is backed up") {
            $0.dropStrategy()
        },
        Scenario("standby", "standby of the cluster before it, same name", isStandby: true) {
            $0.dropStrategy()
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
        ) {
            $0.namesTenant = false
            $0.forgetBackups()
        },
        Scenario("never-backed-up", "a strategy, and no data backup yet") {
            $0.dataBackupAge = nil
            $0.size = nil
        },
        Scenario("log-backup-stalls", "after 2 min the checkpoint stands still, for 3 days") {
            let calm = 2 * Span.minute
            let inCycle = $0.moment.elapsed % (3 * Span.day)
            guard inCycle >= calm else { return }
            let stall = Moment(now: $0.moment.now, elapsed: $0.moment.elapsed - inCycle + calm)
            let before = BackupState(calm: $0.cluster, at: stall)
            $0.logBackupAge = before.logBackupAge.map { $0 + inCycle - calm }
        },
        Scenario("data-backup-overdue", "last data backup passes 8 days after 1 h") {
            $0.dataBackupAge = $0.age(from: 8 * Span.day - Span.hour, every: 30 * Span.day)
        },
        Scenario("schedule-abnormal", "schedule ABNORMAL, data backups fail") {
            $0.scheduleStatus = "ABNORMAL"
            $0.failedDataBackups = 3
            $0.dataBackupAge = $0.age(from: Span.day, every: 5 * Span.day)
        },
        Scenario("size-drops", "after 30 min the size falls to a tenth, for 2 days") {
            guard $0.moment.elapsed % (2 * Span.day) >= 30 * Span.minute else { return }
            $0.size = $0.size.map { $0 / 10 }
        },
        Scenario("unknown-state", "states that no manual lists") {
            $0.scheduleStatus = "SUSPENDED_BY_QUOTA"
            $0.compactionStatus = "DEFRAGMENTING"
        },
        Scenario("appears", "enters the list after 10 min", presence: .from(10 * Span.minute)),
        Scenario(
            "disappears",
            "in the list for 30 min, out of it for 30 min, ...",
            presence: .alternating(30 * Span.minute)
        ),
    ]
}
