import OCP

/// What may be wrong with the backup of a cluster: a row for each alert about clusters.
///
/// The status page, the picture of the demo and `doctor` judge by these rows alone; a test plays
/// every scenario of the simulator and compares them with `dashboards/prometheus/alerts.yaml`.
package struct Condition: Sendable {
    /// How bad it is, as the alert's label says.
    package enum Severity: String, Sendable {
        case warning, critical
    }

    /// The alert's name.
    package let alert: String
    package let severity: Severity
    /// How long it must last before it counts, in seconds: the rule's `for`.
    package let patience: Double
    /// What it is called once it counts.
    let words: String
    /// What it is called before, and by who looks only once.
    let earlyWords: String
    /// The alert of which nothing more need be said while this one counts.
    let outdone: String?
    /// Where it holds.
    let find: @Sendable (Situation) -> [Sighting]

    /// A place where a condition holds: a series, for the rule.
    struct Sighting {
        /// The tenant, where OCP's answer names one.
        var tenant: String?
        /// For how many seconds at least, by what OCP said; it may have held before.
        var age = 0.0
        /// What more there is to say.
        var detail: String?
    }

    private init(
        _ name: String,
        _ severity: Severity,
        for patience: Double,
        _ words: String,
        early: String? = nil,
        outdoing outdone: String? = nil,
        find: @escaping @Sendable (Situation) -> [Sighting]
    ) {
        alert = "OceanBaseBackup\(name)"
        self.severity = severity
        self.patience = patience
        self.words = words
        earlyWords = early ?? words
        self.outdone = outdone.map { "OceanBaseBackup\($0)" }
        self.find = find
    }

    private static let minute = 60.0
    private static let hour = 60 * minute
    private static let day = 24 * hour
}

extension Condition {
    /// The rows, critical ones first.
    ///
    /// One alert about clusters is missing: `OceanBaseBackupSizeDropped` compares with the largest
    /// size of seven days, which only Prometheus remembers.
    package static let all: [Condition] = [
        Condition(
            "LogDelayCritical",
            .critical,
            for: 5 * minute,
            "log backup far behind",
            outdoing: "LogDelayHigh"
        ) { $0.delays(above: $0.thresholds.logBackupDelayCritical) },
        Condition(
            "LogCheckpointStuck",
            .critical,
            for: 5 * minute,
            "log backup far behind",
            outdoing: "LogDelayHigh"
        ) { situation in
            guard situation.isBackupExpected else { return [] }
            return situation.ages(
                .logCheckpoint,
                above: situation.thresholds.logBackupDelayCritical
            )
        },
        Condition("DataBackupTooOld", .critical, for: 10 * minute, "data backup too old") {
            situation in
            guard situation.isBackupExpected else { return [] }
            return situation.ages(.dataBackup, above: situation.thresholds.dataBackupAge)
        },
        Condition("ScheduleAbnormal", .critical, for: 5 * minute, "schedule abnormal") {
            $0.states("ABNORMAL") { $0.backupScheduleStatus }
        },
        Condition("LogDelayHigh", .warning, for: 10 * minute, "log backup late") {
            $0.delays(above: $0.thresholds.logBackupDelay)
        },
        Condition("SchedulePaused", .warning, for: hour, "schedule paused") {
            $0.states("PAUSED") { $0.backupScheduleStatus }
        },
        Condition("PrimaryWithoutStrategy", .warning, for: hour, "no backup strategy") {
            $0.states("NO_BACKUP_STRATEGY") { $0.obClusterBackupStatus }
        },
        // Where backups are made tenant by tenant, the overview of the cluster need not name one.
        Condition(
            "NeverBackedUp",
            .warning,
            for: day,
            "never backed up",
            early: "no data backup yet"
        ) { situation in
            let isNamed = situation.current.contains { entry in
                entry.overview.lastDataBackupTime != nil
                    || entry.overview.backupDimension == "TENANT"
            }
            if isNamed { return [] }
            return situation.states("HAS_BACKUP_STRATEGY") { $0.obClusterBackupStatus }
        },
        Condition("DataStale", .warning, for: 2 * minute, "last answer too old") { situation in
            guard let end = situation.end, situation.now.uptime > end else { return [] }
            return [Sighting(age: situation.now.uptime - end)]
        },
        // While OCP itself cannot be read, that is said of OCP.
        Condition("ClusterNotReadable", .warning, for: 15 * minute, "not readable") { situation in
            guard situation.isOCPUp, let failure = situation.failure else { return [] }
            return [Sighting(detail: "\(failure)")]
        },
    ]
}
