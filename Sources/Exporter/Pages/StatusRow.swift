import OCP

/// A cluster as the status page shows it.
struct StatusRow {
    let ocp: String
    let cluster: ClusterSnapshot
    let judgement: Judgement
    /// The log backup's delay now in seconds: by the checkpoint, which does not stand still.
    let delay: Double?
    /// Seconds since the newest data backup.
    let dataBackupAge: Double?
    /// In bytes.
    let size: Double?
    /// Its tenants, worst first.
    let tenants: [TenantRow]
    /// Of the cluster or its worst tenant, whichever is worse.
    let health: Judgement.Health
    /// What is said of the cluster, and the same where there is little room.
    let words: String
    let briefWords: String

    /// Every cluster, worst first.
    static func all(_ ocps: [OCPSnapshot], now: Instant) -> [StatusRow] {
        ocps.flatMap { ocp in
            let subjects = Dictionary(grouping: ocp.tasks.subjects, by: \.facts.cluster)
            return ocp.clusters.map {
                StatusRow(ocp: ocp, cluster: $0, subjects: subjects[$0.id] ?? [], now: now)
            }
        }.sorted { $0.isWorse(than: $1) }
    }

    /// Looks at a cluster; of several overviews the worst is shown, as the alerts are about it.
    init(ocp: OCPSnapshot, cluster: ClusterSnapshot, subjects: [Subject] = [], now: Instant) {
        self.ocp = ocp.name
        self.cluster = cluster
        let situation = Situation(cluster, of: ocp, now: now)
        let judgement = Judgement(situation)
        self.judgement = judgement
        let overviews = situation.current.lazy.map(\.overview)
        delay =
            situation.times(.logCheckpoint).map { now.time - $0.time }.max()
            ?? overviews.compactMap(\.logBackupDelaySeconds).max()
        dataBackupAge = situation.times(.dataBackup).map { now.time - $0.time }.max()
        let sizes = overviews.compactMap(\.backupSizeBytes)
        size = sizes.isEmpty ? nil : sizes.reduce(0, +)
        let looks = subjects.map { subject in
            SubjectSituation(
                subject.facts,
                isStandbyCluster: situation.isStandby,
                isOCPUp: situation.isOCPUp,
                now: now
            )
        }
        tenants = looks.compactMap(TenantRow.init).sorted { $0.isWorse(than: $1) }
        let own = looks.filter { $0.facts.tenant == nil }.flatMap(\.findings)
        let isBad = own.contains { $0.condition.severity == .critical }
        let ownHealth: Judgement.Health = isBad ? .bad : own.isEmpty ? .good : .warn
        let worst = tenants.first
        health =
            [judgement.health, ownHealth, worst?.health ?? .good]
            .min { $0.rank < $1.rank } ?? judgement.health
        let isGood = judgement.health == .good
        func together(_ words: String) -> String {
            let said = isGood && !own.isEmpty ? [] : [words]
            return (said + own.map(\.words)).joined(separator: ", ")
        }
        words = together(judgement.words)
        let tenantWords = worst.flatMap { $0.health == .good ? nil : "\($0.name): \($0.words)" }
        briefWords =
            isGood && own.isEmpty
            ? tenantWords ?? judgement.briefWords : together(judgement.briefWords)
    }

    /// The alerts that are due or will be: `OceanBaseBackupSchedulePaused in 48 min 0 s`.
    var alerts: String {
        judgement.findings.map { finding in
            let alert = finding.condition.alert
            let rest = finding.condition.patience - finding.age
            return finding.counts ? alert : "\(alert) in \(QuantityText.age(rest))"
        }.joined(separator: ", ")
    }

    /// Worst first: by health, then by delay, then by age, then by id.
    func isWorse(than other: StatusRow) -> Bool {
        let (left, right) = (rank, other.rank)
        return left == right ? cluster.id < other.cluster.id : left < right
    }

    private var rank: (Int, Double, Double) {
        (health.rank, -(delay ?? 0), -(dataBackupAge ?? 0))
    }
}
