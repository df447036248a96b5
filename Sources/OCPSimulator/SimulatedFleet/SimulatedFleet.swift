/// The clusters that the simulated OCP manages, in the order of its list.
struct SimulatedFleet: Sendable {
    /// One cluster's part in the simulation.
    struct Member: Sendable {
        var cluster: Cluster
        var scenario: Scenario
    }

    private(set) var members: [Member] = []
    private var positions: [Int64: Int] = [:]
    private let seed: UInt64
    /// The number of clusters ever added, from which ids and names are made.
    private var added = 0

    /// The id of the first cluster.
    static let firstId: Int64 = 1_000_001

    /// Makes a fleet of one cluster for each scenario.
    init(_ scenarios: [Scenario], seed: UInt64) {
        self.seed = seed
        members.reserveCapacity(scenarios.count)
        for scenario in scenarios { add(scenario) }
    }

    /// Adds a cluster behind the others and returns its id.
    ///
    /// A standby becomes the partner of the nearest earlier primary that has none.
    @discardableResult
    mutating func add(_ scenario: Scenario, name: String? = nil) -> Int64 {
        let id = Self.firstId + Int64(added)
        var cluster = Cluster(
            id: id,
            index: added,
            name: name ?? Cluster.name(at: added),
            obClusterId: Int64(added + 1),
            partnerId: nil,
            isStandby: scenario.isStandby,
            isBackedUpByTenant: scenario.isBackedUpByTenant,
            version: Cluster.version(
                at: added,
                isBackedUpByTenant: scenario.isBackedUpByTenant
            ),
            seed: seed
        )
        added += 1
        if scenario.isStandby, let position = positionOfPrimaryWithoutStandby() {
            let primary = members[position].cluster
            members[position].cluster.partnerId = id
            cluster.partnerId = primary.id
            cluster.obClusterId = primary.obClusterId
            cluster.name = name ?? primary.name
            cluster.isBackedUpByTenant = primary.isBackedUpByTenant
            cluster.version = primary.version
        }
        positions[id] = members.count
        members.append(Member(cluster: cluster, scenario: scenario))
        return id
    }

    /// Removes a cluster; false if there is none with this id.
    mutating func remove(_ id: Int64) -> Bool {
        guard let position = positions[id] else { return false }
        let partnerId = members.remove(at: position).cluster.partnerId
        positions = Dictionary(
            members.enumerated().map { ($1.cluster.id, $0) },
            uniquingKeysWith: { $1 }
        )
        if let partnerId { update(partnerId) { $0.cluster.partnerId = nil } }
        return true
    }

    /// Changes a member; false if there is none with this id.
    @discardableResult
    mutating func update(_ id: Int64, _ change: (inout Member) -> Void) -> Bool {
        guard let position = positions[id] else { return false }
        change(&members[position])
        return true
    }

    /// The member with an id.
    subscript(id: Int64) -> Member? {
        positions[id].map { members[$0] }
    }

    /// Looks a few places back only, so that a fleet of standbys is built in linear time.
    private func positionOfPrimaryWithoutStandby() -> Int? {
        members.indices.suffix(64).last { position in
            let cluster = members[position].cluster
            return !cluster.isStandby && cluster.partnerId == nil
        }
    }
}
