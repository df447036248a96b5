import OCP

/// Which clusters of an OCP are polled.
package struct ClusterSelection: Sendable, Equatable {
    /// Clusters that are polled whatever the list says.
    package var ids: [Int64] = []
    /// Listed clusters whose name matches are polled too; absent, with no ids: all of them.
    package var include: Pattern?
    /// Listed clusters whose name matches are left out, but for those in `ids`.
    package var exclude: Pattern?
    /// Of all these, the clusters that this exporter polls.
    package var shard = Shard.whole

    /// Selects all that OCP lists.
    package init() {}

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
