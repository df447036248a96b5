/// Where the tasks of the tenants of a cluster are asked for in `tenants.mode` `auto`: what is known of
/// one list of one cluster.
struct LevelChoice: Sendable, Equatable {
    /// How long a choice stands before it is looked at anew.
    static let term: Duration = .seconds(86_400)

    /// Nil until a list that is not empty has told.
    private(set) var level: TaskLevel?
    private var chosenAt: Duration = .zero
    /// Whether the cluster was asked, with whatever result.
    private var wasTried = false
    /// Whether the cluster's list is there and empty, or there is no such endpoint.
    private var isSilent = false
    /// The tenants that the cluster's list has ever named.
    private(set) var named: Set<TaskOwner> = []

    /// Whether the cluster is to be asked.
    func wantsCluster(at uptime: Duration) -> Bool {
        level != .tenant || uptime >= chosenAt + Self.term
    }

    /// Whether a tenant is to be asked itself.
    func wantsTenant(_ isNamed: Bool) -> Bool {
        switch level {
        case .tenant: true
        case .cluster: !isNamed
        case nil: wasTried
        }
    }

    /// Takes the cluster's list.
    ///
    /// - Parameters:
    ///   - owners: the tenants that it names.
    ///   - isEmpty: whether it has no rows at all.
    ///   - uptime: the moment.
    mutating func take(owners: some Sequence<TaskOwner>, isEmpty: Bool, at uptime: Duration) {
        wasTried = true
        isSilent = isEmpty
        if isEmpty {
            // It decides nothing, but that whoever was read from it is asked itself.
            if level == .cluster { level = nil }
            named = []
        } else {
            named.formUnion(owners)
            level = owners.contains { _ in true } ? .cluster : .tenant
        }
        chosenAt = uptime
    }

    /// Takes note that the cluster's list could not be read.
    ///
    /// - Parameter isAbsent: whether this OCP lacks it.
    mutating func fail(isAbsent: Bool) {
        wasTried = true
        if isAbsent { isSilent = true }
    }

    /// Takes note that a tenant's own list has rows.
    mutating func tenantHasRows(at uptime: Duration) {
        guard level == nil, isSilent else { return }
        level = .tenant
        chosenAt = uptime
    }

    /// Looks at it anew as soon as may be: OCP's version has changed.
    mutating func expire() {
        chosenAt = .seconds(-2) - Self.term
    }
}
