import JSON

/// A row of a list that OCP gives page by page.
protocol ListRow: Sendable {
    /// What tells rows apart.
    associatedtype Identity: Hashable

    /// What the rows are, for messages.
    static var plural: String { get }
    /// Whether there is one row of an identity at most; if not, a page may hold equal rows, and all count.
    static var isUnique: Bool { get }
    /// Whether the list ends by the number of pages that OCP tells, or with a short page if it does not.
    static var isEndedByPageCount: Bool { get }

    /// What tells this row from others.
    var identity: Identity { get }

    /// Reads a row; nil if it is of no use, which is noted.
    init?(_ object: JSONElement, _ reader: inout FieldReader)
}

extension ListRow {
    static var isUnique: Bool { false }
    static var isEndedByPageCount: Bool { false }
}

extension ListRow where Self: Hashable {
    var identity: Self { self }
}

/// One page of a list, as it came.
struct ListPage<Row: ListRow>: Sendable {
    /// Which page it is, from 1.
    let number: Int
    /// The rows on it; an identity may come more than once.
    private(set) var rows: [Row] = []
    /// How many elements it has, bad ones included.
    private(set) var elementCount = 0
    /// The bad fields.
    private(set) var malformedFields: [MalformedField] = []
    /// How many pages OCP says that there are; nil for a list that does not end by it.
    private(set) var totalPages: Int64?
    /// How many elements OCP says that there are.
    private(set) var totalElements: Int64?
    /// True if a row came without a list around it: there are no other pages.
    private(set) var isBareRow = false

    /// Reads a page.
    init(number: Int, _ answer: Answer, _ reader: inout FieldReader) throws(OCPError) {
        self.number = number
        guard let data = try answer.data() else { throw answer.nothingSent }
        let counts = data.object?["page"]?.object
        if Row.isEndedByPageCount {
            totalPages = Self.count("totalPages", counts) ?? Self.count("totalPage", counts)
        }
        totalElements = Self.count("totalElements", counts)
        if let elements = data.array {
            add(elements, &reader)
        } else if let object = data.object {
            if !Row.isEndedByPageCount, object["contents"] == nil, object["page"] == nil {
                try addBareRow(object, answer, &reader)
            } else {
                add(try Self.contents(of: object, total: totalElements, answer), &reader)
            }
        } else {
            throw answer.unexpected("data is \(data.kind), not a list of \(Row.plural)")
        }
        malformedFields = reader.malformedFields
    }

    /// The list in an object; only where OCP counts nothing may there be none.
    private static func contents(
        of object: JSONElement,
        total: Int64?,
        _ answer: Answer
    ) throws(OCPError) -> [JSONElement] {
        guard let contents = object["contents"], !contents.isNull else {
            guard total == 0 else { throw answer.nothingSent }
            return []
        }
        guard let elements = contents.array else {
            throw answer.unexpected("contents is \(contents.kind), not an array")
        }
        return elements
    }

    private mutating func add(_ elements: [JSONElement], _ reader: inout FieldReader) {
        elementCount = elements.count
        rows.reserveCapacity(elements.count)
        for element in elements {
            guard let object = element.object else {
                reader.note("contents", "an element is \(element.kind), not an object")
                continue
            }
            if let row = Row(object, &reader) { rows.append(row) }
        }
    }

    /// Takes an object for a row: the manual's tables of the tasks have no list around it.
    private mutating func addBareRow(
        _ object: JSONElement,
        _ answer: Answer,
        _ reader: inout FieldReader
    ) throws(OCPError) {
        guard let row = Row(object, &reader), reader.hasValues else {
            throw answer.unexpected("data is an object that holds no list of \(Row.plural)")
        }
        rows = [row]
        elementCount = 1
        isBareRow = true
    }

    private static func count(_ key: String, _ counts: JSONElement?) -> Int64? {
        counts?[key].flatMap(LenientValue.integer).flatMap { $0 >= 0 ? $0 : nil }
    }
}
