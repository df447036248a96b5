import OCP

/// Asks for tenants and tasks, as the exporter does after its start, and tells what this OCP has and what
/// is wrong with the backups.
struct TaskSurvey {
    let ocp: OCPSettings
    let thresholds: ThresholdRules
    let time: any TimeSource
    let count: AskedCount

    /// How long requests are begun: who has thousands of tenants is not to wait for all of them.
    private static let budget: Duration = .seconds(60)
    /// Targets of each endpoint that are asked first, so that every endpoint is tried in that time.
    private static let sample = 300

    /// Asks.
    ///
    /// - Parameters:
    ///   - clusters: those that are selected.
    ///   - overviews: what came of asking them for their overviews.
    ///   - transport: sends requests.
    /// - Returns: what is known after it, and whether OCP stopped it.
    /// - Throws: `CancellationError`.
    func run(
        _ clusters: [ClusterSummary],
        _ overviews: Outcomes<Int64, [BackupOverview]>,
        _ transport: any Transport
    ) async throws -> (snapshot: OCPSnapshot, isCutShort: Bool) {
        let monitor = OCPMonitor(
            settings: ocp,
            thresholds: thresholds,
            environment: PollingEnvironment(
                transport: transport,
                time: time,
                logger: Logger { _ in },
                count: count
            )
        )
        monitor.begin(with: clusters, overviews)
        let client = monitor.makeClient()
        let end = time.uptime() + Self.budget
        try await monitor.askNewTasks(client, most: Self.sample, until: end)
        try await monitor.askNewTasks(client, until: end)
        return (monitor.snapshot, monitor.gate.closing != nil)
    }

    /// Tells what was found.
    func tell(_ found: (snapshot: OCPSnapshot, isCutShort: Bool), _ findings: Findings) {
        let snapshot = found.snapshot
        for collector in snapshot.tasks.collectors.dropFirst() where collector.targets > 0 {
            tell(collector, of: snapshot, isCutShort: found.isCutShort, findings)
        }
        tellConditions(snapshot, findings)
    }

    private func tell(
        _ collector: CollectorState,
        of ocp: OCPSnapshot,
        isCutShort: Bool,
        _ findings: Findings
    ) {
        let what = Self.words(collector.name)
        guard collector.isSupported != false else {
            return findings.note(
                "tasks",
                "this OCP has no endpoint for \(what)",
                advice: "upgrade OCP to see them; tenants.mode off stops asking"
            )
        }
        var groups: [FailureReason: SurveyResult.Group] = [:]
        for (failed, error) in ocp.tasks.failures(of: collector.name) {
            groups[error.reason, default: .init(message: error.message)].add(failed)
        }
        for reason in FailureReason.allCases {
            guard let group = groups[reason] else { continue }
            findings.fail(
                "tasks",
                "\(what) of \(group.count) cannot be read (\(reason.rawValue)): \(group.message)",
                details: [group.clusters],
                advice: Advice.textAfterLogOn(reason)
            )
        }
        let unasked = collector.unread - collector.failedTargets
        if collector.read > 0 {
            let rest =
                unasked > 0 && !isCutShort ? ", the others were not asked in this minute" : ""
            let level = collector.level.map { ", \($0)" } ?? ""
            findings.good(
                "tasks",
                "\(what) can be read: \(collector.read) of \(collector.targets)\(rest)\(level)"
            )
        }
        guard unasked > 0, isCutShort || collector.read == 0 else { return }
        findings.fail(
            "tasks",
            "\(what) of \(unasked) not asked, because of the failures before, or for want of time",
            advice: "mend those, or find out why OCP takes so long, and run doctor again"
        )
    }

    private func tellConditions(_ ocp: OCPSnapshot, _ findings: Findings) {
        let now = time.instant
        var groups: [String: SurveyResult.Group] = [:]
        let standbys = Set(
            ocp.clusters.lazy.filter { cluster in
                cluster.overviews.contains { $0.overview.obClusterType == "STANDBY" }
            }.map(\.id)
        )
        for subject in ocp.tasks.subjects {
            let situation = SubjectSituation(
                subject.facts,
                isStandbyCluster: standbys.contains(subject.facts.cluster),
                isOCPUp: false,
                now: now
            )
            for (condition, words) in situation.findings {
                groups[condition.name, default: .init(message: words)].add(subject.facts.example)
            }
        }
        for condition in SubjectCondition.all {
            guard let group = groups[condition.name] else { continue }
            let words = group.count == 1 ? group.message : condition.name
            findings.note(
                "tasks",
                "\(words): \(group.count == 1 ? "" : "\(group.count) of them: ")\(group.clusters)",
                advice: "see the status page, which names every tenant and OCP's own error"
            )
        }
    }

    private static func words(_ collector: String) -> String {
        switch TaskCollector(rawValue: collector) {
        case .tenants: "the list of tenants"
        case .logBackups: "log backup tasks"
        case .dataBackups: "data backup tasks"
        case .strategies: "backup strategies"
        case .restores: "restore tasks"
        case nil: collector
        }
    }
}

extension SubjectFacts {
    /// The subject as a finding names it.
    fileprivate var example: String {
        tenant.map { "tenant \($0.id) (\($0.name ?? "")) of cluster \(cluster)" }
            ?? "cluster \(cluster)"
    }
}

extension TaskSnapshot {
    /// The subjects that a collector could not read, and why.
    fileprivate func failures(of collector: String) -> [(String, OCPError)] {
        let listed = listFailure.map { [("the list", $0)] } ?? []
        if collector == TaskCollector.tenants.rawValue { return listed }
        return subjects.flatMap { subject in
            subject.facts.failures.filter { $0.0.rawValue == collector }
                .map { (subject.facts.example, $0.1) }
        }
    }
}
