/// The order in which the targets of a collector are asked: those answered longest ago come first.
///
/// So a quota that is too small for a whole round reaches every target in turn, and one that
/// answers late, or not at all, keeps none of the others waiting in the next round.
struct TargetOrder<Target: Hashable & Sendable>: Sendable {
    private var targets: [Target] = []

    /// An order in which nobody was asked yet.
    init() {}

    /// Brings targets in order: new ones first.
    ///
    /// - Parameter selected: each once.
    /// - Returns: the same.
    func arrange(_ selected: [Target]) -> [Target] {
        let known = Set(targets)
        let wanted = Set(selected)
        return selected.filter { !known.contains($0) } + targets.filter(wanted.contains)
    }

    /// Takes note of a round.
    ///
    /// Those whom a quota left out keep their place, so that they come first the next time. But a
    /// quota that is used up is so for all: one that was refused while another behind it was not,
    /// or in a round in which nobody was served, goes to the end, or one target that is always
    /// refused would keep all others from being asked.
    ///
    /// - Parameters:
    ///   - selected: those that were to be asked.
    ///   - answered: those that were asked, in the order in which they were done; of one that was
    ///     asked again the last time counts.
    ///   - throttled: those of them that were answered with HTTP 429.
    mutating func take(selected: [Target], answered: [Target], throttled: Set<Target> = []) {
        let arranged = arrange(selected)
        let asked = Set(answered)
        let lastServed = arranged.lastIndex { asked.contains($0) && !throttled.contains($0) }
        var done = asked
        if let lastServed {
            done.subtract(arranged[(lastServed + 1)...].filter(throttled.contains))
        }
        var seen: Set<Target> = []
        let latestFirst = answered.reversed().filter {
            done.contains($0) && seen.insert($0).inserted
        }
        targets = arranged.filter { !done.contains($0) } + latestFirst.reversed()
    }
}
