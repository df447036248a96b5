/// The order in which the clusters of an OCP are asked: those answered longest ago come first.
///
/// So a quota that is too small for a whole round reaches every cluster in turn, and a cluster that
/// answers late, or not at all, keeps none of the others waiting in the next round.
struct PollOrder: Sendable, Equatable {
    private var ids: [Int64] = []

    /// An order in which nobody was asked yet.
    init() {}

    /// Brings clusters in order: new ones first.
    ///
    /// - Parameter selected: ids, each once.
    func arrange(_ selected: [Int64]) -> [Int64] {
        let known = Set(ids)
        let wanted = Set(selected)
        return selected.filter { !known.contains($0) } + ids.filter(wanted.contains)
    }

    /// Takes note of a round.
    ///
    /// Behind those that were not reached come those whom the quota left out while they were asked:
    /// not before them, or one that is always refused would keep the others from being asked at
    /// all, and not at the end, or the same ones could be left out round after round.
    ///
    /// - Parameters:
    ///   - selected: the clusters that were to be asked.
    ///   - answered: those that were asked, in the order in which they were done; of one that was
    ///     asked again the last time counts.
    ///   - throttled: those of them that were answered with HTTP 429.
    mutating func take(selected: [Int64], answered: [Int64], throttled: Set<Int64> = []) {
        var seen = throttled
        let latestFirst = answered.reversed().filter { seen.insert($0).inserted }
        let arranged = arrange(selected)
        ids =
            arranged.filter { !seen.contains($0) } + arranged.filter(throttled.contains)
            + latestFirst.reversed()
    }
}
