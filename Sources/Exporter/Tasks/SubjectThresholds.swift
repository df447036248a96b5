import OCP

/// What counts as late for a subject, value by value, and who says so.
struct SubjectThresholds: Sendable {
    /// Where a threshold comes from: the label `source`.
    enum Source: String, Sendable, CaseIterable {
        /// The rule of the configuration that matches.
        case configuration
        /// OCP's own backup strategy.
        case strategy
        /// The configuration's `defaults`, or what is built in.
        case `default`
    }

    /// A threshold and its source.
    struct Limit: Sendable, Equatable {
        var value: Double
        var source: Source
    }

    /// Log backup delay in seconds that is worth a warning, and that is critical.
    var logBackupDelay: Limit?
    var logBackupDelayCritical: Limit?
    /// Age in seconds of the last data backup that succeeded.
    var dataBackupAge: Limit?
    /// Seconds that a data backup may run.
    var dataBackupDuration: Limit?
    /// Age in seconds of the last restore that succeeded; nil where nobody watches that.
    var restoreAge: Limit?

    /// No thresholds.
    init() {}

    /// Puts them together: the first who says something counts.
    ///
    /// - Parameters:
    ///   - rule: of the configuration.
    ///   - strategy: OCP's own.
    ///   - defaults: nil as long as the strategy may still say something.
    ///   - proportion: how many times the warning the critical delay is, unless it is set.
    init(
        _ rule: ThresholdRules.Rule?,
        _ strategy: BackupStrategy?,
        _ defaults: Thresholds?,
        proportion: Double
    ) {
        func first(_ configured: Double?, _ own: Double?, _ rest: Double?) -> Limit? {
            configured.map { Limit(value: $0, source: .configuration) }
                ?? own.map { Limit(value: $0, source: .strategy) }
                ?? rest.map { Limit(value: $0, source: .default) }
        }
        logBackupDelay = first(
            rule?.logBackupDelay,
            strategy?.logBackupDelay,
            defaults?.logBackupDelay
        )
        logBackupDelayCritical =
            first(rule?.logBackupDelayCritical, nil, nil)
            ?? logBackupDelay.map { Limit(value: $0.value * proportion, source: $0.source) }
        dataBackupAge = first(
            rule?.dataBackupAge,
            strategy?.dataBackupAge,
            defaults?.dataBackupAge
        )
        dataBackupDuration = first(
            rule?.dataBackupDuration,
            strategy?.dataBackupDuration,
            defaults?.dataBackupDuration
        )
        restoreAge = first(rule?.restoreAge, nil, defaults?.restoreAge)
    }
}
