import OCP

/// Asks clusters for their backup, as rounds do, and stops when asking on would do harm.
struct ClusterSurvey {
    let client: OCPClient
    let gate: OCPGate
    let time: any TimeSource
    /// What counts as late, for the clusters of an OCP of this name.
    var thresholds = ThresholdRules()
    var ocp = ""
    /// Counts what was asked, for who waits for it.
    var count: AskedCount?

    /// How long requests are begun: who waits for the deadlines of hundreds of clusters that hang
    /// learns no more than from the first few.
    private static let budget: Duration = .seconds(60)

    /// Asks the clusters.
    ///
    /// - Parameter clusters: which.
    /// - Returns: what came of it.
    /// - Throws: `CancellationError`.
    func run(
        _ clusters: [ClusterSummary]
    ) async throws -> (result: SurveyResult, outcomes: Outcomes<Int64, [BackupOverview]>) {
        let collector = Collector.overview(inFlight: gate.most)
        let outcomes = try await CollectorRound(
            collector: collector,
            client: client,
            gate: gate,
            time: time,
            random: { 0 },
            end: time.uptime() + Self.budget,
            count: count
        ).run(collector.targets(clusters), attempts: 1, until: .zero)
        var result = SurveyResult(total: clusters.count)
        let finder = thresholds.finder(ocp: ocp)
        for cluster in clusters {
            guard let outcome = outcomes.last[cluster.id] else { continue }
            result.take(outcome, of: cluster) { overviews in
                let name = overviews.lazy.compactMap(\.clusterName).first ?? cluster.name
                let thresholds = finder.thresholds(clusterName: name ?? "")
                return Judgement.conditions(in: overviews, thresholds, now: time.instant)
            }
        }
        return (result, outcomes)
    }
}
