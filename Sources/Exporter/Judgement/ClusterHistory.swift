import OCP

/// What a judgement needs to know of a cluster's past: since when, and what was known last.
///
/// It survives polls that fail and changes of the configuration, and begins anew with the process.
struct ClusterHistory: Sendable {
    /// A time in an overview that is worth knowing when OCP no longer names it.
    enum NamedTime: CaseIterable {
        case logCheckpoint, dataBackup

        /// The time in seconds since 1970.
        func read(_ overview: BackupOverview) -> Double? {
            switch self {
            case .logCheckpoint: overview.latestLogBackupCheckpoint
            case .dataBackup: overview.lastDataBackupTime
            }
        }
    }

    /// A condition at a place: a series of its alert.
    private struct Series: Hashable {
        var alert: String
        var tenant: String?
    }

    /// An answer that named a time.
    struct Answer {
        var overviews: [ClusterSnapshot.LabelledOverview]
        /// Until when it counts, in seconds of uptime.
        var until: Double
    }

    /// Since when a condition has been seen to hold, in seconds of uptime.
    private var since: [Series: Double] = [:]
    private var logCheckpoint: Answer?
    private var dataBackup: Answer?
    /// False once the last answer that tells said that it is a standby, or has no strategy.
    private(set) var isBackupExpected = true

    /// For how long after it was served a time is worth knowing, in seconds: the rules' memory.
    private static let memory = 86400.0

    /// The last answer that named a time.
    private(set) subscript(time: NamedTime) -> Answer? {
        get {
            switch time {
            case .logCheckpoint: logCheckpoint
            case .dataBackup: dataBackup
            }
        }
        set {
            switch time {
            case .logCheckpoint: logCheckpoint = newValue
            case .dataBackup: dataBackup = newValue
            }
        }
    }

    /// Since when a condition holds, in seconds of uptime.
    func start(_ condition: Condition, _ sighting: Condition.Sighting, now: Instant) -> Double {
        let seen = since[Series(alert: condition.alert, tenant: sighting.tenant)] ?? now.uptime
        return min(seen, now.uptime - sighting.age)
    }

    /// Takes note of what holds at a moment, and forgets what no longer does.
    mutating func take(_ situation: Situation) {
        var holding: [Series: Double] = [:]
        for condition in Condition.all {
            for sighting in condition.find(situation) {
                let series = Series(alert: condition.alert, tenant: sighting.tenant)
                holding[series] = start(condition, sighting, now: situation.now)
            }
        }
        since = holding
        guard let end = situation.end, !situation.current.isEmpty else { return }
        isBackupExpected = Self.isBackupExpected(situation.current) ?? isBackupExpected
        for time in NamedTime.allCases
        where situation.current.contains(where: { time.read($0.overview) != nil }) {
            self[time] = Answer(overviews: situation.current, until: end + Self.memory)
        }
    }

    /// Whether an answer is about a backup that should be there; nil if it does not tell.
    static func isBackupExpected(_ overviews: [ClusterSnapshot.LabelledOverview]) -> Bool? {
        let tell = overviews.lazy.map(\.overview).filter {
            $0.obClusterType != nil || $0.obClusterBackupStatus != nil
        }
        if tell.isEmpty { return nil }
        return !tell.contains {
            $0.obClusterType == "STANDBY" || $0.obClusterBackupStatus == "NO_BACKUP_STRATEGY"
        }
    }
}

extension OCPSnapshot {
    /// Carries on what was known of each cluster, at the end of a round.
    ///
    /// - Parameters:
    ///   - before: the snapshot before this one; the clusters of both ascend by id.
    ///   - now: the moment.
    mutating func remember(_ before: OCPSnapshot, at now: Instant) {
        var next = before.clusters[...]
        for index in clusters.indices {
            next = next.drop { $0.id < clusters[index].id }
            var history = ClusterHistory()
            if let old = next.first, old.id == clusters[index].id { history = old.history }
            clusters[index].history = history
            history.take(Situation(clusters[index], of: self, now: now))
            clusters[index].history = history
        }
    }
}
