import OCP

/// A tenant as the status page and the picture show it.
struct TenantRow {
    let name: String
    let id: Int64
    let health: Judgement.Health
    /// What is said of it.
    let words: String
    /// The log archive's delay now in seconds.
    let delay: Double?
    /// Seconds since a data backup succeeded last.
    let successAge: Double?
    /// OCP's own words about the task that failed last.
    let error: String?

    /// Looks at a tenant; nil for a cluster.
    init?(_ situation: SubjectSituation) {
        guard let tenant = situation.facts.tenant else { return nil }
        name = tenant.name ?? ""
        id = tenant.id
        let findings = situation.findings
        let isBad = findings.contains { $0.condition.severity == .critical }
        health = isBad ? .bad : findings.isEmpty ? .good : .warn
        words =
            findings.isEmpty
            ? Self.goodWords(situation) : findings.map(\.words).joined(separator: ", ")
        delay = situation.delay
        successAge = situation.lastSuccess.map { situation.now.time - $0 }
        error = situation.log?.current?.errorMessage ?? situation.data?.lastError
    }

    private static func goodWords(_ situation: SubjectSituation) -> String {
        if !situation.facts.isAsked {
            return situation.facts.tenant?.status?.lowercased() ?? "not asked"
        }
        if !situation.facts.isBackupExpected { return "no backup is expected" }
        if situation.facts.lastSuccesses.isEmpty { return "not asked yet" }
        return situation.isPrimary
            ? "good" : "good, \(situation.facts.tenant?.role?.lowercased() ?? "a standby")"
    }

    /// Worst first: by health, then by delay, then by age, then by id.
    func isWorse(than other: TenantRow) -> Bool {
        rank == other.rank ? id < other.id : rank < other.rank
    }

    private var rank: (Int, Double, Double) {
        (health.rank, -(delay ?? 0), -(successAge ?? 0))
    }
}

extension Judgement.Health {
    /// 0 for the worst.
    var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
