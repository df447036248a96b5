/// Reads `defaults` and `thresholds`.
enum ThresholdReader {
    /// Reads both; what is wrong is noted.
    static func read(_ root: ConfigurationObject) -> ThresholdRules {
        var result = ThresholdRules()
        if let object = root.object("defaults", keys: ConfigurationKeys.limits) {
            result.defaults = thresholds(of: readLimits(object), in: result)
            checkOrder(result.defaults, object)
        }
        var catchAll: String?
        let rules = root.objects("thresholds", keys: ConfigurationKeys.threshold) { object in
            if let catchAll {
                root.reader.problems.add(
                    object.path,
                    "has no effect, because \(catchAll) matches every cluster: the first match wins"
                )
            }
            var rule = readLimits(object)
            checkOrder(thresholds(of: rule, in: result), object)
            rule.ocp = object.pattern("ocp")
            rule.clusterName = object.pattern("ob_cluster_name")
            rule.tenantName = object.pattern("ob_tenant_name")
            if ["ocp", "ob_cluster_name", "ob_tenant_name"].allSatisfy({ !object.has($0) }) {
                catchAll = catchAll ?? object.path
            }
            return rule
        }
        result.rules = rules?.compactMap(\.self) ?? []
        return result
    }

    private static func readLimits(_ object: ConfigurationObject) -> ThresholdRules.Rule {
        var rule = ThresholdRules.Rule()
        let range = SettingRange.threshold
        rule.logBackupDelay = object.duration("log_backup_delay", in: range)?.seconds
        rule.logBackupDelayCritical =
            object.duration("log_backup_delay_critical", in: range)?.seconds
        rule.dataBackupAge = object.duration("data_backup_age", in: range)?.seconds
        rule.backupSizeDrop = object.share("backup_size_drop")
        rule.dataBackupDuration = object.duration("data_backup_duration", in: range)?.seconds
        rule.restoreAge = object.duration("restore_age", in: range)?.seconds
        rule.isBackupExpected = object.bool("backup_expected")
        return rule
    }

    /// What a rule without patterns comes to.
    private static func thresholds(
        of rule: ThresholdRules.Rule,
        in rules: ThresholdRules
    ) -> Thresholds {
        var alone = rules
        alone.rules = [rule]
        return alone.thresholds(ocp: "", clusterName: "")
    }

    private static func checkOrder(_ thresholds: Thresholds, _ object: ConfigurationObject) {
        guard thresholds.logBackupDelayCritical < thresholds.logBackupDelay else { return }
        object.problem("log_backup_delay_critical", "must not be below log_backup_delay")
    }
}
