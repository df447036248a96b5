/// A cluster as `GET /api/v2/ob/clusters` and `GET /api/v2/ob/clusters/{id}` describe it.
struct ClusterAnswer {
    var state: BackupState
    var partner: Cluster?

    private var cluster: Cluster { state.cluster }

    /// The properties of the manual's `ObCluster`.
    var data: JSONValue {
        let created = createTime
        var properties: JSONProperties = [:]
        properties["createTime"] = .string(WireTime.offsetDateTime(created))
        properties["creator"] = .string("admin")
        properties["failToQueryFromObReason"] = state.queryFailure.map(JSONValue.string)
        properties["id"] = .integer(cluster.id)
        properties["name"] = .string(cluster.name)
        properties["obClusterId"] = .integer(cluster.obClusterId)
        properties["obVersion"] = .string(cluster.version)
        properties["partitionCount"] = .integer(
            1000 + cluster.hash.number(.partitions, below: 9000)
        )
        properties["regionCount"] = .integer(1)
        properties["rootServers"] = .array((1...3).map(rootServer))
        properties["serverCount"] = .integer(3)
        properties["status"] = .string(state.clusterStatus)
        properties["tenantCount"] = .integer(cluster.isBackedUpByTenant ? 3 : 1)
        properties["type"] = .string(cluster.isStandby ? "STANDBY" : "PRIMARY")
        properties["updateTime"] = .string(WireTime.offsetDateTime(created + 40 * Span.minute))
        properties["zones"] = .array((1...3).map(zone))
        if cluster.isStandby {
            properties["delayTime"] = .decimal(delay)
            properties["primaryCluster"] = partner.map(reference)
            properties["syncStatus"] = .string("VALID")
            properties["standbyClusters"] = .array([])
        } else {
            properties["standbyClusters"] = .array(partner.map { [reference(to: $0)] } ?? [])
        }
        return .properties(properties)
    }

    /// Some whole second in 2023 or 2024.
    private var createTime: Int64 {
        let seconds = cluster.hash.number(.creation, below: 2 * 365 * 86_400)
        return (1_672_531_200 + seconds) * 1000
    }

    private var delay: Double {
        Double(cluster.hash.number(.delay, below: 300)) / 100
    }

    private func reference(to other: Cluster) -> JSONValue {
        .properties([
            "id": .integer(other.id),
            "name": .string(other.name),
            "obClusterId": .integer(other.obClusterId),
            "type": .string(other.isStandby ? "STANDBY" : "PRIMARY"),
        ])
    }

    /// An address of the range for documentation (RFC 5737).
    private func rootServer(_ number: Int) -> JSONValue {
        let host = (cluster.index * 3 + number) % 254 + 1
        return .properties([
            "address": .string("192.0.2.\(host):2882"),
            "role": .string(number == 1 ? "LEADER" : "FOLLOWER"),
            "sql_port": .integer(2881),
        ])
    }

    private func zone(_ number: Int) -> JSONValue {
        .properties([
            "hostCount": .integer(1),
            "idcId": .integer(Int64(number)),
            "idcName": .string("hz\(number)"),
            "innerStatus": .string("ACTIVE"),
            "name": .string("zone\(number)"),
            "operateStatus": .string("NORMAL"),
            "regionName": .string("hz"),
            "serverCount": .integer(1),
            "servers": .array([]),
            "status": .string("RUNNING"),
        ])
    }
}
