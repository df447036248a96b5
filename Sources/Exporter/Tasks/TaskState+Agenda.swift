import Exposition
import OCP

/// Which tenants there are, and what is to be asked of whom.
extension TaskState {
    /// Writes down what is to be asked, if that may have changed.
    mutating func updateAgenda(at uptime: Duration) {
        guard isAgendaOld else { return }
        isAgendaOld = false
        agenda.keep(questions(at: uptime), at: uptime)
    }

    /// What is asked over and over.
    private func questions(at uptime: Duration) -> [TaskQuestion] {
        guard mode != .off else { return [] }
        var questions: [TaskQuestion] = []
        if clusters.values.contains(where: { $0.isBackedUpByTenant == true }) {
            questions.append(TaskQuestion(collector: .tenants))
        }
        for (id, cluster) in clusters {
            guard let isBackedUpByTenant = cluster.isBackedUpByTenant else { continue }
            let target = TaskTarget(cluster: id)
            questions.append(TaskQuestion(collector: .restores, target: target))
            let asked = isBackedUpByTenant ? (tenants[id] ?? []).filter(\.isAsked) : []
            guard !isBackedUpByTenant || !asked.isEmpty else { continue }
            questions.append(TaskQuestion(collector: .strategies, target: target))
            questions += asked.map {
                TaskQuestion(
                    collector: .strategies,
                    target: TaskTarget(cluster: id, tenant: $0.summary.id)
                )
            }
            for collector in [TaskCollector.logBackups, .dataBackups] {
                let choice = choices[collector]?[id] ?? LevelChoice()
                let asksCluster =
                    !isBackedUpByTenant || mode == .cluster
                    || mode == .auto && choice.wantsCluster(at: uptime)
                if asksCluster {
                    questions.append(TaskQuestion(collector: collector, target: target))
                }
                questions += asked.filter { asksItself($0, collector) }.map {
                    TaskQuestion(
                        collector: collector,
                        target: TaskTarget(cluster: id, tenant: $0.summary.id)
                    )
                }
            }
        }
        return questions
    }

    /// Whether a tenant is asked for its tasks itself.
    func asksItself(_ record: TenantRecord, _ collector: TaskCollector) -> Bool {
        switch mode {
        case .tenant: return true
        case .cluster, .off: return false
        case .auto:
            let choice = choices[collector]?[record.summary.clusterId] ?? LevelChoice()
            // An OCP without the lists of clusters was found out at a few of them.
            if choice.level == nil, lacks(collector, .cluster) { return true }
            return choice.wantsTenant(record.isNamed(in: choice.named))
        }
    }

    /// Whether this OCP lacks an endpoint.
    func lacks(_ collector: TaskCollector, _ level: TaskLevel) -> Bool {
        agenda.supports[TaskEndpoint(collector: collector, level: level)]?.isAbsent == true
    }

    /// Finds the tenants that are on the page, and forgets what is held of others.
    mutating func arrangeTenants() {
        isAgendaOld = true
        let finder = rules.finder(ocp: settings.name)
        let listed = (list.answer ?? []).filter {
            clusters[$0.clusterId]?.isBackedUpByTenant == true
        }
        tenants = [:]
        for tenant in settings.tenants.selection.select(from: listed).sorted(by: { $0.id < $1.id })
        {
            guard let cluster = clusters[tenant.clusterId] else { continue }
            let own = Labels([
                "ocp_tenant_id": String(tenant.id), "ob_tenant_name": tenant.name ?? "",
            ])
            tenants[tenant.clusterId, default: []].append(
                TenantRecord(
                    summary: tenant,
                    labels: cluster.labels.adding(own),
                    rule: finder.rule(clusterName: cluster.name, tenantName: tenant.name ?? "")
                )
            )
        }
        let ids = tenants.mapValues { Set($0.lazy.filter(\.isAsked).map(\.summary.id)) }
        let polled = Set(clusters.keys)
        func isKnown(_ target: TaskTarget) -> Bool {
            target.tenant.map { ids[target.cluster]?.contains($0) ?? false }
                ?? polled.contains(target.cluster)
        }
        logBackups = logBackups.filter { isKnown($0.key) }
        dataBackups = dataBackups.filter { isKnown($0.key) }
        strategies = strategies.filter { isKnown($0.key) }
        restores = restores.filter { clusters[$0.key] != nil }
        choices = choices.mapValues { all in all.filter { clusters[$0.key] != nil } }
    }

    /// The tenants that are on the page.
    var served: [TenantSummary] { tenants.values.flatMap { $0.map(\.summary) } }

    /// The tenants of a cluster by the ids that OceanBase gave them.
    func names(of cluster: Int64) -> TenantNames {
        Dictionary(
            (tenants[cluster] ?? []).lazy.compactMap { record in
                record.summary.obTenantId.map { ($0, record.summary.id) }
            },
            uniquingKeysWith: { first, _ in first }
        )
    }
}

extension TenantRecord {
    /// Whether a list has named it.
    func isNamed(in owners: Set<TaskOwner>) -> Bool {
        owners.contains(.id(summary.id))
            || summary.obTenantId.map { owners.contains(.obTenantId($0)) } ?? false
    }
}
