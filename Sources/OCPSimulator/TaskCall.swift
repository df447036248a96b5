import HTTP

/// A call for the tasks or the strategy of a cluster or of one of its tenants.
struct TaskCall: Sendable {
    let path: RequestedPath
    let query: String?
    let member: SimulatedFleet.Member
    let settings: SimulatorSettings

    private var cluster: Cluster { member.cluster }
    private var tenants: Tenants { Tenants(cluster: cluster, size: settings.tenants) }

    /// What the call is answered.
    func content(at moment: Moment) -> AnswerPlan.Content {
        guard let id = path.tenantId else { return clusterContent(at: moment) }
        guard settings.tenantTasks != .absent else { return .page(.notServed) }
        guard let id = Int64(id) else { return .failure(status: 400, .invalidParameter) }
        guard cluster.isBackedUpByTenant, let tenant = tenants.tenant(id: id) else {
            return .failure(status: 404, .noSuchTenant)
        }
        let state = member.state(of: tenant, at: moment)
        guard state.isListed else { return .failure(status: 404, .noSuchTenant) }
        if let refusal = state.refusal { return .failure(status: 500, refusal) }
        return path.endpoint == .backupStrategy ? strategy(state) : tasks(of: tenant)
    }

    private func strategy(_ state: TenantState) -> AnswerPlan.Content {
        switch state.strategy {
        case .refused: return .failure(status: 400, .noBackupStrategy)
        case .empty: return .computed(isOfTenant: true) { _ in StrategyAnswer.empty(state.tenant) }
        case .own:
            return .computed(isOfTenant: true) { moment in
                StrategyAnswer(
                    cluster: state.tenant.cluster,
                    tenant: state.tenant,
                    isScheduled: state.isScheduled,
                    moment: moment
                ).data
            }
        }
    }

    private func tasks(of tenant: Tenant) -> AnswerPlan.Content {
        guard let request = PageRequest(query: query, of: .tenant) else {
            return .failure(status: 400, .invalidParameter)
        }
        return .computed(isLong: request.size > 50, isOfTenant: true) { moment in
            var page = PageRows(request)
            append(member.state(of: tenant, at: moment), to: &page, request)
            return page.data(size: 5000)
        }
    }

    private func clusterContent(at moment: Moment) -> AnswerPlan.Content {
        if path.endpoint == .backupStrategy {
            guard member.state(at: moment).hasStrategy else {
                return .failure(status: 400, .noBackupStrategy)
            }
            return .computed { moment in
                let isPaused = member.state(at: moment).scheduleStatus == "PAUSED"
                return StrategyAnswer(cluster: cluster, isScheduled: !isPaused, moment: moment)
                    .data
            }
        }
        guard let request = PageRequest(query: query, of: .cluster) else {
            return .failure(status: 400, .invalidParameter)
        }
        return .computed(isLong: request.size > 20 || settings.tenants > 20) { moment in
            var page = PageRows(request)
            if path.endpoint == .restoreTasks || !cluster.isBackedUpByTenant {
                append(member.state(at: moment), to: &page, request)
            } else if settings.tenantTasks == .cluster {
                for state in member.readableStates(tenants, at: moment) {
                    append(state, to: &page, request)
                }
            }
            return page.data(size: 2000)
        }
    }

    /// The rows of a tenant.
    private func append(_ state: TenantState, to page: inout PageRows, _ request: PageRequest) {
        let subject = TaskSubject(cluster: cluster, tenant: state.tenant, now: state.moment.now)
        let rows =
            path.endpoint == .dataBackupTasks
            ? DataBackups.of(state).map(subject.row) : LogRounds.of(state).map(subject.row)
        TaskRows(rows, request).append(to: &page)
    }

    /// The rows of a whole cluster.
    private func append(_ state: BackupState, to page: inout PageRows, _ request: PageRequest) {
        let subject = TaskSubject(cluster: cluster, tenant: nil, now: state.moment.now)
        let rows =
            switch path.endpoint {
            case .dataBackupTasks: DataBackups.of(state).map(subject.row)
            case .logBackupTasks: LogRounds.of(state).map(subject.row)
            default: Restores.of(state, tenants).map(subject.row)
            }
        TaskRows(rows, request).append(to: &page)
    }
}
