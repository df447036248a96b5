import OCP
import Testing

@testable import Exporter

/// Which row of a log archive counts, and which are history.
@Suite struct LogBackupTests {
    /// Rows, and the index of the one that counts.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let rows: [LogBackupTask]
        let current: Int?

        init(_ name: String, _ rows: [LogBackupTask], _ current: Int?) {
            testDescription = name
            self.rows = rows
            self.current = current
        }
    }

    static let cases = [
        Case("nothing", [], nil),
        Case("a single row, whatever it is", [.row(nil)], 0),
        Case(
            "a running one beside older rounds",
            [
                .row("STOPPED", from: 1, to: 5), .row("INPROGRESS", from: 6, to: 9),
                .row("FAILED", from: 2),
            ],
            1
        ),
        Case(
            "a round that ended with a later checkpoint is history all the same",
            [.row("STOPPED", from: 1, to: 900), .row("INPROGRESS", from: 6, to: 9)],
            1
        ),
        Case(
            "one that is not running and began later",
            [.row("INPROGRESS", from: 6, to: 9), .row("FAILED", from: 7, to: 8)],
            1
        ),
        Case(
            "the running one that began last",
            [.row("INPROGRESS", from: 6, to: 90), .row("INPROGRESS", from: 7, to: 8)],
            1
        ),
        Case(
            "the last of those that ended, if none is running",
            [
                .row("STOPPED", from: 1, to: 90), .row("FAILED", from: 7, to: 8),
                .row("STOPPED", from: 3),
            ],
            1
        ),
        Case(
            "of two that began together, the one that came further",
            [.row("INPROGRESS", from: 6, to: 9), .row("INPROGRESS", from: 6, to: 10)],
            1
        ),
        Case(
            "of a running and an ended one that began together, the one that came further",
            [.row("INPROGRESS", from: 6, to: 9), .row("FAILED", from: 6, to: 10)],
            1
        ),
        Case(
            "the running one, where nothing tells them apart",
            [.row("FAILED", from: 6, to: 9), .row("INPROGRESS", from: 6, to: 9)],
            1
        ),
        Case(
            "the latest checkpoint, where one running one does not say when it began",
            [.row("INPROGRESS", from: 6, to: 9), .row("INPROGRESS", to: 10)],
            1
        ),
        Case(
            "the latest checkpoint, where the ended one does not say when it began",
            [.row("INPROGRESS", from: 6, to: 9), .row("STOPPED", to: 8)],
            0
        ),
        Case(
            "the latest checkpoint of those that ended, where one does not say when it began",
            [
                .row("STOPPED", from: 9, to: 9), .row("STOPPED", to: 10),
                .row("STOPPED", from: 1, to: 11),
            ],
            2
        ),
        Case(
            "one with a checkpoint before one without",
            [.row("INPROGRESS"), .row("INPROGRESS", to: 1)],
            1
        ),
    ]

    @Test(arguments: cases)
    func theRowThatCountsIs(_ example: Case) {
        let backups = LogBackups(example.rows)
        #expect(backups.count == example.rows.count)
        #expect(backups.current == example.current.map { example.rows[$0] })
    }

    @Test(arguments: cases)
    func theOrderOfRowsDoesNotMatter(_ example: Case) {
        #expect(LogBackups(example.rows.reversed()).current == LogBackups(example.rows).current)
    }

    @Test(
        arguments: [
            ("BEGINNING", true), ("STARTING", true), ("INPROGRESS", true), ("STOPPING", true),
            ("STOPPED", false), ("FAILED", false), ("INTERRUPTED", false), ("UNKNOWN", false),
            ("SUSPENDED", false),
        ]
    )
    func whichStatesAreRunning(_ status: String, isRunning: Bool) {
        // Where nothing tells an ended one and a running one apart, the running one counts.
        let rows: [LogBackupTask] = [.row("STOPPED", from: 6, to: 9), .row(status, from: 6, to: 9)]
        #expect(LogBackups(rows).current == rows[isRunning ? 1 : 0])
    }
}
