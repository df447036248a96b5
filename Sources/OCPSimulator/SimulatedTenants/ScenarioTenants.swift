extension Scenario {
    /// The scenarios of an OceanBase 4 cluster whose first user tenant plays them; the others are
    /// healthy.
    static let tenants: [Scenario] = [
        first("tenant-archive-interrupted", "log archive INTERRUPTED since 10 min") {
            $0.archive = .interrupted(10 * Span.minute + $0.moment.elapsed)
        },
        first("tenant-archive-never-started", "no log archive was ever started") {
            $0.archive = .neverStarted
        },
        first("tenant-backup-failed", "the last data backup failed, so do later ones") {
            $0.trouble = .allFail(from: DataBackups.lastBeforeStart)
        },
        first("tenant-full-backup-failed", "full backups fail, incremental ones do not") {
            // Yesterday's was the full one.
            $0.weekShift = -(DataBackups.lastBeforeStart - 1) % 7
            $0.trouble = .fullFails(from: DataBackups.lastBeforeStart - 1)
        },
        first("tenant-backup-too-long", "a data backup runs for 30 hours and more") {
            $0.trouble = .endless(DataBackups.lastBeforeStart - 1)
        },
        Scenario(
            "tenant-without-strategy",
            "neither it nor the cluster has a strategy",
            isBackedUpByTenant: true,
            change: {
                $0.hasStrategy = false
                $0.scheduleStatus = "NONE"
            },
            changeTenant: { $0.strategy = $0.tenant.number == 0 ? .refused : .own }
        ),
        first("tenant-schedule-off", "its strategy is switched off") {
            $0.strategy = .own
            $0.isScheduled = false
        },
        first("tenant-standby", "a standby, without tasks") { $0.stand(by: "STANDBY") },
        first("tenant-restoring", "it is being restored, without tasks") {
            $0.stand(by: "RESTORE")
            $0.status = "RESTORING"
        },
        first("tenant-comes-and-goes", "listed for 10 min, not listed for 10 min, ...") {
            $0.isListed = Presence.alternating(10 * Span.minute).isPresent($0.moment.elapsed)
        },
        first("tenant-unreadable", "asked for tasks and strategy: 500 OBE12000") {
            $0.refusal = .clusterUnreachable
        },
    ]

    /// A scenario that the first user tenant plays, in cycles of 30 days: so what stands still gets
    /// no older than that.
    private static func first(
        _ name: String,
        _ summary: String,
        change: @escaping @Sendable (inout TenantState) -> Void
    ) -> Scenario {
        Scenario(
            name,
            summary,
            isBackedUpByTenant: true,
            changeTenant: { state in
                guard state.tenant.number == 0 else { return }
                let moment = Moment(
                    now: state.moment.now,
                    elapsed: state.moment.elapsed % (30 * Span.day)
                )
                state = TenantState(calm: state.tenant, at: moment)
                change(&state)
            }
        )
    }
}
