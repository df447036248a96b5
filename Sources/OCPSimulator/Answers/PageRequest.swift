import Kernel

/// Which rows of a list are wanted.
struct PageRequest: Sendable, Equatable {
    /// From 1.
    var page = 1
    /// 1 to 2000.
    var size = 10
    /// Rows that began earlier are left out; milliseconds since 1970.
    var startTime: Int64?
    /// Rows that began later are left out; milliseconds since 1970.
    var endTime: Int64?

    /// The calls for tasks, which differ in what they ask for.
    enum TaskLevel: Sendable {
        /// Page and size are required, and times have any offset.
        case cluster
        /// Page and size are not documented, and times are in UTC.
        case tenant
    }

    /// Reads the query of the list of tenants; nil if a number is none or out of range.
    init?(query: String?) {
        self.init(QueryParameters(query))
    }

    /// Reads the query of a list of tasks; nil if something is missing, or is not what it should be.
    init?(query: String?, of level: TaskLevel) {
        let parameters = QueryParameters(query)
        if level == .cluster, parameters["page"] == nil || parameters["size"] == nil { return nil }
        self.init(parameters)
        // A list that takes no size is whole.
        if parameters["size"] == nil { size = 2000 }
        for (name, field) in [("startTime", \PageRequest.startTime), ("endTime", \.endTime)] {
            guard let text = parameters[name] else { continue }
            guard let time = QueryTime.milliseconds(text, inUTC: level == .tenant) else {
                return nil
            }
            self[keyPath: field] = time
        }
    }

    private init?(_ parameters: QueryParameters) {
        if let text = parameters["page"] {
            guard let number = Int(text), 1...Int(Int32.max) ~= number else { return nil }
            page = number
        }
        if let text = parameters["size"] {
            guard let number = Int(text), 1...2000 ~= number else { return nil }
            size = number
        }
    }

    /// True for a row that began at a moment, in milliseconds since 1970.
    func includes(_ began: Int64) -> Bool {
        began >= startTime ?? .min && began <= endTime ?? .max
    }
}

/// The times that queries hold.
enum QueryTime {
    /// The milliseconds since 1970 of `2024-08-09T08:00:52Z`, or with an offset and a fraction where
    /// it need not be in UTC; nil for another form or no time.
    static func milliseconds(_ text: String, inUTC: Bool) -> Int64? {
        // An unescaped plus sign has become a space.
        let text = text.replacing(" ", with: "+")
        guard
            let parts = text.wholeMatch(
                of:
                    /(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(?:Z|([+-])(\d\d):?(\d\d))/
            ),
            !inUTC || (parts.8 == nil && parts.7 == nil),
            let year = Int64(parts.1), let month = Int64(parts.2), let day = Int64(parts.3),
            let hour = Int64(parts.4), let minute = Int64(parts.5), let second = Int64(parts.6),
            hour < 24, minute < 60, second < 60,
            let date = CalendarTime.seconds(year: year, month: month, day: day)
        else { return nil }
        let east = (Int64(parts.9 ?? "0") ?? 0) * 3600 + (Int64(parts.10 ?? "0") ?? 0) * 60
        let seconds = date + hour * 3600 + minute * 60 + second - (parts.8 == "-" ? -east : east)
        let fraction = parts.7.flatMap { Double("0" + $0) } ?? 0
        return seconds * 1000 + Int64(fraction * 1000)
    }
}

/// The rows of a page, picked out of all rows as these pass by.
struct PageRows {
    private let request: PageRequest
    private let first: Int
    private var contents: [JSONValue] = []
    private var total = 0

    init(_ request: PageRequest) {
        self.request = request
        first = (request.page - 1) * request.size
    }

    /// Lets so many rows pass, and makes those that are on the page.
    mutating func append(_ count: Int, make: (Int) -> JSONValue) {
        let from = max(first, total)
        let to = min(first + request.size, total + count)
        if from < to { contents += (from - total..<to - total).map(make) }
        total += count
    }

    /// `contents` and `page`, with a `size` that is not the one that was asked for.
    func data(size: Int64) -> JSONValue {
        .properties([
            "contents": .array(contents),
            "page": .properties([
                "number": .integer(Int64(request.page)),
                "size": .integer(size),
                "totalElements": .integer(Int64(total)),
                "totalPages": .integer(Int64((total + request.size - 1) / request.size)),
            ]),
        ])
    }
}
