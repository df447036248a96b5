import OCP

/// What is to be thought of a cluster, by the conditions that the alert rules have as well.
struct Judgement {
    /// From worst to best.
    enum Health: String, CaseIterable {
        /// A critical condition has lasted long enough for its alert.
        case bad
        /// Another has, or one holds that has not lasted as long.
        case warn
        case good

        /// What a cluster is called that is like that.
        var word: String {
            switch self {
            case .bad: "bad"
            case .warn: "to look at"
            case .good: "good"
            }
        }
    }

    /// A condition that holds.
    struct Finding {
        let condition: Condition
        /// How long it has held, in seconds.
        let age: Double
        let detail: String?

        /// Whether it has lasted as long as its alert waits.
        var counts: Bool { age >= condition.patience }

        /// What it is called, without how long it has lasted.
        fileprivate var name: String {
            (counts ? condition.words : condition.earlyWords) + (detail.map { ": \($0)" } ?? "")
        }

        /// What it is called, and how long it has lasted where that does not count yet.
        fileprivate var words: String {
            // Of a first backup that is waited for, the name says it all.
            if counts || age < 60 || condition.earlyWords != condition.words { return name }
            let span = "\(condition.words) for \(QuantityText.age(age))"
            return span + (detail.map { ": \($0)" } ?? "")
        }
    }

    /// What holds: first what counts, critical before warning; the longest of each condition.
    let findings: [Finding]
    let health: Health
    /// What is said of the cluster.
    let words: String
    /// The same without how long anything has lasted, where there is little room.
    let briefWords: String

    /// Judges.
    init(_ situation: Situation) {
        let found = Condition.all.compactMap { Self.finding($0, situation) }
        findings = found.filter(\.counts) + found.filter { !$0.counts }
        let outdone = Set(findings.filter(\.counts).compactMap(\.condition.outdone))
        let told = findings.filter { !outdone.contains($0.condition.alert) }
        var remarks: [String] = []
        if let failure = situation.failure, !situation.isOCPUp {
            remarks.append("not readable: \(failure)")
        }
        if situation.answeredAt == nil, situation.failure == nil {
            remarks.append("not polled yet")
        }
        let isBad = findings.contains { $0.counts && $0.condition.severity == .critical }
        health = isBad ? .bad : told.isEmpty && remarks.isEmpty ? .good : .warn
        if health == .good { remarks = [situation.isStandby ? "good, a standby" : "good"] }
        words = Self.list(told.map(\.words) + remarks)
        briefWords = Self.list(told.map(\.name) + remarks)
    }

    /// Each text once, in order.
    private static func list(_ texts: [String]) -> String {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }.joined(separator: ", ")
    }

    private static func finding(_ condition: Condition, _ situation: Situation) -> Finding? {
        condition.find(situation).map { sighting in
            let start = situation.history.start(condition, sighting, now: situation.now)
            return Finding(
                condition: condition,
                age: situation.now.uptime - start,
                detail: sighting.detail
            )
        }.max { $0.age < $1.age }
    }

    /// Finds which alerts an answer would cause if it stayed as it is.
    ///
    /// - Parameters:
    ///   - answer: what OCP has just said of a cluster.
    ///   - thresholds: what counts as late for it.
    ///   - now: when it came.
    /// - Returns: their conditions, critical ones first; of those with the same words one.
    static func conditions(
        in answer: [BackupOverview],
        _ thresholds: Thresholds,
        now: Instant
    ) -> [Condition] {
        let situation = Situation(answer: answer, thresholds: thresholds, now: now)
        let found = Condition.all.filter { !$0.find(situation).isEmpty }
        let outdone = Set(found.compactMap(\.outdone))
        return found.filter { !outdone.contains($0.alert) }.reduce(into: []) { kept, condition in
            if !kept.contains(where: { $0.words == condition.words }) { kept.append(condition) }
        }
    }
}
