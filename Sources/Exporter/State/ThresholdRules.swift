/// What counts as late, for clusters by name: the first rule that matches, then the defaults.
package struct ThresholdRules: Sendable, Equatable {
    /// One rule; what it leaves out comes from the defaults.
    package struct Rule: Sendable, Equatable {
        package var ocp: Pattern?
        package var clusterName: Pattern?
        package var logBackupDelay: Double?
        package var logBackupDelayCritical: Double?
        package var dataBackupAge: Double?
        package var backupSizeDrop: Double?

        /// A rule for every cluster that changes nothing.
        package init() {}
    }

    /// In the order of the configuration.
    package var rules: [Rule] = []
    /// For clusters that no rule matches.
    package var defaults = Thresholds()

    /// No rules, and the built-in defaults.
    package init() {}

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
package struct Thresholds: Sendable, Equatable {
    /// Log backup delay in seconds that is worth a warning.
    package var logBackupDelay: Double = 600
    /// Log backup delay in seconds that is critical.
    package var logBackupDelayCritical: Double = 3600
    /// Age of the newest data backup in seconds.
    package var dataBackupAge: Double = 8 * 86400
    /// Share of its recent largest size below which the backup has shrunk suspiciously, 0 to 1.
    package var backupSizeDrop: Double = 0.5
}
