import OCP

/// What the data backup tasks of a subject inside the look-back come to.
struct DataBackups: Sendable {
    /// What is known of the backups of one type.
    struct OfType: Sendable {
        /// The task that succeeded last: when it ended, which moment it holds, and how long it took.
        var lastSuccess: (finish: Double, snapshot: Double?, duration: Double?)?
        /// When the last failed one ended, in seconds since 1970.
        var lastFailure: Double?
        /// Failed ones after the last success.
        var failuresSinceSuccess = 0
    }

    /// By type, in alphabetical order.
    var types: [(name: String, facts: OfType)] = []
    /// The task that began last.
    var newest: DataBackupTask?
    /// OCP's own words about the last task that failed and was not made good by a later one of its type.
    var lastError: String?
    /// When the earliest of those under way began, in seconds since 1970.
    var runningSince: Double?

    /// OCP is asked for tasks of so many more seconds than count, for which time of a task it compares
    /// is not documented.
    static let margin = 7 * 86_400.0

    /// Looks at tasks.
    ///
    /// - Parameters:
    ///   - rows: in any order.
    ///   - start: what ended, or at least began, before that does not count, in seconds since 1970.
    init(_ rows: [DataBackupTask], since start: Double) {
        let inside = rows.filter { row in
            row.time.map { $0 >= start || row.isRunning } ?? false
        }
        newest = inside.filter { $0.startTime != nil }.max { $0.order < $1.order }
        runningSince = inside.lazy.filter(\.isRunning).compactMap(\.startTime).min()
        types = Dictionary(grouping: inside, by: \.type).sorted { $0.key < $1.key }
            .map { ($0.key, OfType($0.value)) }
        let unmended = Set(types.lazy.filter { $0.facts.failuresSinceSuccess > 0 }.map(\.name))
        lastError =
            inside.filter { $0.errorMessage != nil && unmended.contains($0.type) }
            .max { $0.order(by: $0.time) < $1.order(by: $1.time) }?.errorMessage
    }
}

extension DataBackups.OfType {
    /// Looks at the tasks of one type.
    fileprivate init(_ rows: [DataBackupTask]) {
        let done = rows.filter { $0.status == "DONE" && $0.finishTime != nil }
            .max { $0.order(by: $0.finishTime) < $1.order(by: $1.finishTime) }
        let failed = rows.filter { $0.status == "FAILED" }
        lastFailure = failed.lazy.compactMap(\.finishTime).max()
        if let done, let finish = done.finishTime {
            // OCP's times have microseconds: more digits would only be noise.
            let duration = done.startTime.map { ((finish - $0) * 1e6).rounded() / 1e6 }
            let isSane = duration.map { $0 >= 0 } ?? false
            lastSuccess = (finish, done.snapshotVersionTime, isSane ? duration : nil)
            failuresSinceSuccess = failed.count { $0.time.map { $0 > finish } ?? false }
        } else {
            failuresSinceSuccess = failed.count
        }
    }
}

extension DataBackupTask {
    /// When it ended or, where OCP does not say, began, in seconds since 1970.
    var time: Double? { finishTime ?? startTime }

    /// Whether it is under way.
    var isRunning: Bool {
        switch status {
        case "BEGINNING", "INITIALIZING", "DOING", "CANCELING": true
        default: false
        }
    }

    /// By when it began, then by its number.
    fileprivate var order: (Double, Int64) { order(by: startTime) }

    fileprivate func order(by time: Double?) -> (Double, Int64) {
        (time ?? -.infinity, taskId ?? .min)
    }
}
