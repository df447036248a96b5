/// One element of the answer of `GET /api/v2/ob/clusters`: `{"id":1000002,"name":"test",…}`.
package struct ClusterSummary: Sendable, Equatable {
    /// `id`: OCP's own id, the one that the paths of the API take.
    package var id: Int64
    /// `name`; not unique: a primary and its standby may share it.
    package var name: String?

    /// Makes a summary.
    package init(id: Int64, name: String?) {
        self.id = id
        self.name = name
    }
}
