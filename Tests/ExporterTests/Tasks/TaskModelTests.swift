import OCP
import Testing

@testable import Exporter

/// What rows come to, compared with what other words for the same come to, over many random lists.
@Suite struct TaskModelTests {
    private static let start = 50.0
    private static let seeds = Array(1...400 as ClosedRange<UInt64>)

    /// A time that is missing now and then, from so few that many are equal.
    private static func time(_ numbers: inout SeededNumbers) -> Double? {
        Int.random(in: 0..<5, using: &numbers) == 0
            ? nil : Double(Int.random(in: 1...100, using: &numbers))
    }

    private static func logRows(_ numbers: inout SeededNumbers) -> [LogBackupTask] {
        let states = [nil, "INPROGRESS", "STOPPING", "STARTING", "STOPPED", "FAILED", "NEW"]
        return (0..<Int.random(in: 0...9, using: &numbers)).map { _ in
            .row(
                states.randomElement(using: &numbers).flatMap(\.self),
                from: time(&numbers),
                to: time(&numbers)
            )
        }
    }

    private static func dataRows(_ numbers: inout SeededNumbers) -> [DataBackupTask] {
        let states = [
            nil, "DOING", "CANCELING", "DONE", "DONE", "DONE", "FAILED", "FAILED", "OVERDUE",
        ]
        let types = [DataBackupTask.full, DataBackupTask.incremental, ""]
        return (0..<Int.random(in: 0...20, using: &numbers)).map { index in
            .row(
                states.randomElement(using: &numbers).flatMap(\.self),
                types.randomElement(using: &numbers) ?? "",
                from: time(&numbers),
                to: time(&numbers),
                id: Int64(index)
            )
        }.shuffled(using: &numbers)
    }

    /// The best rows of some: by when they began if all say so, and then by how far they came.
    private static func best(_ rows: [LogBackupTask]) -> [LogBackupTask] {
        let isTimed = !rows.contains { $0.createTime == nil }
        let began = rows.compactMap(\.createTime).sorted().last
        let last = isTimed ? rows.filter { $0.createTime == began } : rows
        let furthest = last.map { $0.checkpoint ?? -1 }.sorted().last
        return last.filter { $0.checkpoint ?? -1 == furthest }
    }

    @Test(arguments: seeds)
    func theCurrentLogRowIsTheModels(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let rows = Self.logRows(&numbers)
        let running = rows.filter {
            ["BEGINNING", "STARTING", "INPROGRESS", "STOPPING"].contains($0.status ?? "")
        }
        let ended = rows.filter { row in !running.contains { $0 == row } }
        let backups = LogBackups(rows)
        #expect(backups.count == rows.count)
        let finalists = Self.best(
            Array(Self.best(running).prefix(1)) + Self.best(ended).prefix(1)
        )
        #expect(backups.current == finalists.first)
    }

    /// Rows that are told apart by their checkpoints.
    @Test(arguments: seeds)
    func theOrderOfLogRowsDoesNotMatter(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        var rows = Self.logRows(&numbers)
        for index in rows.indices { rows[index].checkpoint = Double(index) }
        let current = LogBackups(rows.shuffled(using: &numbers)).current
        #expect(current == LogBackups(rows).current)
        #expect((current == nil) == rows.isEmpty)
    }

    @Test(arguments: seeds)
    func theValuesOfDataBackupsAreTheModels(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let rows = Self.dataRows(&numbers)
        let backups = DataBackups(rows, since: Self.start)
        let isRunning = { (row: DataBackupTask) in
            ["DOING", "CANCELING"].contains(row.status ?? "")
        }
        let inside = rows.filter { row in
            guard let end = row.finishTime ?? row.startTime else { return false }
            return isRunning(row) || end >= Self.start
        }
        let begun = inside.filter { $0.startTime != nil }
            .sorted { ($0.startTime ?? 0, $0.taskId ?? 0) < ($1.startTime ?? 0, $1.taskId ?? 0) }
        #expect(backups.newest == begun.last)
        #expect(backups.runningSince == begun.first(where: isRunning)?.startTime)
        #expect(backups.types.map(\.name) == Set(inside.map(\.type)).sorted())
        for (type, facts) in backups.types {
            let done = inside.filter {
                $0.type == type && $0.status == "DONE" && $0.finishTime != nil
            }
            .sorted { ($0.finishTime ?? 0, $0.taskId ?? 0) < ($1.finishTime ?? 0, $1.taskId ?? 0) }
            let failed = inside.filter { $0.type == type && $0.status == "FAILED" }
            let after = failed.filter { row in
                done.last.map { $0.finishTime ?? 0 < row.finishTime ?? row.startTime ?? 0 } ?? true
            }
            #expect(facts.lastSuccess?.finish == done.last?.finishTime)
            #expect(facts.lastFailure == failed.compactMap(\.finishTime).sorted().last)
            #expect(facts.failuresSinceSuccess == after.count)
            let took = done.last.flatMap { row in
                row.startTime.map { (row.finishTime ?? 0) - $0 }
            }
            #expect(facts.lastSuccess?.duration == took.flatMap { $0 < 0 ? nil : $0 })
        }
    }

    @Test(arguments: seeds.prefix(100))
    func theOrderOfDataRowsDoesNotMatter(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let rows = Self.dataRows(&numbers)
        let ordered = DataBackups(
            rows.sorted { ($0.taskId ?? 0) < ($1.taskId ?? 0) },
            since: Self.start
        )
        let shuffled = DataBackups(rows.shuffled(using: &numbers), since: Self.start)
        #expect("\(ordered)" == "\(shuffled)")
    }
}
