import OCP

/// Which clusters of an OCP are polled.
struct ClusterSelection: Sendable, Equatable {
    /// Clusters that are polled whatever the list says.
    var ids: [Int64] = []
    /// Listed clusters whose name matches are polled too; absent, with no ids: all of them.
    var include: Pattern?
    /// Listed clusters whose name matches are left out, but for those in `ids`.
    var exclude: Pattern?
    /// Of all these, the clusters that this exporter polls.
    var shard = Shard.whole

    /// False if the ids say it all, so that the list need not be read.
    var needsList: Bool {
        ids.isEmpty || include != nil
    }

    /// Picks from what OCP lists.
    ///
    /// - Parameter list: the list, each id once; empty if it need not be read.
    /// - Returns: the clusters by ascending id, each once.
    func select(from list: [ClusterSummary]) -> [ClusterSummary] {
        let fixed = Set(ids)
        let included = include?.matcher
        let excluded = exclude?.matcher
        let listed = list.filter { cluster in
            if fixed.contains(cluster.id) { return true }
            let name = cluster.name ?? ""
            return included?.matches(name) != false && excluded?.matches(name) != true
        }
        let missing = fixed.subtracting(listed.map(\.id))
            .map { ClusterSummary(id: $0, name: nil) }
        return (listed + missing).filter { shard.contains($0.id) }.sorted { $0.id < $1.id }
    }
}

/// A regular expression of the configuration; it matches anywhere in a name unless anchored.
struct Pattern: Sendable, Equatable {
    /// The expression as it was written.
    let text: String

    /// Checks and keeps an expression.
    ///
    /// - Throws: the error of the standard library's parser, which says what is wrong.
    init(_ text: String) throws {
        _ = try Regex(text)
        self.text = text
    }

    /// The expression ready to be tried on many names, by one task.
    ///
    /// A `Regex` cannot be shared between tasks, and making one costs as much as hundreds of tries.
    var matcher: Matcher { Matcher(regex: try? Regex(text)) }

    /// A pattern that is ready.
    struct Matcher {
        fileprivate let regex: Regex<AnyRegexOutput>?

        /// Whether the expression is found in a name.
        func matches(_ name: String) -> Bool {
            regex.map { name.firstMatch(of: $0) != nil } ?? false
        }
    }
}
