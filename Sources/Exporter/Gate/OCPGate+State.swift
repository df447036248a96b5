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
        let allowance = allowance(most)
        guard allowance > 0 else { return .none }
        guard rank == 0 || admission.isLetIn else { return isUndecided ? .full : .none }
        guard !isWanted(before: rank) else { return .full }
        guard crowd.inside >= allowance else {
            crowd.inside += 1
            return .taken
        }
        return admission.isLetIn && crowd.limit < most ? .grows : .full
    }

    /// Requests that may be in flight; 0 for none.
    func allowance(_ most: Int) -> Int {
        admission.allowance(of: min(crowd.limit, most))
    }

    /// Whether a round is about to find out if OCP lets us in: only then is anything asked that comes
    /// after the rounds' own.
    var isUndecided: Bool {
        rounds > 0 && admission.closing == nil && !admission.isLetIn
    }

    /// Whether somebody of a rank waits in vain.
    private func isHopeless(_ rank: Int, _ allowance: Int) -> Bool {
        allowance == 0 || rank > 0 && !admission.isLetIn && !isUndecided
    }

    /// Whether somebody has targets to ask who comes before a rank.
    func isWanted(before rank: Int) -> Bool {
        queues.contains { $0.rank < rank && $0.hasTargets() }
    }

    /// Takes out those who need not wait any more: with a permit, or without if none is to be had.
    mutating func takeReady(_ most: Int) -> [(OCPGate.Waiter, isTaken: Bool)] {
        guard !waiting.isEmpty else { return [] }
        let allowance = allowance(most)
        var ready = waiting.filter { isHopeless($0.rank, allowance) }.map { ($0, isTaken: false) }
        waiting = waiting.filter { !isHopeless($0.rank, allowance) }
        while crowd.inside < allowance, let first = waiting.min(by: { $0.rank < $1.rank }),
            first.rank == 0 || admission.isLetIn, !isWanted(before: first.rank)
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
