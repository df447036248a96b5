/// The faults that were set, each for an endpoint or a part of it.
struct FaultTargets: Sendable {
    /// What a fault spoils; nil is any.
    struct Target: Sendable, Hashable {
        var endpoint: SimulatedEndpoint
        var level: SimulatedEndpoint.Level?
        var cluster: Int64?
        var tenant: Int64?
    }

    private var faults: [Target: Fault]

    /// Faults of whole endpoints.
    init(_ faults: [SimulatedEndpoint: Fault]) {
        self.faults = Dictionary(
            faults.map { (Target(endpoint: $0), $1) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The fault that was set for a target.
    subscript(target: Target) -> Fault? {
        get { faults[target] }
        set { faults[target] = newValue }
    }

    /// Forgets the faults of a cluster and its tenants.
    mutating func forget(cluster: Int64) {
        faults = faults.filter { $0.key.cluster != cluster }
    }

    /// What spoils the answer to a path: the tenant's fault before the cluster's, and that before
    /// the endpoint's; each for its level before that for any.
    func fault(of path: RequestedPath) -> Fault? {
        guard !faults.isEmpty else { return nil }
        let cluster = path.clusterId.flatMap { Int64($0) }
        let tenant = path.tenantId.flatMap { Int64($0) }
        for (cluster, tenant) in [(cluster, tenant), (cluster, nil), (nil, nil)] {
            for level in [path.level, nil] {
                let target = Target(
                    endpoint: path.endpoint,
                    level: level,
                    cluster: cluster,
                    tenant: tenant
                )
                if let fault = faults[target] { return fault }
            }
        }
        return nil
    }
}
