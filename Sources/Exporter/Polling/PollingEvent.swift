import OCP

/// A change in what OCP answers that is worth a line in the log.
enum PollingEvent: Equatable, Sendable {
    /// OCP lets us in, after it did not or for the first time.
    case ocpUp
    /// OCP does not let us in, or not any more.
    case ocpDown(OCPError)
    /// OCP lets us in, but not read the list.
    case listFailed(OCPError)
    /// The list can be read again, or has grown or shrunk.
    case listRead(clusters: Int)
    /// The list names a cluster no longer.
    case clusterLeft(id: Int64, name: String)
    /// The list names so many more no longer.
    case moreLeft(Int)
    /// A cluster can be read again.
    case clusterUp(id: Int64, name: String)
    /// A cluster cannot be read, or for another reason than before.
    case clusterDown(id: Int64, name: String, OCPError)
    /// An enum has a value that the metric table does not know.
    case unknownState(id: Int64?, field: String, value: String)
    /// A field of a cluster, or of the list, cannot be used.
    case malformedField(id: Int64?, MalformedField)
    /// The id in an answer is not the one that was asked for.
    case otherCluster(asked: Int64, answered: Int64)
    /// Targets of a collector cannot be read; the first is named.
    case tasksFailed(TaskQuestion, OCPError)
    /// All targets of a collector can be read again.
    case tasksWork(TaskCollector)
    /// This OCP lacks an endpoint.
    case endpointAbsent(TaskEndpoint, OCPError)
    /// It has it now.
    case endpointPresent(TaskEndpoint)
    /// More that is odd came at once than is told of.
    case heldBack(Int)
}

extension PollingEvent {
    /// Writes the event as one line; only changes are events, never a poll as such.
    func log(to logger: Logger, ocp: String) {
        switch self {
        case .ocpUp:
            logger.info("OCP answers and lets us in", ["ocp": ocp])
        case .ocpDown(let error):
            logger.error(
                "OCP cannot be polled",
                ["ocp": ocp, "reason": error.reason.rawValue, "err": error.message]
            )
        case .listFailed(let error):
            logger.error(
                "the list of clusters cannot be read; known clusters are polled on",
                ["ocp": ocp, "reason": error.reason.rawValue, "err": error.message]
            )
        case .listRead(let clusters):
            logger.info("clusters selected", ["ocp": ocp, "clusters": String(clusters)])
        case .clusterLeft(let id, let name):
            logger.warn(
                "OCP lists a cluster no longer, and its series are gone: if it still exists, look at"
                    + " what the account may read",
                Self.fields(ocp, id, name)
            )
        case .moreLeft(let count):
            logger.warn(
                "OCP lists more clusters no longer than are named here",
                ["ocp": ocp, "clusters": String(count)]
            )
        case .clusterUp(let id, let name):
            logger.info("cluster is readable", Self.fields(ocp, id, name))
        case .clusterDown(let id, let name, let error):
            logger.warn(
                "cluster is not readable",
                [
                    "ocp": ocp, "ocp_cluster_id": String(id), "ob_cluster_name": name,
                    "reason": error.reason.rawValue, "err": error.message,
                ]
            )
        case .unknownState(let id, let field, let value):
            logger.warn(
                "OCP sent a state that this version does not know; it is served as its own series",
                [
                    "ocp": ocp, "ocp_cluster_id": id.map { String($0) } ?? "", "field": field,
                    "value": value,
                ]
            )
        case .malformedField(let id, let field):
            logger.warn(
                "OCP sent a field that cannot be used; it is left out and counted",
                [
                    "ocp": ocp, "ocp_cluster_id": id.map { String($0) } ?? "", "field": field.field,
                    "problem": field.problem,
                ]
            )
        case .otherCluster(let asked, let answered):
            logger.warn(
                "OCP answered with the id of another cluster; the values are served under the id"
                    + " that was asked for",
                ["ocp": ocp, "ocp_cluster_id": String(asked), "answered": String(answered)]
            )
        case .tasksFailed(let question, let error):
            logger.warn(
                "what is asked of tenants and tasks cannot all be read; later failures are only"
                    + " counted",
                [
                    "ocp": ocp, "collector": question.collector.rawValue,
                    "ocp_cluster_id": question.target.map { String($0.cluster) } ?? "",
                    "ocp_tenant_id": question.target?.tenant.map { String($0) } ?? "",
                    "reason": error.reason.rawValue, "err": error.message,
                ]
            )
        case .tasksWork(let collector):
            logger.info(
                "all that is asked of tenants and tasks can be read",
                ["ocp": ocp, "collector": collector.rawValue]
            )
        case .endpointAbsent(let endpoint, let error):
            logger.warn(
                "this OCP lacks an endpoint; it is left alone for 6 hours",
                [
                    "ocp": ocp, "collector": endpoint.collector.rawValue,
                    "level": endpoint.level == .tenant ? "tenant" : "cluster",
                    "err": error.message,
                ]
            )
        case .endpointPresent(let endpoint):
            logger.info(
                "this OCP has the endpoint now",
                ["ocp": ocp, "collector": endpoint.collector.rawValue]
            )
        case .heldBack(let count):
            logger.warn(
                "OCP sends more that is odd than is told of here; what is new is only counted for"
                    + " now",
                ["ocp": ocp, "held_back": String(count)]
            )
        }
    }

    private static func fields(
        _ ocp: String,
        _ id: Int64,
        _ name: String
    ) -> KeyValuePairs<String, String> {
        ["ocp": ocp, "ocp_cluster_id": String(id), "ob_cluster_name": name]
    }
}
