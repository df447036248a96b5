/// Who gets a permit; pure but for asking rounds whether they still have targets.
extension OCPGate.State {
    /// What becomes of an attempt to take a permit.
    enum Attempt {
        case taken
        /// Nothing may be sent.
        case none
        /// There may be more permits soon.
        case grows
        /// One has to be given back first.
        case full
    }

    mutating func take(_ rank: Int, _ most: Int) -> Attempt {
        let allowance = allowance(most, rank)
        guard allowance > 0 else { return .none }
        guard !isWanted(before: rank) else { return .full }
        guard crowd.inside >= allowance else {
            crowd.inside += 1
            return .taken
        }
        return admission.isLetIn && crowd.limit < most ? .grows : .full
    }

    /// Requests that may be in flight; 0 for none.
    ///
    /// What comes after the rounds' own is only asked of an OCP that has let us in.
    func allowance(_ most: Int, _ rank: Int = 0) -> Int {
        if rank > 0, !admission.isLetIn { return 0 }
        return admission.allowance(of: min(crowd.limit, most))
    }

    /// Whether somebody has targets to ask who comes before a rank.
    func isWanted(before rank: Int) -> Bool {
        queues.contains { $0.rank < rank && $0.hasTargets() }
    }

    /// Takes out those who need not wait any more: with a permit, or without if none is to be had.
    mutating func takeReady(_ most: Int) -> [(OCPGate.Waiter, isTaken: Bool)] {
        guard !waiting.isEmpty else { return [] }
        let allowance = allowance(most)
        let isHopeless = [allowance == 0, self.allowance(most, 1) == 0]
        var ready = waiting.filter { isHopeless[min($0.rank, 1)] }.map { ($0, isTaken: false) }
        waiting.removeAll { isHopeless[min($0.rank, 1)] }
        while crowd.inside < allowance, let first = waiting.min(by: { $0.rank < $1.rank }),
            !isWanted(before: first.rank)
        {
            waiting.removeAll { $0.id == first.id }
            crowd.inside += 1
            ready.append((first, true))
        }
        return ready
    }

    mutating func nextID() -> UInt64 {
        lastID += 1
        return lastID
    }
}
