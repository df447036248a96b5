extension ConnectionMachine {
    /// How readily a connection gives its place to a newcomer: the lowest rank goes first, and of
    /// equals the one that has been so the longest; nil keeps its place.
    ///
    /// Idle ones go before those in the middle of a head, so that a scraper that was just accepted
    /// is heard; a request that is being answered is never cut off while its client takes it.
    func evictionRank(at now: MonotonicTime) -> Int? {
        guard output.isEmpty else { return now - since > Self.stallBeforeEviction ? 3 : nil }
        return switch phase {
        case .lingering: 0
        case .idle: 1
        case .handshake, .head: 2
        case .answering, .finishing: nil
        }
    }

    /// Milliseconds without progress after which an answer that is not taken may be thrown away.
    private static let stallBeforeEviction: Int64 = 1000
}
