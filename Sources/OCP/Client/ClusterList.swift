import JSON

/// One page of the list of clusters, as it came.
struct ClusterPage: Sendable {
    /// Which page it is, from 1.
    let number: Int
    /// The clusters on it; an id may come more than once.
    private(set) var clusters: [ClusterSummary] = []
    /// How many elements it has, bad ones included.
    private(set) var elementCount = 0
    /// The bad fields.
    private(set) var malformedFields: [MalformedField] = []
    /// How many pages OCP says that there are.
    private(set) var totalPages: Int64?
    /// How many clusters OCP says that there are.
    private(set) var totalElements: Int64?

    /// Reads a page.
    init(number: Int, _ answer: Answer, _ reader: inout FieldReader) throws(OCPError) {
        self.number = number
        guard let data = try answer.data() else { throw answer.nothingSent }
        let counts = data.object?["page"]?.object
        totalPages = Self.count("totalPages", counts) ?? Self.count("totalPage", counts)
        totalElements = Self.count("totalElements", counts)
        let elements: [JSONElement]
        if let plain = data.array {
            elements = plain
        } else if let object = data.object {
            let contents = object["contents"]
            if let contents, !contents.isNull {
                guard let listed = contents.array else {
                    throw answer.unexpected("contents is \(contents.kind), not an array")
                }
                elements = listed
            } else {
                guard totalElements == 0 else { throw answer.nothingSent }
                elements = []
            }
        } else {
            throw answer.unexpected("data is \(data.kind), not a list of clusters")
        }
        elementCount = elements.count
        clusters.reserveCapacity(elements.count)
        for element in elements { add(element, &reader) }
        malformedFields = reader.malformedFields
    }

    private mutating func add(_ element: JSONElement, _ reader: inout FieldReader) {
        guard let object = element.object else {
            reader.note("contents", "an element is \(element.kind), not an object")
            return
        }
        let name = reader.name("name", in: object)
        guard let id = reader.positiveInteger("id", in: object) else {
            if reader.value("id", in: object) == nil { reader.note("id", "an element has no id") }
            return
        }
        clusters.append(ClusterSummary(id: id, name: name))
    }

    private static func count(_ key: String, _ counts: JSONElement?) -> Int64? {
        counts?[key].flatMap(LenientValue.integer).flatMap { $0 >= 0 ? $0 : nil }
    }
}

/// The pages of the list of clusters put together.
struct ClusterList {
    /// The clusters so far, each id once.
    private(set) var clusters: [ClusterSummary] = []
    /// The bad fields so far.
    private(set) var malformedFields: [MalformedField] = []
    /// How many pages were added.
    private(set) var pageCount = 0
    /// How many pages there are by the last one's word; 0 if it does not say.
    private(set) var promisedPages = 0
    /// True after the last page.
    private(set) var isComplete = false

    private let pageSize: Int
    private var ids: Set<Int64> = []
    /// How many elements were on the pages that brought something new.
    private var elementCount = 0
    /// How many clusters there are by the last word of OCP on it.
    private var total: Int64?

    init(pageSize: Int) {
        self.pageSize = pageSize
    }

    /// Takes the next page.
    mutating func add(_ page: ClusterPage) {
        let known = clusters.count
        for cluster in page.clusters where ids.insert(cluster.id).inserted {
            clusters.append(cluster)
        }
        let room = FieldReader.noteLimit - malformedFields.count
        malformedFields += page.malformedFields.prefix(max(0, room))
        if clusters.count > known { elementCount += page.elementCount }
        total = page.totalElements ?? total
        pageCount += 1
        promisedPages = Int(clamping: page.totalPages ?? 0)
        isComplete = page.elementCount == 0 || clusters.count == known || !hasMore(after: page)
    }

    /// Why the whole is not to be believed: it has ended, and OCP counts more than it sent.
    var contradiction: OCPError? {
        let claim: String
        if let total, total > elementCount {
            claim = "\(total) clusters"
        } else if elementCount == 0, promisedPages > 1 {
            claim = "\(promisedPages) pages"
        } else {
            return nil
        }
        return OCPError(
            reason: .malformed,
            message: "OCP's list ends after \(elementCount) clusters and says that there are"
                + " \(claim): what was known stays",
            status: 200,
            isFromOCP: true
        )
    }

    /// True if anything speaks for another page: small pages are no sign of the end if OCP counts.
    private func hasMore(after page: ClusterPage) -> Bool {
        if page.number < promisedPages { return true }
        // A total that is less than what came is no total.
        if let total = page.totalElements, total >= elementCount { return elementCount < total }
        return page.elementCount >= pageSize
    }
}

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
