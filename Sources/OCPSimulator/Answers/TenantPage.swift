/// One page of `GET /api/v2/ob/tenants`: the tenants of all clusters that are in the list.
///
/// Clusters and tenants come in an order of their own, in which a tenant that enters or leaves
/// moves the others by one place at most. Nothing is kept: a page computes its own rows.
struct TenantPage: Sendable {
    var fleet: SimulatedFleet
    /// Say how many tenants there are, and what is told of them.
    var settings: SimulatorSettings
    var request: PageRequest
    var moment: Moment

    /// `contents` and `page`, whose `size` is 5000 whatever was asked for, as the samples show it.
    var data: JSONValue {
        var rows = PageRows(request)
        let order = ShuffledOrder(count: fleet.members.count)
        for place in fleet.members.indices {
            let member = fleet.members[order[place]]
            guard member.scenario.presence.isPresent(moment.elapsed) else { continue }
            let tenants = Tenants(cluster: member.cluster, size: settings.tenants)
            let listed = placesListed(of: member, tenants)
            rows.append(listed.count) { row in
                let tenant = tenants[listed[row]]
                return TenantAnswer(
                    state: member.state(of: tenant, at: moment),
                    clusterStatus: member.state(at: moment).clusterStatus,
                    isFull: settings.version.describesTenantsFully
                ).data
            }
        }
        return rows.data(size: 5000)
    }

    /// The places of a cluster's tenants in the order of the list, without the one that is away:
    /// only the first user tenant ever is.
    private func placesListed(
        of member: SimulatedFleet.Member,
        _ tenants: Tenants
    ) -> PlacesListed {
        var places = PlacesListed(order: ShuffledOrder(count: tenants.count))
        if tenants.users > 0, !member.state(of: tenants.user(0), at: moment).isListed {
            let away = tenants.count - tenants.users
            places.away = (0..<tenants.count).first { places.order[$0] == away }
        }
        return places
    }
}

/// A shuffled order with a gap.
private struct PlacesListed {
    let order: ShuffledOrder
    /// Where in the order somebody is missing.
    var away: Int?

    var count: Int { order.count - (away == nil ? 0 : 1) }

    subscript(row: Int) -> Int {
        order[away.map { row >= $0 } == true ? row + 1 : row]
    }
}

/// A tenant as `GET /api/v2/ob/tenants` describes it.
struct TenantAnswer {
    var state: TenantState
    var clusterStatus: String
    /// False for an OCP that tells neither roles nor OceanBase's ids.
    var isFull: Bool

    /// The properties of the manual's `Tenant` that matter, and what samples show beside them.
    var data: JSONValue {
        let tenant = state.tenant
        let cluster = tenant.cluster
        // Whole seconds, as the samples have them.
        let created = (state.moment.now - state.age) / 1000 * 1000
        var properties: JSONProperties = [:]
        properties["id"] = .integer(tenant.id)
        if isFull { properties["obTenantId"] = .integer(tenant.obTenantId) }
        properties["name"] = .string(tenant.name)
        properties["clusterId"] = .integer(cluster.id)
        properties["obClusterId"] = .integer(cluster.obClusterId)
        properties["clusterName"] = .string(cluster.name)
        properties["clusterType"] = .string(cluster.isStandby ? "STANDBY" : "PRIMARY")
        properties["clusterStatus"] = .string(clusterStatus)
        properties["obVersion"] = .string(cluster.version)
        properties["mode"] = .string(tenant.mode)
        // Tenants of older clusters have no part of their own in a pair.
        if isFull, cluster.isBackedUpByTenant { properties["role"] = .string(state.role) }
        properties["status"] = .string(state.status)
        properties["syncStatus"] = .string(state.role == "STANDBY" ? "SYNCHRONIZING" : "VALID")
        properties["locked"] = .boolean(false)
        properties["readonly"] = .boolean(false)
        properties["createTime"] = .string(WireTime.offsetDateTime(created))
        properties["primaryZone"] = .string("zone1;zone2,zone3")
        properties["locality"] = .string("FULL{1}@zone1, FULL{1}@zone2, FULL{1}@zone3")
        properties["tags"] = .array([])
        return .properties(properties)
    }
}
