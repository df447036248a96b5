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
        let rule = rules.first { rule in
            (rule.ocp?.matches(ocp) ?? true) && (rule.clusterName?.matches(clusterName) ?? true)
        }
        guard let rule else { return defaults }
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
