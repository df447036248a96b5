import OCP

/// A cluster as the status page shows it.
struct StatusRow {
    /// From worst to best.
    enum Health: String, CaseIterable {
        case bad, warn, good

        /// What a cluster is called that is like that.
        var word: String {
            switch self {
            case .bad: "bad"
            case .warn: "to look at"
            case .good: "good"
            }
        }
    }

    let ocp: String
    let cluster: ClusterSnapshot
    let health: Health
    let words: String
    /// The log backup's delay now in seconds: by the checkpoint, which does not stand still.
    let delay: Double?
    /// Seconds since the newest data backup.
    let dataBackupAge: Double?
    /// In bytes.
    let size: Double?

    /// Every cluster, worst first.
    static func all(_ ocps: [OCPSnapshot], now: Double) -> [StatusRow] {
        ocps.flatMap { ocp in
            ocp.clusters.map { StatusRow(ocp: ocp.name, cluster: $0, now: now) }
        }.sorted { $0.isWorse(than: $1) }
    }

    /// Judges a cluster by its own thresholds.
    init(ocp: String, cluster: ClusterSnapshot, now: Double) {
        self.ocp = ocp
        self.cluster = cluster
        let overviews = cluster.overviews.map(\.overview)
        delay =
            overviews.compactMap(\.latestLogBackupCheckpoint).min().map { now - $0 }
            ?? overviews.compactMap(\.logBackupDelaySeconds).max()
        dataBackupAge = overviews.compactMap(\.lastDataBackupTime).min().map { now - $0 }
        let sizes = overviews.compactMap(\.backupSizeBytes)
        size = sizes.isEmpty ? nil : sizes.reduce(0, +)
        (health, words) = Self.judge(cluster, overviews, delay, dataBackupAge)
    }

    private static func judge(
        _ cluster: ClusterSnapshot,
        _ overviews: [BackupOverview],
        _ delay: Double?,
        _ dataBackupAge: Double?
    ) -> (Health, String) {
        if let failure = cluster.overview.failure {
            return (.bad, "not readable: \(failure)")
        }
        guard cluster.overview.lastSuccess != nil else { return (.warn, "not polled yet") }
        guard !overviews.isEmpty else { return (.bad, "last answer too old") }
        var bad: [String] = []
        var warn: [String] = []
        if let delay, delay > cluster.thresholds.logBackupDelay {
            delay > cluster.thresholds.logBackupDelayCritical
                ? bad.append("log backup far behind") : warn.append("log backup late")
        }
        if let dataBackupAge, dataBackupAge > cluster.thresholds.dataBackupAge {
            bad.append("data backup too old")
        }
        for overview in overviews {
            switch overview.backupScheduleStatus {
            case "ABNORMAL": bad.append("schedule abnormal")
            case "PAUSED": warn.append("schedule paused")
            default: break
            }
            if overview.obClusterType != "STANDBY",
                overview.obClusterBackupStatus == "NO_BACKUP_STRATEGY"
            {
                warn.append("no backup strategy")
            }
            if overview.obClusterBackupStatus == "HAS_BACKUP_STRATEGY",
                overview.obClusterType != "STANDBY", overview.lastDataBackupTime == nil
            {
                bad.append("never backed up")
            }
        }
        let words = (bad + warn).joined(separator: ", ")
        if !bad.isEmpty { return (.bad, words) }
        guard warn.isEmpty else { return (.warn, words) }
        let isStandby = overviews.allSatisfy { $0.obClusterType == "STANDBY" }
        return (.good, isStandby ? "good, a standby" : "good")
    }

    /// Worst first: by health, then by delay, then by age, then by id.
    func isWorse(than other: StatusRow) -> Bool {
        let (left, right) = (rank, other.rank)
        return left == right ? cluster.id < other.cluster.id : left < right
    }

    private var rank: (Int, Double, Double) {
        (Health.allCases.firstIndex(of: health) ?? 0, -(delay ?? 0), -(dataBackupAge ?? 0))
    }
}
