/// What counts as late, for clusters by name: the first rule that matches, then the defaults.
struct ThresholdRules: Sendable, Equatable {
    /// One rule; what it leaves out comes from the defaults.
    struct Rule: Sendable, Equatable {
        var ocp: Pattern?
        var clusterName: Pattern?
        var logBackupDelay: Double?
        var logBackupDelayCritical: Double?
        var dataBackupAge: Double?
        var backupSizeDrop: Double?
    }

    /// In the order of the configuration.
    var rules: [Rule] = []
    /// For clusters that no rule matches.
    var defaults = Thresholds()

    /// The thresholds of one cluster.
    func thresholds(ocp: String, clusterName: String) -> Thresholds {
        finder(ocp: ocp).thresholds(clusterName: clusterName)
    }

    /// The rules ready to be tried on many clusters of one OCP, by one task.
    func finder(ocp: String) -> Finder {
        Finder(
            rules: rules.filter { $0.ocp?.matcher.matches(ocp) ?? true }
                .map { ($0.clusterName?.matcher, thresholds(of: $0)) },
            defaults: defaults
        )
    }

    /// Finds thresholds by the names of clusters.
    struct Finder {
        fileprivate let rules: [(name: Pattern.Matcher?, thresholds: Thresholds)]
        fileprivate let defaults: Thresholds

        /// The thresholds of one cluster.
        func thresholds(clusterName: String) -> Thresholds {
            rules.first { $0.name?.matches(clusterName) ?? true }?.thresholds ?? defaults
        }
    }

    private func thresholds(of rule: Rule) -> Thresholds {
        var thresholds = defaults
        if let delay = rule.logBackupDelay {
            thresholds.logBackupDelay = delay
            // A cluster that may be later than most is critical later than most, too.
            thresholds.logBackupDelayCritical =
                delay * (defaults.logBackupDelayCritical / defaults.logBackupDelay)
        }
        thresholds.logBackupDelayCritical =
            rule.logBackupDelayCritical ?? thresholds.logBackupDelayCritical
        thresholds.dataBackupAge = rule.dataBackupAge ?? thresholds.dataBackupAge
        thresholds.backupSizeDrop = rule.backupSizeDrop ?? thresholds.backupSizeDrop
        return thresholds
    }
}

/// What counts as late for one cluster; alert rules compare with these, and hold no numbers.
struct Thresholds: Sendable, Equatable {
    /// Log backup delay in seconds that is worth a warning.
    var logBackupDelay: Double = 600
    /// Log backup delay in seconds that is critical.
    var logBackupDelayCritical: Double = 3600
    /// Age of the newest data backup in seconds.
    var dataBackupAge: Double = 8 * 86400
    /// Share of its recent largest size below which the backup has shrunk suspiciously, 0 to 1.
    var backupSizeDrop: Double = 0.5
}
