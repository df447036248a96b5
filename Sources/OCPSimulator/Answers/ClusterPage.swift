/// One page of `GET /api/v2/ob/clusters`.
struct ClusterPage {
    /// What was asked for.
    struct Request: Sendable, Equatable {
        /// From 1.
        var page = 1
        /// 1 to 2000.
        var size = 10
        /// A part of the name, without case.
        var name: String?
        /// The statuses that are wanted; empty is all.
        var statuses: Set<String> = []

        /// Reads a query; nil if a number is none or out of range, and other parameters are ignored.
        init?(query: String?) {
            let parameters = QueryParameters(query)
            if let text = parameters["page"] {
                guard let number = Int(text), 1...Int(Int32.max) ~= number else { return nil }
                page = number
            }
            if let text = parameters["size"] {
                guard let number = Int(text), 1...2000 ~= number else { return nil }
                size = number
            }
            name = parameters["name"].flatMap { $0.isEmpty ? nil : $0.lowercased() }
            let lists = parameters.values(of: "status").flatMap { $0.split(separator: ",") }
            statuses = Set(lists.map(String.init))
        }
    }

    var fleet: SimulatedFleet
    var request: Request
    var moment: Moment

    /// `contents` and `page`, as the samples show them.
    var data: JSONValue {
        let listed = fleet.members.indices.filter { isListed(fleet.members[$0]) }
        let first = min(listed.count, (request.page - 1) * request.size)
        let contents = listed[first..<min(listed.count, first + request.size)].map { position in
            Self.answer(fleet.members[position], in: fleet, at: moment).data
        }
        return .properties([
            "contents": .array(contents),
            "page": .properties([
                "number": .integer(Int64(request.page)),
                "size": .integer(Int64(request.size)),
                "totalElements": .integer(Int64(listed.count)),
                "totalPages": .integer(Int64((listed.count + request.size - 1) / request.size)),
            ]),
        ])
    }

    /// What is said of one cluster.
    static func answer(
        _ member: SimulatedFleet.Member,
        in fleet: SimulatedFleet,
        at moment: Moment
    ) -> ClusterAnswer {
        ClusterAnswer(
            state: member.state(at: moment),
            partner: member.cluster.partnerId.flatMap { fleet[$0]?.cluster }
        )
    }

    private func isListed(_ member: SimulatedFleet.Member) -> Bool {
        guard member.scenario.presence.isPresent(moment.elapsed) else { return false }
        if let name = request.name, !member.cluster.name.lowercased().contains(name) {
            return false
        }
        guard !request.statuses.isEmpty else { return true }
        return request.statuses.contains(member.state(at: moment).clusterStatus)
    }
}

extension SimulatedFleet.Member {
    /// What OCP would say of the cluster's backup at a moment.
    func state(at moment: Moment) -> BackupState {
        var state = BackupState(calm: cluster, at: moment)
        scenario.change(&state)
        return state
    }
}
