/// What a request asks for.
package enum SimulatedEndpoint: String, CaseIterable, Sendable {
    /// `/api/v2/ob/clusters/{id}/backup/overview`
    case overview
    /// `/api/v2/ob/clusters`
    case clusters
    /// `/api/v2/ob/clusters/{id}`
    case cluster
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
}

/// The endpoint of a path, and the cluster that it names.
struct RequestedPath: Sendable, Equatable {
    let endpoint: SimulatedEndpoint
    /// The id in the path as it was sent, if the endpoint has one.
    let clusterId: String?

    /// Reads a path.
    init(_ path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let clusters = ["", "api", "v2", "ob", "clusters"]
        if parts.starts(with: clusters), parts.count > clusters.count {
            let id = parts[clusters.count]
            let rest = Array(parts[(clusters.count + 1)...])
            let endpoints: [[String]: SimulatedEndpoint] = [
                []: .cluster, ["backup", "overview"]: .overview,
            ]
            endpoint = id.isEmpty ? .unknown : endpoints[rest] ?? .unknown
            clusterId = id
            return
        }
        clusterId = nil
        switch path {
        case "/api/v2/ob/clusters": endpoint = .clusters
        case "/api/v2/info": endpoint = .info
        case "/api/v2/time": endpoint = .time
        case "/api/status": endpoint = .status
        default: endpoint = parts.dropFirst().first == "api" ? .unknown : .console
        }
    }
}
