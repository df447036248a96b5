extension OCPClient {
    /// All clusters that the account may see: `GET /api/v2/ob/clusters`, page by page.
    ///
    /// OCP's manual knows `totalPages` and `totalPage`, and neither is relied on. The list ends
    /// with a page that is empty or brings nothing new, when all elements that OCP counts were
    /// seen, or with a short page if OCP does not count. Bad elements are noted and left out, and
    /// so is what was there before. A list that is shorter than OCP counts is none.
    ///
    /// - Parameter limit: how many pages may be asked for at the same time; is asked once the first has
    ///   come and told how many there are. Without that they are asked for one after the other.
    /// - Returns: the clusters in OCP's order, each id once.
    /// - Throws: ``OCPError`` or `CancellationError`; a list is given whole or not at all.
    package func clusters(
        inFlight limit: () -> Int = { 1 }
    ) async throws -> Decoded<[ClusterSummary]> {
        var list = ClusterList(pageSize: Self.pageSize)
        list.add(try await page(1))
        let promised = min(list.promisedPages, Self.pageLimit)
        if !list.isComplete, promised > 2 {
            try await addPages(through: promised, to: &list, inFlight: max(1, limit()))
        }
        while !list.isComplete, list.pageCount < Self.pageLimit {
            list.add(try await page(list.pageCount + 1))
        }
        if let contradiction = list.contradiction {
            count(contradiction, of: .clusters)
            throw contradiction
        }
        return Decoded(list.clusters, malformedFields: list.malformedFields)
    }

    private func page(_ number: Int) async throws -> ClusterPage {
        try await page(number, size: Self.pageSize, of: .clusters, path: "/api/v2/ob/clusters")
    }

    /// Asks for pages at the same time and adds them in order, until the list is complete.
    ///
    /// Never for more than the limit beyond the first that is missing: OCP may promise pages that do
    /// not exist, and only that one tells.
    private func addPages(
        through last: Int,
        to list: inout ClusterList,
        inFlight limit: Int
    ) async throws {
        try await withThrowingTaskGroup(of: ClusterPage.self) { group in
            var next = list.pageCount + 1
            var early: [Int: ClusterPage] = [:]
            repeat {
                while next <= min(last, list.pageCount + limit) {
                    let number = next
                    group.addTask { try await self.page(number) }
                    next += 1
                }
                guard let page = try await group.next() else { return }
                early[page.number] = page
                while !list.isComplete, let due = early.removeValue(forKey: list.pageCount + 1) {
                    list.add(due)
                }
            } while !list.isComplete
            group.cancelAll()
        }
    }
}
