/// What OCP would say of a cluster's backup at a moment; scenarios change it.
struct BackupState: Sendable, Equatable {
    let cluster: Cluster
    let moment: Moment
    var hasStrategy = true
    var scheduleStatus = "NORMAL"
    var clusterStatus = "RUNNING"
    var compactionStatus = "IDLE"
    /// True where the answer names a tenant.
    var namesTenant = false
    /// How long ago the newest data backup began, in simulated milliseconds.
    var dataBackupAge: Int64?
    /// How far the log backup is behind, in simulated milliseconds.
    var logBackupAge: Int64?
    /// In the cluster's unit.
    var size: Double?
    /// How many of the newest data backups of the whole cluster failed.
    var failedDataBackups: Int64 = 0
    /// Why OCP could not query the cluster, for the list of clusters.
    var queryFailure: String?

    /// The state of a cluster whose backup is as it should be.
    ///
    /// A data backup begins every day, the log backup is 8 to 108 seconds behind, as OceanBase's
    /// default `archive_lag_target` of 120 s makes it, and the size is refreshed every 180 minutes.
    init(calm cluster: Cluster, at moment: Moment) {
        self.cluster = cluster
        self.moment = moment
        let hash = cluster.hash
        let elapsed = moment.elapsed
        let logPhase = hash.number(.logPhase, below: 100 * Span.second)
        let dataPhase = hash.number(.dataPhase, below: Span.day)
        logBackupAge = 8 * Span.second + (elapsed + logPhase) % (100 * Span.second)
        dataBackupAge = (elapsed + dataPhase) % Span.day
        let compactionPhase = hash.number(.compaction, below: Span.day)
        if (elapsed + compactionPhase) % Span.day < Span.hour {
            compactionStatus = cluster.isBackedUpByTenant ? "COMPACTING" : "MERGING"
        }
        namesTenant = cluster.isBackedUpByTenant
        let collected = elapsed - elapsed % (180 * Span.minute)
        // A week of growth, then the expired backups are cleaned up.
        let growth = Double((collected + dataPhase) % (7 * Span.day)) / Double(7 * Span.day)
        let steps = Double(hash.number(.size, below: 1000))
        size =
            Self.largestSize(in: cluster.sizeUnit) * (0.02 + 0.00091 * steps) * (1 + 0.08 * growth)
    }

    /// About the largest backup that is reported in a unit.
    private static func largestSize(in unit: String) -> Double {
        switch unit {
        case "PB": 3
        case "TB": 80
        default: 900
        }
    }

    /// An age that grows from a span and starts again at 0 when it reaches another.
    ///
    /// The cluster's phase keeps a fleet from moving in step; it is at most a minute.
    func age(from first: Int64, every period: Int64) -> Int64 {
        (first + cluster.hash.number(.dataPhase, below: Span.minute) + moment.elapsed) % period
    }

    /// Takes the backup strategy away, and with it what there was of backups.
    mutating func dropStrategy() {
        hasStrategy = false
        scheduleStatus = "NONE"
        forgetBackups()
    }

    /// Leaves out what OCP does not have where nothing is backed up.
    mutating func forgetBackups() {
        dataBackupAge = nil
        logBackupAge = nil
        size = nil
    }
}
