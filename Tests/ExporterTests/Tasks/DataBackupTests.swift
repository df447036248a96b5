import OCP
import Testing

@testable import Exporter

/// What the data backup tasks of a subject come to.
@Suite struct DataBackupTests {
    private static let full = DataBackupTask.full
    private static let incremental = DataBackupTask.incremental
    /// The start of the look-back.
    private static let start = 1000.0

    private func backups(_ rows: [DataBackupTask]) -> DataBackups {
        DataBackups(rows, since: Self.start)
    }

    @Test func theNewestIsTheOneThatBeganLastOverAllTypes() {
        let rows: [DataBackupTask] = [
            .row("DONE", Self.full, from: 2000, to: 9000),
            .row("FAILED", Self.incremental, from: 3000, to: 3100),
            .row("DONE", Self.full, from: 1500, to: 1600),
        ]
        #expect(backups(rows).newest == rows[1])
        #expect(backups(rows.reversed()).newest == rows[1])
        let tie = [1, 3, 2].map { DataBackupTask.row("DONE", from: 5000, to: 5001, id: $0) }
        #expect(backups(rows + tie).newest?.taskId == 3, "of those that began together the last")
    }

    @Test func aTaskThatDoesNotSayWhenItBeganIsNeverTheNewest() {
        let rows: [DataBackupTask] = [.row("DONE", to: 9000), .row("DONE", from: 1500, to: 1600)]
        #expect(backups(rows).newest == rows[1])
        #expect(backups([rows[0]]).newest == nil)
        #expect(backups([rows[0]])[Self.full]?.lastSuccess?.finish == 9000)
    }

    /// A row, and whether it counts.
    static let lookBack: [(DataBackupTask, Bool)] = [
        (.row("DONE", from: 900, to: 1000), true),
        (.row("DONE", from: 900, to: 999.999), false),
        (.row("DONE", from: 1100, to: 999), false),
        (.row("DONE", to: 1000), true),
        (.row("OVERDUE", from: 1000), true),
        (.row("OVERDUE", from: 999.999), false),
        (.row("DOING", from: 1), true),
        (.row("DOING", from: 1, to: 2), true),
        (.row("DOING"), false),
        (.row("DONE"), false),
        (.row(nil), false),
    ]

    @Test(arguments: lookBack)
    func whatCountsEndedOrBeganInTheLookBackOrRuns(_ row: DataBackupTask, counts: Bool) {
        #expect(backups([row]).types.isEmpty == !counts)
        #expect((backups([row]).newest != nil) == (counts && row.startTime != nil))
    }

    @Test(
        arguments: [
            ("BEGINNING", true), ("INITIALIZING", true), ("DOING", true), ("CANCELING", true),
            ("DONE", false), ("FAILED", false), ("CANCELED", false), ("OVERDUE", false),
            ("UNKNOWN", false), ("SUSPENDED", false), (nil, false),
        ] as [(String?, Bool)]
    )
    func oneThatRunsHasRunSinceTheEarliestBegan(_ status: String?, isRunning: Bool) {
        let rows: [DataBackupTask] = [
            .row("DOING", from: 3000), .row(status, from: 2000), .row("DOING"),
            .row("DONE", from: 1500, to: 1600),
        ]
        #expect(backups(rows).runningSince == (isRunning ? 2000 : 3000))
        #expect(backups([rows[1], rows[3]]).runningSince == (isRunning ? 2000 : nil))
    }

    @Test func successesAndFailuresAreToldByType() throws {
        let all = backups([
            .row("FAILED", Self.full, from: 4000, to: 4100),
            .row("DONE", Self.full, from: 2000, to: 2200),
            .row("FAILED", Self.full, from: 2000, to: 2100),
            .row("FAILED", Self.full, from: 3000, to: 3100),
            .row("DONE", Self.incremental, from: 5000, to: 5050),
            .row("CANCELED", Self.incremental, from: 6000, to: 6050),
        ])
        #expect(all.types.map(\.name) == [Self.full, Self.incremental])
        let full = try #require(all[Self.full])
        #expect(full.lastSuccess?.finish == 2200)
        #expect(full.lastSuccess?.duration == 200)
        #expect(full.lastFailure == 4100)
        #expect(full.failuresSinceSuccess == 2, "an incremental success does not make them good")
        let incremental = try #require(all[Self.incremental])
        #expect(incremental.lastSuccess?.finish == 5050)
        #expect(incremental.lastFailure == nil)
        #expect(incremental.failuresSinceSuccess == 0)
    }

    @Test func aSuccessMakesFailuresGoodAndLeavesThemAsHistory() throws {
        let facts = try #require(
            backups([
                .row("FAILED", from: 2000, to: 2100), .row("DONE", from: 2200, to: 2300),
                .row("FAILED", from: 2250, to: 2300),
            ])[Self.full]
        )
        #expect(facts.failuresSinceSuccess == 0, "one that ended with it did not end after it")
        #expect(facts.lastFailure == 2300)
    }

    @Test func failuresWithoutASuccessAllCount() throws {
        let facts = try #require(
            backups([.row("FAILED", from: 2000), .row("FAILED", from: 2100, to: 2150)])[Self.full]
        )
        #expect(facts.lastSuccess == nil)
        #expect(facts.failuresSinceSuccess == 2)
        #expect(facts.lastFailure == 2150)
    }

    @Test(
        arguments: [
            (2000, 2300, 300), (2000, 2000, 0), (2300, 2000, nil), (nil, 2000, nil),
        ] as [(Double?, Double, Double?)]
    )
    func aDurationIsToldUnlessItIsNegative(_ begun: Double?, ended: Double, duration: Double?) {
        let success = backups([.row("DONE", from: begun, to: ended)])[Self.full]?.lastSuccess
        #expect(success?.finish == ended)
        #expect(success?.duration == duration)
    }

    @Test func theSnapshotIsThatOfTheTaskThatSucceededLast() {
        var older = DataBackupTask.row("DONE", from: 2000, to: 2100)
        older.snapshotVersionTime = 2099
        let newer = DataBackupTask.row("DONE", from: 3000, to: 3100)
        #expect(backups([older])[Self.full]?.lastSuccess?.snapshot == 2099)
        let both = backups([newer, older])[Self.full]?.lastSuccess
        #expect(both?.finish == 3100)
        #expect(both?.snapshot == nil, "not that of another task")
    }

    @Test func aTypeThatIsMissingOrUnknownIsServedAsItCame() {
        let all = backups([.row("DONE", "", from: 2000, to: 2001), .row("DONE", "XLOG", to: 2001)])
        #expect(all.types.map(\.name) == ["", "XLOG"])
    }

    @Test func oneThatIsDoneWithoutAnEndIsNoSuccess() {
        let facts = backups([.row("DONE", from: 2000), .row("FAILED", from: 2000, to: 2001)])[
            Self.full
        ]
        #expect(facts?.lastSuccess == nil)
        #expect(facts?.failuresSinceSuccess == 1)
    }

    @Test func theErrorIsOfTheLastFailureThatWasNotMadeGood() {
        func failed(_ type: String, at end: Double, _ message: String) -> DataBackupTask {
            var row = DataBackupTask.row("FAILED", type, from: end - 1, to: end)
            row.errorMessage = message
            return row
        }
        let rows = [
            failed(Self.full, at: 2000, "disk full"), failed(Self.full, at: 1900, "older"),
            failed(Self.incremental, at: 3000, "made good"),
            .row("DONE", Self.incremental, from: 3000, to: 3100),
        ]
        #expect(backups(rows).lastError == "disk full")
        #expect(backups(Array(rows[2...])).lastError == nil)
    }
}
