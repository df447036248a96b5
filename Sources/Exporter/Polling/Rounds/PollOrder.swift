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
    /// - Returns: the same ids.
    func arrange(_ selected: [Int64]) -> [Int64] {
        let known = Set(ids)
        let wanted = Set(selected)
        return selected.filter { !known.contains($0) } + ids.filter(wanted.contains)
    }

    /// Takes note of a round.
    ///
    /// Those whom a quota left out keep their place, so that they come first the next time. But a
    /// quota that is used up is so for all: one that was refused while another behind it was not,
    /// or in a round in which nobody was served, goes to the end, or one cluster that is always
    /// refused would keep all others from being asked.
    ///
    /// - Parameters:
    ///   - selected: the clusters that were to be asked.
    ///   - answered: those that were asked, in the order in which they were done; of one that was
    ///     asked again the last time counts.
    ///   - throttled: those of them that were answered with HTTP 429.
    mutating func take(selected: [Int64], answered: [Int64], throttled: Set<Int64> = []) {
        let arranged = arrange(selected)
        let asked = Set(answered)
        let lastServed = arranged.lastIndex { asked.contains($0) && !throttled.contains($0) }
        var done = asked
        if let lastServed {
            done.subtract(arranged[(lastServed + 1)...].filter(throttled.contains))
        }
        var seen: Set<Int64> = []
        let latestFirst = answered.reversed().filter {
            done.contains($0) && seen.insert($0).inserted
        }
        ids = arranged.filter { !done.contains($0) } + latestFirst.reversed()
    }
}
