import OCP

/// What the log backup tasks of a subject come to: how many there are, and the one that counts now.
struct LogBackups: Sendable {
    /// Rows in the answer.
    var count: Int
    /// The current row; nil if there is none.
    var current: LogBackupTask?

    /// The states of an archive that is there, or on its way.
    private static let running: Set<String> = ["BEGINNING", "STARTING", "INPROGRESS", "STOPPING"]

    /// Finds the current row; the others are history.
    ///
    /// It is the running one that began last, unless one that is not running began later; without a
    /// running one, the one that began last.
    init(_ rows: [LogBackupTask]) {
        count = rows.count
        let isRunning = { (row: LogBackupTask) in row.status.map(Self.running.contains) == true }
        let running = Self.latest(rows.filter(isRunning))
        let ended = Self.latest(rows.filter { !isRunning($0) })
        guard let running, let ended else {
            current = running ?? ended
            return
        }
        // The running one first: where nothing tells them apart, it counts.
        current = Self.latest([running, ended])
    }

    /// The row that began last; on a tie, or where any does not say when it began, the one with the
    /// latest checkpoint, and the first of those.
    private static func latest(_ rows: [LogBackupTask]) -> LogBackupTask? {
        let areAllTimed = rows.allSatisfy { $0.createTime != nil }
        return rows.reduce(nil) { best, row in
            guard let best else { return row }
            if areAllTimed, let began = row.createTime, let bestBegan = best.createTime,
                began != bestBegan
            {
                return began > bestBegan ? row : best
            }
            return (row.checkpoint ?? -.infinity) > (best.checkpoint ?? -.infinity) ? row : best
        }
    }
}
