/// Who a tenant is: computed from its cluster and its place there, never stored.
struct Tenant: Sendable, Equatable {
    let cluster: Cluster
    /// What the tenant is for.
    let role: Role
    /// OCP's id, the one in paths; unique over all clusters.
    let id: Int64

    /// What a tenant is for.
    enum Role: Sendable, Equatable {
        /// The tenant of the cluster itself.
        case system
        /// The tenant that OceanBase 4 keeps for the first user tenant's metadata.
        case meta
        /// A tenant with somebody's data, numbered from 0.
        case user(Int)
    }

    /// The number of a user tenant; nil for one of OceanBase's own.
    var number: Int? {
        if case .user(let number) = role { number } else { nil }
    }

    /// The id on OceanBase's side, unique in the cluster only.
    var obTenantId: Int64 {
        switch role {
        case .system: 1
        case .meta: 1001
        case .user(let number):
            cluster.isBackedUpByTenant ? 1002 + 2 * Int64(number) : 1001 + Int64(number)
        }
    }

    /// The name; the first user tenant's is the one that the overview names.
    var name: String {
        switch role {
        case .system: "sys"
        case .meta: "META$1002"
        case .user(let number):
            if number < 3 {
                Self.names[(cluster.index + number) % 3]
            } else if number == 3 {
                "crm"
            } else {
                "t" + String(repeating: "0", count: max(0, 4 - "\(number)".count)) + "\(number)"
            }
        }
    }

    private static let names = ["pay", "ledger", "report"]

    /// The dialect of SQL.
    var mode: String {
        number.map { $0 % 3 == 2 } == true ? "ORACLE" : "MYSQL"
    }

    /// Where this tenant's numbers come from.
    var hash: StableHash {
        StableHash(seed: cluster.hash.number(.tenant), index: UInt64(obTenantId))
    }
}

/// The tenants of one cluster, by their place; none of them is kept.
struct Tenants: Sendable {
    let cluster: Cluster
    /// The user tenants of an OceanBase 4 cluster; older ones have two.
    let size: Int

    /// More per cluster would make its lists of tasks too slow to write.
    static let most = 100_000

    /// The number of tenants, those of OceanBase included.
    var count: Int {
        guard cluster.isBackedUpByTenant else { return 3 }
        return size == 0 ? 1 : size + 2
    }

    /// The number of user tenants.
    var users: Int {
        cluster.isBackedUpByTenant ? size : 2
    }

    /// The user tenant of a number.
    func user(_ number: Int) -> Tenant {
        self[number + count - users]
    }

    /// The tenant at a place, 0 to one less than the count: OceanBase's own come first.
    subscript(place: Int) -> Tenant {
        let own = count - users
        let role: Tenant.Role =
            place == 0 ? .system : place < own ? .meta : .user(place - own)
        // The overview of the cluster names the first user tenant by this id.
        let id =
            role == .user(0)
            ? Self.firstNamedId + Int64(cluster.index) : firstId + Int64(place)
        return Tenant(cluster: cluster, role: role, id: id)
    }

    /// The tenant of an id; nil if the cluster has none.
    func tenant(id: Int64) -> Tenant? {
        if users > 0, id == user(0).id { return user(0) }
        let (place, overflow) = id.subtractingReportingOverflow(firstId)
        guard !overflow, 0..<Int64(count) ~= place else { return nil }
        let tenant = self[Int(place)]
        return tenant.id == id ? tenant : nil
    }

    private static let firstNamedId: Int64 = 31
    /// Beyond the ids that overviews name, for any number of clusters.
    private var firstId: Int64 {
        2_000_000 + Int64(cluster.index) * Int64(max(size + 2, 3))
    }
}

/// An order of numbers that is not theirs, and is the same for the same count.
struct ShuffledOrder: Sendable {
    let count: Int
    private let step: Int

    /// Makes an order of 0 to one less than the count.
    init(count: Int) {
        self.count = count
        var step = max(1, count * 5 / 8)
        while Self.greatestCommonDivisor(step, max(count, 1)) != 1 { step += 1 }
        self.step = step
    }

    /// The number at a place of this order.
    subscript(place: Int) -> Int {
        (count / 2 + place * step) % count
    }

    private static func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
        right == 0 ? left : greatestCommonDivisor(right, left % right)
    }
}
