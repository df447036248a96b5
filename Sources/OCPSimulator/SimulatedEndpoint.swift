/// What a request asks for.
package enum SimulatedEndpoint: String, CaseIterable, Sendable {
    /// `/api/v2/ob/clusters/{id}/backup/overview`
    case overview
    /// `/api/v2/ob/clusters`
    case clusters
    /// `/api/v2/ob/clusters/{id}`
    case cluster
    /// `/api/v2/ob/tenants`
    case tenants
    /// `…/backup/task/logBackupTasks` of a cluster or a tenant.
    case logBackupTasks = "log-backup-tasks"
    /// `…/backup/task/dataBackupTasks` of a cluster or a tenant.
    case dataBackupTasks = "data-backup-tasks"
    /// `/api/v2/ob/clusters/{id}/backup/task/restoreTasks`
    case restoreTasks = "restore-tasks"
    /// `…/backup/config/backupStrategy` of a cluster or a tenant.
    case backupStrategy = "backup-strategy"
    /// `/api/v2/info`
    case info
    /// `/api/v2/time`
    case time
    /// `/api/status`
    case status
    /// Any other path of the API.
    case unknown
    /// Any path outside of the API: the web console.
    case console

    /// What the path of a request names.
    package enum Level: String, CaseIterable, Sendable {
        /// Neither a cluster nor a tenant.
        case ocp
        /// A cluster.
        case cluster
        /// A tenant of a cluster.
        case tenant
    }
}

/// The endpoint of a path, and the cluster and the tenant that it names.
struct RequestedPath: Sendable, Equatable {
    let endpoint: SimulatedEndpoint
    /// The id in the path as it was sent, if the endpoint has one.
    let clusterId: String?
    /// The tenant's id in the path as it was sent, if the path has one.
    let tenantId: String?

    /// What the path names.
    var level: SimulatedEndpoint.Level {
        tenantId != nil ? .tenant : clusterId != nil ? .cluster : .ocp
    }

    /// Reads a path.
    init(_ path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let clusters = ["", "api", "v2", "ob", "clusters"]
        if parts.starts(with: clusters), parts.count > clusters.count {
            let id = parts[clusters.count]
            var rest = parts[(clusters.count + 1)...]
            var tenant: String?
            if rest.count > 1, rest.first == "tenants" {
                tenant = rest.dropFirst().first
                rest = rest.dropFirst(2)
            }
            let endpoints = tenant == nil ? Self.ofCluster : Self.ofTenant
            let isNamed = !id.isEmpty && tenant?.isEmpty != true
            endpoint = isNamed ? endpoints[Array(rest)] ?? .unknown : .unknown
            clusterId = id
            tenantId = tenant
            return
        }
        clusterId = nil
        tenantId = nil
        switch path {
        case "/api/v2/ob/clusters": endpoint = .clusters
        case "/api/v2/ob/tenants": endpoint = .tenants
        case "/api/v2/info": endpoint = .info
        case "/api/v2/time": endpoint = .time
        case "/api/status": endpoint = .status
        default: endpoint = parts.dropFirst().first == "api" ? .unknown : .console
        }
    }

    private static let ofTenant: [[String]: SimulatedEndpoint] = [
        ["backup", "task", "logBackupTasks"]: .logBackupTasks,
        ["backup", "task", "dataBackupTasks"]: .dataBackupTasks,
        ["backup", "config", "backupStrategy"]: .backupStrategy,
    ]

    private static let ofCluster = ofTenant.merging([
        []: .cluster,
        ["backup", "overview"]: .overview,
        ["backup", "task", "restoreTasks"]: .restoreTasks,
    ]) { first, _ in first }
}
