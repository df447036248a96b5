import OCP

/// What may be wrong with the tasks of a subject: the one table by which the status page, the picture of
/// the demo and `doctor` judge tenants, and clusters before OceanBase 4 beside their overview.
struct SubjectCondition: Sendable {
    /// Tells conditions apart.
    let name: String
    let severity: Condition.Severity
    /// Whether it is looked for in clusters, too, whose overview does not tell it.
    let isOfClusters: Bool
    /// Says what is wrong; nil if nothing is.
    let find: @Sendable (SubjectSituation) -> String?

    private init(
        _ name: String,
        _ severity: Condition.Severity,
        isOfClusters: Bool = false,
        find: @escaping @Sendable (SubjectSituation) -> String?
    ) {
        self.name = name
        self.severity = severity
        self.isOfClusters = isOfClusters
        self.find = find
    }

    /// The conditions, critical ones first.
    static let all: [SubjectCondition] = [
        SubjectCondition("log archive interrupted or failed", .critical, isOfClusters: true) {
            situation in
            switch situation.log?.current?.status {
            case "INTERRUPTED": "log archive interrupted"
            case "FAILED": "log archive failed"
            default: nil
            }
        },
        SubjectCondition("log archive far behind", .critical) { situation in
            situation.isBehind(situation.limits.logBackupDelayCritical)
                ? "log archive far behind" : nil
        },
        SubjectCondition("no successful data backup", .critical, isOfClusters: true) { situation in
            guard situation.isPrimary, let limit = situation.limits.dataBackupAge,
                let data = situation.data, situation.facts.strategy?.level != "NONE"
            else { return nil }
            let last = data.types.compactMap(\.facts.lastSuccess?.finish).max()
            let start = last ?? situation.facts.tenant?.createTime
            guard let start, situation.now.time - start > limit.value else { return nil }
            let age = QuantityText.age(situation.now.time - start)
            return last == nil
                ? "no data backup has succeeded" : "no data backup has succeeded for \(age)"
        },
        SubjectCondition("log archive late", .warning) { situation in
            situation.isBehind(situation.limits.logBackupDelay)
                && !situation.isBehind(situation.limits.logBackupDelayCritical)
                ? "log archive late" : nil
        },
        SubjectCondition("log archive stopped", .warning) { situation in
            guard situation.isPrimary else { return nil }
            return situation.log?.current?.status == "STOPPED" ? "log archive stopped" : nil
        },
        SubjectCondition("log archive never started", .warning) { situation in
            guard situation.isPrimary, situation.facts.strategy?.level != "NONE" else { return nil }
            return situation.log?.count == 0 ? "log archive never started" : nil
        },
        SubjectCondition("data backup failed", .warning, isOfClusters: true) { situation in
            let failed = (situation.data?.types ?? []).filter { $0.facts.failuresSinceSuccess > 0 }
            guard situation.isPrimary, !failed.isEmpty else { return nil }
            let words = failed.map { type in
                let name = type.name.split(separator: "_").first.map { $0.lowercased() } ?? "data"
                let count = type.facts.failuresSinceSuccess
                return count == 1
                    ? "last \(name) backup failed" : "last \(count) \(name) backups failed"
            }
            return words.joined(separator: ", ")
        },
        SubjectCondition("data backup runs too long", .warning, isOfClusters: true) { situation in
            guard let start = situation.data?.runningSince,
                let limit = situation.limits.dataBackupDuration,
                situation.now.time - start > limit.value
            else { return nil }
            return "data backup runs for \(QuantityText.age(situation.now.time - start))"
        },
        SubjectCondition("no backup strategy", .warning) { situation in
            situation.isPrimary && situation.facts.strategy?.level == "NONE"
                ? "no backup strategy" : nil
        },
        SubjectCondition("schedule switched off", .warning) { situation in
            situation.isPrimary && situation.facts.strategy?.strategy?.isScheduleEnabled == false
                ? "schedule switched off" : nil
        },
        SubjectCondition("restore too long ago", .warning, isOfClusters: true) { situation in
            guard let limit = situation.limits.restoreAge else { return nil }
            let start = situation.facts.restored.lastSuccess ?? situation.facts.tenant?.createTime
            guard let start, situation.now.time - start > limit.value else { return nil }
            return situation.facts.restored.lastSuccess == nil
                ? "its backup was never restored"
                : "last restored \(QuantityText.age(situation.now.time - start)) ago"
        },
        // While OCP itself cannot be read, that is said of OCP.
        SubjectCondition("not readable", .warning, isOfClusters: true) { situation in
            guard situation.isOCPUp, let (collector, error) = situation.facts.failures.first else {
                return nil
            }
            return "\(collector.rawValue) not readable: \(error)"
        },
    ]
}

/// What is known of a subject at a moment, as the conditions look at it.
struct SubjectSituation {
    let facts: SubjectFacts
    /// Whether its backup is made here: a role that OCP does not send counts as primary, unless the
    /// cluster is a standby.
    let isPrimary: Bool
    let isOCPUp: Bool
    let now: Instant

    /// What is asked of both tasks and strategy, read once.
    let limits: SubjectThresholds

    /// Looks at a subject.
    init(_ facts: SubjectFacts, isStandbyCluster: Bool, isOCPUp: Bool, now: Instant) {
        self.facts = facts
        isPrimary = facts.tenant?.role.map { $0 == "PRIMARY" } ?? !isStandbyCluster
        self.isOCPUp = isOCPUp
        self.now = now
        limits = facts.limits
    }

    var log: LogBackups? { facts.logBackups.answer }
    var data: DataBackups? { facts.dataBackups.answer }

    /// The log archive's delay now in seconds: by the checkpoint, which does not stand still.
    var delay: Double? {
        log?.current?.checkpoint.map { now.time - $0 } ?? log?.current?.delay
    }

    /// When a data backup succeeded last, of whatever type.
    var lastSuccess: Double? { data?.types.compactMap(\.facts.lastSuccess?.finish).max() }

    /// Whether there is a log archive that is further behind than a limit.
    func isBehind(_ limit: SubjectThresholds.Limit?) -> Bool {
        guard let delay, let limit else { return false }
        return delay > limit.value
    }

    /// What is wrong, worst first; nothing where nobody wants a backup.
    var findings: [(condition: SubjectCondition, words: String)] {
        guard facts.isBackupExpected, facts.isAsked else { return [] }
        return SubjectCondition.all.compactMap { condition in
            guard facts.tenant != nil || condition.isOfClusters else { return nil }
            return condition.find(self).map { (condition, $0) }
        }
    }
}
