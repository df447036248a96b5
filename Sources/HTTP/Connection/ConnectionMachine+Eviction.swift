extension ConnectionMachine {
    /// How readily a connection gives its place to a newcomer: the lowest rank goes first, and of
    /// equals the one that has been so the longest; nil keeps its place.
    ///
    /// Idle ones go before those in the middle of a head, so that a scraper that was just accepted
    /// is heard; a request that is being answered is never cut off while its client takes it. Last
    /// come those who have waited long for an answer, as only a crowd of log-ons makes them.
    func evictionRank(at now: MonotonicTime) -> Int? {
        let isStalled = now - since > Self.stallBeforeEviction
        guard output.isEmpty else { return isStalled ? 3 : nil }
        return switch phase {
        case .lingering: 0
        case .idle: 1
        case .handshake, .head: 2
        case .answering: isStalled ? 3 : nil
        case .finishing: nil
        }
    }

    /// Milliseconds without progress after which an answer that is not taken, or not there yet, may
    /// be thrown away.
    private static let stallBeforeEviction: Int64 = 1000
}
