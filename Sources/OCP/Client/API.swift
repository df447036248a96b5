/// What is asked of OCP: the values of the label `endpoint`.
package enum API: String, CaseIterable, Sendable {
    /// `GET /api/v2/ob/clusters`.
    case clusters
    /// `GET /api/v2/ob/clusters/{id}/backup/overview`.
    case overview
    /// `GET /api/v2/info`.
    case info
    /// `GET /api/v2/time`.
    case time
}
