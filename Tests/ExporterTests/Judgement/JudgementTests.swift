import Exposition
import OCP
import Testing

@testable import Exporter

/// What is thought of a cluster over the rounds.
@Suite struct JudgementTests {
    private static let hour = 3600.0

    /// An OCP that is up, with one cluster of which it says this.
    private static func ocp(
        _ overviews: [BackupOverview],
        lastSuccess: Double,
        failure: OCPError? = nil,
        isUp: Bool = true
    ) -> OCPSnapshot {
        var ocp = snapshot(of: BackupOverview(), lastSuccess: lastSuccess)
        var cluster = ClusterSnapshot(
            id: 1,
            name: "c",
            labels: .none,
            thresholds: Thresholds(),
            overview: Held(
                overviews.map { .init(labels: .none, overview: $0) },
                at: Instant(lastSuccess),
                duration: 0.5
            )
        )
        if let failure { cluster.overview = cluster.overview.failed(failure, duration: 0.5) }
        ocp.clusters = [cluster]
        ocp.lastRound = RoundSummary(endedAt: Instant(lastSuccess), duration: 1, isUp: isUp)
        return ocp
    }

    /// The cluster's row after rounds that found these, the last one `after` seconds ago.
    private static func row(_ rounds: [(at: Double, ocp: OCPSnapshot)], after: Double = 0) throws
        -> StatusRow
    {
        let now = Instant((rounds.last?.at ?? 0) + after)
        let rows = StatusRow.all([OCPSnapshot.remembering(rounds).expired(at: now)], now: now)
        return try #require(rows.first)
    }

    /// The cluster's row when OCP has said the same from 1000 on for so many seconds.
    private static func row(_ overviews: [BackupOverview], for seconds: Double = 0) throws
        -> StatusRow
    {
        let moments = seconds == 0 ? [1000] : [1000, 1000 + seconds]
        return try row(moments.map { ($0, ocp(overviews, lastSuccess: $0)) })
    }

    private static func overview(_ change: (inout BackupOverview) -> Void) -> BackupOverview {
        var overview = BackupOverview()
        overview.obClusterType = "PRIMARY"
        overview.obClusterBackupStatus = "HAS_BACKUP_STRATEGY"
        overview.lastDataBackupTime = 900
        change(&overview)
        return overview
    }

    @Test func theWorstTenantOfAnAnswerIsShown() throws {
        let overviews = [("a", 990.0), ("b", -9000), ("c", 980)].map { tenant, checkpoint in
            Self.overview {
                $0.tenantName = tenant
                $0.latestLogBackupCheckpoint = checkpoint
                $0.lastDataBackupTime = checkpoint
            }
        }
        let row = try Self.row(overviews)
        #expect(row.delay == 10_000)
        #expect(row.dataBackupAge == 10_000)
        #expect(row.judgement.health == .bad)
        #expect(row.judgement.words == "log backup far behind")
    }

    @Test func nothingIsWrongWithTheBackupOfAStandby() throws {
        let standby = Self.overview {
            $0.obClusterType = "STANDBY"
            $0.obClusterBackupStatus = "NO_BACKUP_STRATEGY"
            $0.backupScheduleStatus = "ABNORMAL"
            $0.latestLogBackupCheckpoint = -100_000
            $0.logBackupDelaySeconds = 100_000
            $0.lastDataBackupTime = nil
        }
        let row = try Self.row([standby], for: 30 * Self.hour)
        #expect(row.judgement.health == .good)
        #expect(row.judgement.words == "good, a standby")
        #expect(row.alerts.isEmpty)
    }

    @Test func aClusterBackedUpByTenantNeedNameNoBackup() throws {
        let overview = Self.overview {
            $0.backupDimension = "TENANT"
            $0.lastDataBackupTime = nil
        }
        let row = try Self.row([overview], for: 30 * Self.hour)
        #expect(row.judgement.health == .good)
    }

    @Test(
        arguments: [
            (0, "no data backup yet", "in 1 d 0 h"),
            (20, "no data backup yet", "in 4 h 0 min"),
            (24, "never backed up", ""),
        ] as [(Double, String, String)]
    )
    func aFirstBackupIsWaitedForADay(hours: Double, words: String, rest: String) throws {
        let row = try Self.row(
            [Self.overview { $0.lastDataBackupTime = nil }],
            for: hours * Self.hour
        )
        #expect(row.judgement.health == .warn)
        #expect(row.judgement.words == words)
        #expect(row.alerts == "OceanBaseBackupNeverBackedUp" + (rest.isEmpty ? "" : " " + rest))
    }

    @Test(
        arguments: [
            ("ABNORMAL", 299, Judgement.Health.warn), ("ABNORMAL", 300, .bad),
            ("PAUSED", 3600, .warn), ("NORMAL", 90_000, .good),
        ] as [(String, Double, Judgement.Health)]
    )
    func aStateCountsWhenItHasLasted(state: String, seconds: Double, health: Judgement.Health)
        throws
    {
        let row = try Self.row([Self.overview { $0.backupScheduleStatus = state }], for: seconds)
        #expect(row.judgement.health == health)
    }

    /// Otherwise an exporter that was started anew would show nothing red for minutes.
    @Test func latenessTellsHowLongItHasLasted() throws {
        let late = try Self.row([Self.overview { $0.logBackupDelaySeconds = 3899 }])
        #expect(late.judgement.words == "log backup late, log backup far behind for 4 min 59 s")
        #expect(late.judgement.briefWords == "log backup late, log backup far behind")
        #expect(late.judgement.health == .warn)
        let later = try Self.row([Self.overview { $0.logBackupDelaySeconds = 3900 }])
        #expect(later.judgement.words == "log backup far behind")
        #expect(later.judgement.health == .bad)
    }

    /// The rules compare with `>`.
    @Test(arguments: [(600, true), (600.5, false)] as [(Double, Bool)])
    func aDelayAtItsThresholdIsNotLate(delay: Double, isGood: Bool) throws {
        let row = try Self.row([Self.overview { $0.logBackupDelaySeconds = delay }], for: 600)
        #expect((row.judgement.health == .good) == isGood)
    }

    /// How long something has lasted goes by the clock that nobody sets, how old a backup is by the other,
    /// which OCP's is compared with.
    @Test(arguments: [-7200.0, 7200])
    func aClockThatIsSetChangesNoWait(jump: Double) throws {
        let overview = Self.overview {
            $0.backupScheduleStatus = "PAUSED"
            $0.lastDataBackupTime = 8000
        }
        func row(at uptime: Double) throws -> StatusRow {
            let now = Instant(time: uptime + jump, uptime: uptime)
            var first = Self.ocp([overview], lastSuccess: 10_000)
            first.remember(first, at: 10_000)
            var second = Self.ocp([overview], lastSuccess: uptime)
            second.remember(first, at: now)
            return try #require(StatusRow.all([second.expired(at: now)], now: now).first)
        }
        #expect(try row(at: 13_599).judgement.words == "schedule paused for 59 min 59 s")
        #expect(try row(at: 13_600).judgement.words == "schedule paused")
        #expect(try row(at: 13_600).dataBackupAge == 13_600 + jump - 8000)
        #expect(try row(at: 13_600).judgement.health == .warn)
    }

    @Test func latenessThatDoesNotGrowCountsInTime() throws {
        let row = try Self.row([Self.overview { $0.logBackupDelaySeconds = 601 }], for: 600)
        #expect(row.judgement.words == "log backup late")
    }

    @Test func aPollThatFailsDoesNotBeginTheWaitAnew() throws {
        let overviews = [Self.overview { $0.backupScheduleStatus = "PAUSED" }]
        let first = Self.ocp(overviews, lastSuccess: 1000)
        let failed = Self.ocp(overviews, lastSuccess: 1000, failure: .simple(.timeout))
        let last = Self.ocp(overviews, lastSuccess: 4600)
        let row = try Self.row([(1000, first), (1060, failed), (4600, last)])
        #expect(row.judgement.words == "schedule paused")
        let calm = Self.ocp([Self.overview { _ in }], lastSuccess: 1060)
        let anew = try Self.row([(1000, first), (1060, calm), (4600, last)])
        #expect(anew.judgement.words == "schedule paused")
        #expect(anew.alerts == "OceanBaseBackupSchedulePaused in 1 h 0 min")
    }

    @Test(arguments: [(10, true), (25.05, true), (25.1, false)] as [(Double, Bool)])
    func whatWasKnownLastGoesOnAgeingForADay(hours: Double, isKnown: Bool) throws {
        let known = Self.ocp(
            [Self.overview { $0.latestLogBackupCheckpoint = 900 }],
            lastSuccess: 1000
        )
        let error = OCPError.simple(.connect)
        let down = Self.ocp([], lastSuccess: 1000, failure: error, isUp: false)
        let row = try Self.row([(1000, known), (1060, down)], after: hours * Self.hour - 3660)
        #expect(row.judgement.health == (isKnown ? .bad : .warn))
        #expect((row.delay != nil) == isKnown)
        let rest = "last answer too old, not readable: connect: connect"
        #expect(row.judgement.words == (isKnown ? "log backup far behind, \(rest)" : rest))
    }

    @Test func aStrategyThatWasRemovedExplainsAMissingCheckpoint() throws {
        let stuck = Self.ocp(
            [Self.overview { $0.latestLogBackupCheckpoint = -9000 }],
            lastSuccess: 1000
        )
        let removed = Self.overview {
            $0.obClusterBackupStatus = "NO_BACKUP_STRATEGY"
            $0.lastDataBackupTime = nil
        }
        for (overview, words) in [
            (removed, "no backup strategy"), (Self.overview { _ in }, "log backup far behind"),
        ] {
            let next = Self.ocp([overview], lastSuccess: 1060)
            #expect(try Self.row([(1000, stuck), (1060, next)]).judgement.words == words)
        }
    }

    @Test(arguments: [true, false])
    func aClusterThatCannotBeReadIsNotGood(isOCPUp: Bool) throws {
        let overviews = [Self.overview { _ in }]
        let failed = Self.ocp(
            overviews,
            lastSuccess: 1000,
            failure: .simple(.forbidden),
            isUp: isOCPUp
        )
        let row = try Self.row([(1060, failed)])
        #expect(row.judgement.health == .warn)
        #expect(row.judgement.words == "not readable: forbidden: forbidden")
        #expect(row.alerts.isEmpty == !isOCPUp)
    }

    @Test func doctorIsToldWhatWouldAlert() {
        let overview = Self.overview {
            $0.backupScheduleStatus = "PAUSED"
            $0.latestLogBackupCheckpoint = -9000
        }
        let conditions = Judgement.conditions(in: [overview], Thresholds(), now: 1000)
        #expect(
            conditions.map(\.alert) == [
                "OceanBaseBackupLogCheckpointStuck", "OceanBaseBackupSchedulePaused",
            ]
        )
    }
}

extension OCPSnapshot {
    /// The last of these snapshots, with what is remembered of those before.
    fileprivate static func remembering(_ rounds: [(at: Double, ocp: OCPSnapshot)]) -> OCPSnapshot {
        var last = snapshot(delay: 1)
        last.clusters = []
        for (at, ocp) in rounds {
            var next = ocp
            next.remember(last, at: Instant(at))
            last = next
        }
        return last
    }
}
