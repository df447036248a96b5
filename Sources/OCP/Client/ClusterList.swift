import JSON

/// One page of the list of clusters.
typealias ClusterPage = ListPage<ClusterSummary>

/// The pages of the list of clusters put together.
typealias ClusterList = PagedList<ClusterSummary>

extension ClusterList {
    /// The clusters so far, each id once.
    var clusters: [ClusterSummary] { rows }
}

/// One element of the answer of `GET /api/v2/ob/clusters`: `{"id":1000002,"name":"test",…}`.
package struct ClusterSummary: Sendable, Equatable {
    /// `id`: OCP's own id, the one that the paths of the API take.
    package var id: Int64
    /// `name`; not unique: a primary and its standby may share it.
    package var name: String?
    /// `obVersion`, such as `4.2.5.3`.
    package var obVersion: String?

    /// Makes a summary.
    package init(id: Int64, name: String?, obVersion: String? = nil) {
        self.id = id
        self.name = name
        self.obVersion = obVersion
    }
}

extension ClusterSummary: ListRow {
    static let plural = "clusters"
    static let isUnique = true
    static let isEndedByPageCount = true

    var identity: Int64 { id }

    init?(_ object: JSONElement, _ reader: inout FieldReader) {
        let name = reader.name("name", in: object)
        guard let id = reader.requiredId("id", in: object) else { return nil }
        self.init(id: id, name: name, obVersion: reader.name("obVersion", in: object))
    }
}
