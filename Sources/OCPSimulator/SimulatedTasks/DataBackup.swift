/// One data backup as OCP's task list tells of it.
struct DataBackup: Sendable, Equatable {
    /// The task's and the backup set's id, which count days.
    var id: Int64
    var isFull: Bool
    var status: String
    /// How long ago it began, in simulated milliseconds.
    var age: Int64
    /// How long it took; nil while it runs.
    var duration: Int64?
    /// Empty unless it failed.
    var message = ""
}

/// The data backups of a subject over the last 45 days: one a day, one of seven a full one.
///
/// Days are counted so that the last backup before the simulation began is that of day 45. Each
/// takes 20 to 60 minutes.
enum DataBackups {
    /// The day of the last backup before the simulation began; none runs at that moment.
    static let lastBeforeStart: Int64 = 45
    private static let history: Int64 = 45

    /// The data backups of a tenant.
    static func of(_ state: TenantState) -> [DataBackup] {
        guard state.hasTasks else { return [] }
        let hash = state.tenant.hash
        // A backup that went on for 30 hours when the simulation began is that of the day before.
        let phase = 6 * Span.hour + hash.number(.dataPhase, below: 18 * Span.hour)
        let time = lastBeforeStart * Span.day + phase + state.moment.elapsed
        var newest = time / Span.day
        if case .endless(let day) = state.trouble { newest = min(newest, day) }
        return (newest - history + 1...newest).map { day in
            var backup = DataBackup(
                id: day,
                isFull: (day + state.weekShift) % 7 == 0,
                hash: StableHash(seed: hash.number(.task), index: UInt64(bitPattern: day)),
                age: time - day * Span.day
            )
            switch state.trouble {
            case .allFail(let first) where day >= first: backup.fail(of: state.tenant.cluster)
            case .fullFails(let first) where day >= first && backup.isFull:
                backup.fail(of: state.tenant.cluster)
            case .endless(day): backup.goOn()
            default: break
            }
            return backup
        }
    }

    /// The data backups of a whole cluster, before OceanBase 4: the newest one is the overview's.
    static func of(_ state: BackupState) -> [DataBackup] {
        guard let newestAge = state.dataBackupAge else { return [] }
        let hash = state.cluster.hash
        let newest = (400 * Span.day + state.moment.elapsed - newestAge) / Span.day
        return (0..<history).map { days in
            let day = newest - days
            var backup = DataBackup(
                id: day,
                isFull: day % 7 == 0,
                hash: StableHash(seed: hash.number(.task), index: UInt64(bitPattern: day)),
                age: newestAge + days * Span.day
            )
            if days < state.failedDataBackups { backup.fail(of: state.cluster) }
            return backup
        }
    }
}

extension DataBackup {
    /// A backup that went well, or still runs.
    fileprivate init(id: Int64, isFull: Bool, hash: StableHash, age: Int64) {
        let span = 20 * Span.minute + hash.number(.task, below: 40 * Span.minute)
        self.init(
            id: id,
            isFull: isFull,
            status: age < span ? "DOING" : "DONE",
            age: age,
            duration: age < span ? nil : span
        )
    }

    /// Makes the backup fail when it ends.
    fileprivate mutating func fail(of cluster: Cluster) {
        guard duration != nil else { return }
        status = "FAILED"
        message = TaskMessage.failure(in: cluster, task: id, "backup device is not accessible")
    }

    /// Makes the backup one that still runs.
    fileprivate mutating func goOn() {
        status = "DOING"
        duration = nil
    }
}

/// What OCP says of a task that failed: an address, OceanBase's code and its trace.
enum TaskMessage {
    /// The message, with an address of the range for documentation (RFC 5737).
    static func failure(in cluster: Cluster, task: Int64, _ words: String) -> String {
        let host = cluster.index * 3 % 254 + 1
        let trace = StableHash(seed: cluster.hash.number(.trace), index: UInt64(bitPattern: task))
            .number(.trace)
        return "ret=-9026, \(words): addr=192.0.2.\(host):2882, trace_id=Y"
            + String(trace, radix: 16, uppercase: true) + "-0-0"
    }
}
