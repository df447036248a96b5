import HTTP

extension AnswerPlan {
    /// What is answered when nothing goes wrong.
    enum Content: Sendable {
        case page(HTTPResponse)
        case failure(status: Int, ErrorCode)
        case clusters(SimulatedFleet, ClusterPage.Request)
        case cluster(SimulatedFleet, SimulatedFleet.Member)
        case overview(SimulatedFleet.Member)
        case tenants(SimulatedFleet, PageRequest, SimulatorSettings)
        /// Data that is made when the answer is due.
        case computed(
            isLong: Bool = false,
            isOfTenant: Bool = false,
            data: @Sendable (Moment) -> JSONValue
        )
        case info, time, status
    }

    /// What a request is answered, of which nothing but parameters and ids is looked at.
    static func content(
        _ request: HTTPRequest,
        _ path: RequestedPath,
        at moment: Moment,
        _ fleet: SimulatedFleet,
        _ settings: SimulatorSettings
    ) -> Content {
        if path.endpoint == .unknown { return .page(.consolePage) }
        guard ["GET", "HEAD"].contains(request.method) else {
            return .failure(status: 405, .invalidRequest)
        }
        switch path.endpoint {
        case .info: return .info
        case .time: return .time
        case .status: return .status
        case .unknown, .console: return .page(.consolePage)
        case .clusters:
            guard let page = ClusterPage.Request(query: request.query) else {
                return .failure(status: 400, .invalidParameter)
            }
            return .clusters(fleet, page)
        case .tenants:
            guard let page = PageRequest(query: request.query) else {
                return .failure(status: 400, .invalidParameter)
            }
            return .tenants(fleet, page, settings)
        case .cluster, .overview, .logBackupTasks, .dataBackupTasks, .restoreTasks, .backupStrategy:
            guard let id = path.clusterId.flatMap({ Int64($0) }) else {
                return .failure(status: 400, .invalidParameter)
            }
            guard let member = fleet[id], member.scenario.presence.isPresent(moment.elapsed) else {
                return .failure(status: 404, .noSuchCluster)
            }
            switch path.endpoint {
            case .cluster: return .cluster(fleet, member)
            case .overview: return .overview(member)
            default:
                let call = TaskCall(
                    path: path,
                    query: request.query,
                    member: member,
                    settings: settings
                )
                return call.content(at: moment)
            }
        }
    }
}

extension AnswerPlan.Content {
    /// True if writing the answer takes long enough to hold up an event loop.
    var isLong: Bool {
        switch self {
        case .clusters(let fleet, let request):
            fleet.members.count > 1000 || (request.size > 50 && fleet.members.count > 50)
        case .tenants(let fleet, let request, _): request.size > 20 || fleet.members.count > 1000
        case .computed(let isLong, _, _): isLong
        default: false
        }
    }

    /// True for the tasks and the strategy of a tenant, whose envelope has finer timestamps.
    var isOfTenant: Bool {
        if case .computed(_, let isOfTenant, _) = self { isOfTenant } else { false }
    }

    /// The `data` of the envelope at a moment; nil where there is none.
    func data(at moment: Moment) -> JSONValue? {
        switch self {
        case .clusters(let fleet, let request):
            ClusterPage(fleet: fleet, request: request, moment: moment).data
        case .cluster(let fleet, let member):
            ClusterPage.answer(member, in: fleet, at: moment).data
        case .overview(let member):
            OverviewAnswer(state: member.state(at: moment)).data
        case .tenants(let fleet, let request, let settings):
            TenantPage(fleet: fleet, settings: settings, request: request, moment: moment).data
        case .computed(_, _, let data): data(moment)
        case .page, .failure, .info, .time, .status: nil
        }
    }
}
