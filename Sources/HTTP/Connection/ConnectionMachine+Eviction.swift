extension ConnectionMachine {
    /// How readily a connection gives its place to a newcomer: the lowest rank goes first, and of
    /// equals the one that has been so the longest; nil keeps its place.
    ///
    /// Idle ones go before those in the middle of a head, so that a scraper that was just accepted
    /// is heard; a request that is being answered is never cut off while its client takes it. Who
    /// waits long for an answer does so in a crowd of log-ons.
    func evictionRank(at now: MonotonicTime) -> Int? {
        let isStalled = now - since > times.stall
        guard output.isEmpty else { return isStalled ? 3 : nil }
        return switch phase {
        case .lingering: 0
        case .idle: 1
        case .handshake, .head: 2
        case .answering: isStalled ? 2 : nil
        case .finishing: nil
        }
    }

    /// A request has come, and nothing of its answer is there yet.
    var isUnanswered: Bool { phase == .answering && output.isEmpty }
}
