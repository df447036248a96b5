import JSON

extension OCPClient {
    /// How many clusters to ask for at once; OCP's limit is 2,000.
    private static let pageSize = 200
    /// The most pages that are asked for.
    private static let pageLimit = 2_000

    /// All clusters that the account may see: `GET /api/v2/ob/clusters`, page by page.
    ///
    /// OCP's manual knows `totalPages` and `totalPage`, and neither is relied on. The list ends
    /// with a page that is empty or brings nothing new, when all elements that OCP counts were
    /// seen, or with a short page if OCP does not count. Bad elements are noted and left out, and
    /// so is what was there before.
    ///
    /// - Returns: the clusters in OCP's order, each id once.
    /// - Throws: ``OCPError`` or `CancellationError`; a list is given whole or not at all.
    package func clusters() async throws -> Decoded<[ClusterSummary]> {
        var list = ClusterList(pageSize: Self.pageSize)
        for page in 1...Self.pageLimit {
            list = try await get(
                .clusters,
                path: "/api/v2/ob/clusters",
                query: [("page", String(page)), ("size", String(Self.pageSize))]
            ) { answer throws(OCPError) in
                var longer = list
                try longer.add(page: page, answer)
                return longer
            }
            if list.isComplete { break }
        }
        return Decoded(list.clusters, malformedFields: list.malformedFields)
    }
}

/// The pages of the list of clusters put together.
struct ClusterList {
    /// The clusters so far.
    private(set) var clusters: [ClusterSummary] = []
    /// The bad fields so far.
    private(set) var malformedFields: [MalformedField] = []
    /// True after the last page.
    private(set) var isComplete = false

    private let pageSize: Int
    private var ids: Set<Int64> = []
    private var elementCount = 0

    init(pageSize: Int) {
        self.pageSize = pageSize
    }

    /// Takes the next page.
    mutating func add(page: Int, _ answer: Answer) throws(OCPError) {
        guard let data = try answer.data() else {
            isComplete = true
            return
        }
        let elements: [JSONValue]
        if let plain = data.array {
            elements = plain
        } else if let object = data.object {
            let contents = object["contents"] ?? .null
            guard let listed = contents.isNull ? [] : contents.array else {
                throw answer.unexpected("contents is \(contents.kind), not an array")
            }
            elements = listed
        } else {
            throw answer.unexpected("data is \(data.kind), not a list of clusters")
        }
        let known = clusters.count
        var reader = FieldReader(redactor: answer.redactor)
        for element in elements { add(element, &reader) }
        let room = FieldReader.noteLimit - malformedFields.count
        malformedFields += reader.malformedFields.prefix(max(0, room))
        elementCount += elements.count
        isComplete =
            elements.isEmpty || clusters.count == known
            || !hasMore(after: page, of: elements.count, data.object?["page"]?.object)
    }

    private mutating func add(_ element: JSONValue, _ reader: inout FieldReader) {
        guard let object = element.object else {
            reader.note("contents", "an element is \(element.kind), not an object")
            return
        }
        guard let id = reader.positiveInteger("id", in: object) else {
            if reader.value("id", in: object) == nil { reader.note("id", "an element has no id") }
            return
        }
        guard ids.insert(id).inserted else { return }
        clusters.append(ClusterSummary(id: id, name: reader.name("name", in: object)))
    }

    /// True if anything speaks for another page: small pages are no sign of the end if OCP counts.
    private func hasMore(after page: Int, of count: Int, _ counts: JSONObject?) -> Bool {
        func number(_ key: String) -> Int64? {
            counts?[key].flatMap(LenientValue.integer).flatMap { $0 >= 0 ? $0 : nil }
        }
        if let pages = number("totalPages") ?? number("totalPage"), page < pages { return true }
        // A total that is less than what came is no total.
        if let total = number("totalElements"), total >= elementCount {
            return elementCount < total
        }
        return count >= pageSize
    }
}
