/// The pages of a list put together.
struct PagedList<Row: ListRow> {
    /// The rows so far, without those that an earlier page had already.
    private(set) var rows: [Row] = []
    /// The bad fields so far.
    private(set) var malformedFields: [MalformedField] = []
    /// How many pages were added.
    private(set) var pageCount = 0
    /// How many pages there are by the last one's word; 0 if it does not say.
    private(set) var promisedPages = 0
    /// True after the last page.
    private(set) var isComplete = false

    private let pageSize: Int
    private var identities: Set<Row.Identity> = []
    /// How many elements were on the pages that brought something new.
    private var elementCount = 0
    /// How many elements there are by the last word of OCP on it.
    private var total: Int64?

    init(pageSize: Int) {
        self.pageSize = pageSize
    }

    /// Takes the next page.
    mutating func add(_ page: ListPage<Row>) {
        let known = rows.count
        addRows(page.rows)
        let room = FieldReader.noteLimit - malformedFields.count
        malformedFields += page.malformedFields.prefix(max(0, room))
        if rows.count > known { elementCount += page.elementCount }
        total = page.totalElements ?? total
        pageCount += 1
        promisedPages = Int(clamping: page.totalPages ?? 0)
        isComplete =
            page.elementCount == 0 || page.isBareRow || rows.count == known
            || !hasMore(after: page)
    }

    /// Why the whole is not to be believed: it has ended, and OCP counts more than it sent.
    var contradiction: OCPError? {
        let claim: String
        if let total, total > elementCount {
            claim = "\(total) \(Row.plural)"
        } else if elementCount == 0, promisedPages > 1 {
            claim = "\(promisedPages) pages"
        } else {
            return nil
        }
        return OCPError(
            reason: .malformed,
            message: "OCP's list ends after \(elementCount) \(Row.plural) and says that there are"
                + " \(claim): what was known stays",
            status: 200,
            isFromOCP: true
        )
    }

    private mutating func addRows(_ more: [Row]) {
        if Row.isUnique {
            for row in more where identities.insert(row.identity).inserted { rows.append(row) }
        } else {
            // A row comes again on a later page if the list moved in between; on one page, it is two.
            rows += more.filter { !identities.contains($0.identity) }
            identities.formUnion(more.lazy.map(\.identity))
        }
    }

    /// True if anything speaks for another page: small pages are no sign of the end if OCP counts.
    private func hasMore(after page: ListPage<Row>) -> Bool {
        if page.number < promisedPages { return true }
        // A total that is less than what came is no total.
        if let total = page.totalElements, total >= elementCount { return elementCount < total }
        return !Row.isEndedByPageCount || page.elementCount >= pageSize
    }
}
