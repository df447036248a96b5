import Exposition
import OCP

@testable import Exporter

/// The state of one OCP, and what a test lets it be told; time is in seconds.
struct TaskStateHarness {
    var settings: OCPSettings
    var rules = ThresholdRules()
    var state: TaskState
    /// What the last round told.
    var ocp: OCPSnapshot
    var now = 1000.0

    /// An OCP with clusters of these versions, by id; nil for a version that is unknown.
    init(
        mode: TenantSettings.Mode = .auto,
        clusters: [Int64: String?] = [1: "4.2.5"],
        rules: ThresholdRules = ThresholdRules(),
        _ change: (inout OCPSettings) -> Void = { _ in }
    ) throws {
        settings = try PollingHarness.settings()
        settings.tenants.mode = mode
        change(&settings)
        self.rules = rules
        state = TaskState(settings: settings, rules: rules, after: nil, at: .seconds(now))
        ocp = ExporterTests.snapshot(delay: 1)
        ocp.lastRound = RoundSummary(endedAt: Instant(now), duration: 1, isUp: true)
        round(clusters)
    }

    /// What is left after a reload with other settings or rules.
    mutating func reload(
        rules: ThresholdRules? = nil,
        _ change: (inout OCPSettings) -> Void = { _ in }
    ) {
        change(&settings)
        self.rules = rules ?? self.rules
        state = TaskState(
            settings: settings,
            rules: self.rules,
            after: state,
            at: .seconds(now)
        )
    }

    /// A round that found these clusters.
    mutating func round(_ clusters: [Int64: String?], version: String? = nil) {
        ocp.clusters = clusters.keys.sorted().map { id in
            var cluster = ClusterSnapshot(
                id: id,
                name: "c\(id)",
                labels: Labels(["ocp_cluster_id": String(id)]),
                thresholds: Thresholds()
            )
            cluster.obVersion = clusters[id].flatMap(\.self)
            return cluster
        }
        ocp.statistics.version = version ?? ocp.statistics.version
        state.take(ocp)
    }

    /// A tenant that is well unless it is said otherwise.
    static func tenant(
        _ id: Int64,
        of cluster: Int64 = 1,
        _ change: (inout TenantSummary) -> Void = { _ in }
    ) -> TenantSummary {
        var tenant = TenantSummary(id: id, clusterId: cluster)
        tenant.name = "t\(id)"
        tenant.obTenantId = String(1000 + id)
        tenant.status = "NORMAL"
        tenant.role = "PRIMARY"
        change(&tenant)
        return tenant
    }

    /// What OCP answers to a question.
    @discardableResult
    mutating func answer(
        _ collector: TaskCollector,
        _ cluster: Int64? = nil,
        _ tenant: Int64? = nil,
        with answer: TaskAnswer
    ) -> [PollingEvent] {
        take(
            .success(Decoded(answer), duration: 0.5, at: Instant(now)),
            of: Self.question(collector, cluster, tenant)
        )
    }

    /// A question that fails.
    @discardableResult
    mutating func fail(
        _ collector: TaskCollector,
        _ cluster: Int64? = nil,
        _ tenant: Int64? = nil,
        because error: OCPError = .simple(.serverError)
    ) -> [PollingEvent] {
        take(.failure(error, duration: 0.5), of: Self.question(collector, cluster, tenant))
    }

    private mutating func take(
        _ outcome: Outcome<TaskAnswer>,
        of question: TaskQuestion
    ) -> [PollingEvent] {
        state.updateAgenda(at: .seconds(now))
        return state.take(outcome, of: question, share: 1, at: Instant(now), uptime: .seconds(now))
    }

    /// A list of tenants.
    mutating func list(_ tenants: [TenantSummary]) {
        answer(.tenants, with: .tenants(tenants))
    }

    /// Log backup tasks of a cluster or a tenant.
    mutating func logs(_ rows: [LogBackupTask], of cluster: Int64, _ tenant: Int64? = nil) {
        let target = TaskTarget(cluster: cluster, tenant: tenant)
        let sorted = TaskRows(rows, of: target, state.names(of: cluster), by: \.tenant) {
            LogBackups($0)
        }
        answer(.logBackups, cluster, tenant, with: .logBackups(sorted))
    }

    /// Data backup tasks of a cluster or a tenant.
    mutating func data(_ rows: [DataBackupTask], of cluster: Int64, _ tenant: Int64? = nil) {
        let target = TaskTarget(cluster: cluster, tenant: tenant)
        let sorted = TaskRows(rows, of: target, state.names(of: cluster), by: \.tenant) {
            DataBackups($0, since: 0)
        }
        answer(.dataBackups, cluster, tenant, with: .dataBackups(sorted))
    }

    /// A question.
    static func question(
        _ collector: TaskCollector,
        _ cluster: Int64? = nil,
        _ tenant: Int64? = nil
    ) -> TaskQuestion {
        TaskQuestion(
            collector: collector,
            target: cluster.map { TaskTarget(cluster: $0, tenant: tenant) }
        )
    }

    /// What is asked over and over, in words such as `log_backups 1/7`, in order.
    mutating func asked() -> [String] {
        state.updateAgenda(at: .seconds(now))
        let all = state.agenda.due(at: .seconds(now + 1e9))
        return all.map { question in
            let target = question.target.map { target in
                " \(target.cluster)" + (target.tenant.map { "/\($0)" } ?? "")
            }
            return question.collector.rawValue + (target ?? "")
        }.sorted()
    }

    /// What is served now.
    var snapshot: TaskSnapshot {
        var whole = ocp
        whole.tasks = state.snapshot(of: ocp, at: Instant(now))
        return whole.expired(at: Instant(now)).tasks
    }

    /// What is served of a cluster or a tenant; nil if it is not there.
    func facts(_ cluster: Int64, _ tenant: Int64? = nil) -> SubjectFacts? {
        snapshot.subjects.map(\.facts).first { $0.cluster == cluster && $0.tenant?.id == tenant }
    }

    /// How a collector goes.
    func collector(_ name: String) -> CollectorState? {
        snapshot.collectors.first { $0.name == name }
    }
}
