import OCP

/// Asks for tenants and tasks, as the exporter does after its start, and tells what this OCP has and what
/// is wrong with the backups.
struct TaskSurvey {
    let ocp: OCPSettings
    let thresholds: ThresholdRules
    let time: any TimeSource
    let count: AskedCount

    /// How long requests are begun.
    private static let budget: Duration = .seconds(60)

    /// Asks.
    ///
    /// - Parameters:
    ///   - clusters: those that are selected.
    ///   - overviews: what came of asking them for their overviews.
    ///   - transport: sends requests.
    /// - Returns: what is known after it.
    /// - Throws: `CancellationError`.
    func run(
        _ clusters: [ClusterSummary],
        _ overviews: Outcomes<Int64, [BackupOverview]>,
        _ transport: any Transport
    ) async throws -> OCPSnapshot {
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
        try await monitor.askNewTasks(
            monitor.makeClient(),
            until: time.uptime() + Self.budget
        )
        return monitor.snapshot
    }

    /// Tells what was found.
    func tell(_ snapshot: OCPSnapshot, _ findings: Findings) {
        for collector in snapshot.tasks.collectors.dropFirst() where collector.targets > 0 {
            tell(collector, of: snapshot, findings)
        }
        tellConditions(snapshot, findings)
    }

    private func tell(_ collector: CollectorState, of ocp: OCPSnapshot, _ findings: Findings) {
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
        let read = collector.read
        if read > 0 {
            let level = collector.level.map { ", \($0)" } ?? ""
            findings.good("tasks", "\(what) can be read: \(read) of \(collector.targets)\(level)")
        }
        let unasked = collector.unread - collector.failedTargets
        if unasked > 0 {
            findings.fail(
                "tasks",
                "\(what) of \(unasked) not asked in the time for it, or because of the failures"
                    + " before",
                advice: "mend those, and run doctor again"
            )
        }
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
