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

    /// Every cluster, worst first.
    static func all(_ ocps: [OCPSnapshot], now: Instant) -> [StatusRow] {
        ocps.flatMap { ocp in
            ocp.clusters.map { StatusRow(ocp: ocp, cluster: $0, now: now) }
        }.sorted { $0.isWorse(than: $1) }
    }

    /// Looks at a cluster; of several overviews the worst is shown, as the alerts are about it.
    init(ocp: OCPSnapshot, cluster: ClusterSnapshot, now: Instant) {
        self.ocp = ocp.name
        self.cluster = cluster
        let situation = Situation(cluster, of: ocp, now: now)
        judgement = Judgement(situation)
        let overviews = situation.current.lazy.map(\.overview)
        delay =
            situation.times(.logCheckpoint).map { now.time - $0.time }.max()
            ?? overviews.compactMap(\.logBackupDelaySeconds).max()
        dataBackupAge = situation.times(.dataBackup).map { now.time - $0.time }.max()
        let sizes = overviews.compactMap(\.backupSizeBytes)
        size = sizes.isEmpty ? nil : sizes.reduce(0, +)
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
        let health = Judgement.Health.allCases.firstIndex(of: judgement.health) ?? 0
        return (health, -(delay ?? 0), -(dataBackupAge ?? 0))
    }
}
