extension OCPClient {
    /// How many rows to ask for at once; OCP's limit is 2,000.
    static let pageSize = 200
    /// The most pages that are asked for.
    static let pageLimit = 2_000

    /// Reads a list of tenants or tasks, one page after the other.
    ///
    /// Neither the number of pages nor the size of one is believed: OCP's samples tell a size of 5,000
    /// where 10 were asked for. The list ends when as many elements came as OCP counts, or with a page
    /// that is empty or brings nothing new; a list that is shorter than OCP counts is none. Where a page
    /// is larger than an answer may be, all begins anew with pages of half the size.
    ///
    /// - Parameters:
    ///   - api: what to count the requests as.
    ///   - path: the path after the address's own prefix.
    ///   - query: parameters besides `page` and `size`.
    ///   - turn: is called before every request after the first one.
    /// - Returns: the rows in OCP's order.
    /// - Throws: ``OCPError``, `CancellationError`, or what `turn` throws; a list is given whole or not
    ///   at all.
    func list<Row: ListRow>(
        _ api: API,
        path: String,
        query: [(name: String, value: String)] = [],
        turn: () async throws -> Void
    ) async throws -> Decoded<[Row]> {
        var size = Self.pageSize
        while true {
            var list = PagedList<Row>(pageSize: size)
            do {
                list.add(try await page(1, size: size, of: api, path: path, query: query))
                while !list.isComplete, list.pageCount < Self.pageLimit {
                    try await turn()
                    let next = list.pageCount + 1
                    list.add(try await page(next, size: size, of: api, path: path, query: query))
                }
            } catch let error as OCPError where error.reason == .tooLarge && size > 1 {
                size /= 2
                try await turn()
                continue
            }
            if let contradiction = list.contradiction {
                count(contradiction, of: api)
                throw contradiction
            }
            return Decoded(list.rows, malformedFields: list.malformedFields)
        }
    }

    /// Asks for one page of a list.
    func page<Row: ListRow>(
        _ number: Int,
        size: Int,
        of api: API,
        path: String,
        query: [(name: String, value: String)] = []
    ) async throws -> ListPage<Row> {
        let place = [(name: "page", value: String(number)), (name: "size", value: String(size))]
        return try await get(api, path: path, query: place + query) { answer throws(OCPError) in
            var reader = answer.reader
            return try ListPage<Row>(number: number, answer, &reader)
        }
    }
}
