/// What counts as late, for clusters and tenants by name: the first rule that matches, then the defaults.
struct ThresholdRules: Sendable, Equatable {
    /// One rule; what it leaves out comes from the defaults.
    struct Rule: Sendable, Equatable {
        var ocp: Pattern?
        var clusterName: Pattern?
        /// A rule with one is about tenants alone.
        var tenantName: Pattern?
        var logBackupDelay: Double?
        var logBackupDelayCritical: Double?
        var dataBackupAge: Double?
        var backupSizeDrop: Double?
        var dataBackupDuration: Double?
        var restoreAge: Double?
        var isBackupExpected: Bool?
    }

    /// In the order of the configuration.
    var rules: [Rule] = []
    /// For clusters that no rule matches.
    var defaults = Thresholds()

    /// The thresholds of one cluster.
    func thresholds(ocp: String, clusterName: String) -> Thresholds {
        finder(ocp: ocp).thresholds(clusterName: clusterName)
    }

    /// The largest age in seconds at which a data backup counts as too old.
    var largestDataBackupAge: Double {
        rules.lazy.compactMap(\.dataBackupAge).reduce(defaults.dataBackupAge, max)
    }

    /// The rules ready to be tried on many clusters of one OCP, by one task.
    func finder(ocp: String) -> Finder {
        Finder(
            rules: rules.filter { $0.ocp?.matcher.matches(ocp) ?? true }.map {
                Finder.Candidate(
                    cluster: $0.clusterName?.matcher,
                    tenant: $0.tenantName?.matcher,
                    rule: $0,
                    thresholds: thresholds(of: $0)
                )
            },
            defaults: defaults
        )
    }

    /// Finds thresholds by the names of clusters and tenants.
    struct Finder {
        /// A rule that is ready.
        fileprivate struct Candidate {
            var cluster: Pattern.Matcher?
            var tenant: Pattern.Matcher?
            var rule: Rule
            var thresholds: Thresholds

            /// Whether it is about a cluster or, where a name is given, a tenant.
            func matches(_ clusterName: String, _ tenantName: String?) -> Bool {
                if let tenant, tenantName.map(tenant.matches) != true { return false }
                return cluster?.matches(clusterName) ?? true
            }
        }

        fileprivate let rules: [Candidate]
        fileprivate let defaults: Thresholds

        /// The thresholds of one cluster.
        func thresholds(clusterName: String) -> Thresholds {
            rules.first { $0.matches(clusterName, nil) }?.thresholds ?? defaults
        }

        /// The rule that is about a cluster or, where a name is given, about a tenant of it.
        func rule(clusterName: String, tenantName: String? = nil) -> Rule? {
            rules.first { $0.matches(clusterName, tenantName) }?.rule
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
        thresholds.dataBackupDuration = rule.dataBackupDuration ?? thresholds.dataBackupDuration
        thresholds.restoreAge = rule.restoreAge ?? thresholds.restoreAge
        thresholds.isBackupExpected = rule.isBackupExpected ?? thresholds.isBackupExpected
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
    /// Seconds that a data backup may run.
    var dataBackupDuration: Double = 86400
    /// Age of the last restore that succeeded, in seconds; nil where nobody watches that.
    var restoreAge: Double?
    /// Whether somebody wants a backup.
    var isBackupExpected = true
}
