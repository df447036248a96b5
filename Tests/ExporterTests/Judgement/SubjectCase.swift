import OCP
import Testing

@testable import Exporter

/// What is changed about a tenant that is well, and what is said of it then.
struct SubjectCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let words: [String]
    let change: @Sendable (inout SubjectFacts) -> Void

    init(
        _ name: String,
        _ words: [String],
        _ change: @escaping @Sendable (inout SubjectFacts) -> Void
    ) {
        testDescription = name
        self.words = words
        self.change = change
    }

    var facts: SubjectFacts {
        var facts = SubjectFacts.healthy()
        change(&facts)
        return facts
    }

    private static let now = SubjectFacts.moment
    private static let day = 86_400.0

    /// Every case.
    static let all = logCases + dataCases + otherCases

    private static let logCases = [
        SubjectCase("a tenant that is well", []) { _ in },
        SubjectCase("an interrupted archive", ["log archive interrupted"]) {
            $0.log([.row("INTERRUPTED", to: now)])
        },
        SubjectCase("a failed archive", ["log archive failed"]) {
            $0.log([.row("FAILED", to: now)])
        },
        SubjectCase("an archive that failed before and runs", []) {
            $0.log([.row("FAILED", from: 1, to: 2), .row("INPROGRESS", from: 3, to: now)])
        },
        SubjectCase("a stopped archive", ["log archive stopped"]) {
            $0.log([.row("STOPPED", to: now)])
        },
        SubjectCase("a late archive", ["log archive late"]) {
            $0.log([.row("INPROGRESS", to: now - 601)])
        },
        SubjectCase("one at its limit", []) { $0.log([.row("INPROGRESS", to: now - 600)]) },
        SubjectCase("one that is far behind", ["log archive far behind"]) {
            $0.log([.row("INPROGRESS", to: now - 3601)])
        },
        SubjectCase("one of which only the delay is known", ["log archive late"]) {
            var row = LogBackupTask.row("INPROGRESS")
            row.delay = 700
            $0.log([row])
        },
        SubjectCase("an archive that was never started", ["log archive never started"]) {
            $0.log([])
        },
        SubjectCase("an archive that was never read", []) { $0.logBackups = Held() },
    ]

    private static let dataCases = [
        SubjectCase("a success that is too old", ["no data backup has succeeded for 9 d 0 h"]) {
            $0.data([.row("DONE", from: now - 10 * day, to: now - 9 * day)])
        },
        SubjectCase("one at its limit", []) { $0.data([.row("DONE", to: now - 8 * day)]) },
        SubjectCase("an incremental one that is young enough", []) {
            $0.data([
                .row("DONE", to: now - 20 * day), .row("DONE", "INCREMENTAL_BACKUP", to: now - day),
            ])
        },
        SubjectCase("no success of an old tenant", ["no data backup has succeeded"]) {
            $0.data([])
        },
        SubjectCase("no success of a new tenant", []) {
            $0.tenant?.createTime = now - day
            $0.data([])
        },
        SubjectCase("no success of a tenant of unknown age", []) {
            $0.tenant?.createTime = nil
            $0.data([])
        },
        SubjectCase("a failure", ["last full backup failed"]) {
            $0.data([.row("DONE", to: now - 900), .row("FAILED", to: now - 800)])
        },
        SubjectCase(
            "several failures of both types",
            [
                "last 2 full backups failed, last incremental backup failed"
            ]
        ) {
            let failed = (1...2).map { DataBackupTask.row("FAILED", to: now - Double($0)) }
            let other = DataBackupTask.row("FAILED", "INCREMENTAL_BACKUP", to: now)
            $0.data([.row("DONE", to: now - 900), other] + failed)
        },
        SubjectCase("a failure that was made good", []) {
            $0.data([.row("FAILED", to: now - 900), .row("DONE", to: now - 800)])
        },
        SubjectCase("one that runs too long", ["data backup runs for 1 d 1 h"]) {
            $0.data([.row("DOING", from: now - 25 * 3600), .row("DONE", to: now - 900)])
        },
        SubjectCase("one that runs as long as it may", []) {
            $0.data([.row("DOING", from: now - day), .row("DONE", to: now - 900)])
        },
        SubjectCase("backups that were never read", []) { $0.dataBackups = Held() },
    ]

    private static let otherCases = [
        SubjectCase("no strategy", ["no backup strategy"]) { $0.hasNoStrategy() },
        SubjectCase("no strategy, and so neither archive nor backup", ["no backup strategy"]) {
            $0.hasNoStrategy()
            $0.log([])
            $0.data([])
        },
        SubjectCase("a strategy that is not known", []) { $0.ownStrategy = Held() },
        SubjectCase("a schedule that is off", ["schedule switched off"]) {
            $0.ownStrategy = Held(BackupStrategy().switchedOff, at: Instant(now), duration: 1)
        },
        SubjectCase("a schedule of which nothing is said", []) {
            $0.ownStrategy = Held(BackupStrategy(), at: Instant(now), duration: 1)
        },
        SubjectCase("a restore that is too long ago", ["last restored 31 d 0 h ago"]) {
            $0.defaults.restoreAge = 30 * day
            $0.restored.lastSuccess = now - 31 * day
        },
        SubjectCase("a backup that was never restored", ["its backup was never restored"]) {
            $0.defaults.restoreAge = 30 * day
        },
        SubjectCase("a restore that is young enough", []) {
            $0.defaults.restoreAge = 30 * day
            $0.restored.lastSuccess = now - 30 * day
        },
        SubjectCase("one that cannot be read", ["data_backups not readable: timeout: timeout"]) {
            $0.dataBackups = $0.dataBackups.failed(.simple(.timeout), duration: 1)
        },
        SubjectCase("a strategy's call that OCP lacks", []) {
            $0.lacksOwnStrategy = true
            $0.ownStrategy = $0.ownStrategy.failed(.absent, duration: 1)
        },
    ]
}

extension BackupStrategy {
    /// The same with a schedule that is off.
    fileprivate var switchedOff: BackupStrategy {
        var copy = self
        copy.isScheduleEnabled = false
        return copy
    }
}
