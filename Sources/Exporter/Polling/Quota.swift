import OCP

/// What OCP last said of the account's quota, and what the rounds will need of it.
struct Quota: Sendable {
    /// OCP's last word, and when it came.
    var told: (limit: RateLimit, at: Duration)?
    /// Requests of one round.
    var requestsPerRound = 0
    /// Between the starts of two rounds.
    var pollInterval: Duration

    /// A quota whose end OCP does not name is taken for one of a minute.
    private static let usualWindow: Duration = .seconds(60)

    /// Whether more is left than the rounds need until the window ends.
    func allows(at uptime: Duration) -> Bool {
        guard let told, let remaining = told.limit.remaining else { return true }
        let window = told.limit.reset.map { .seconds($0) } ?? Self.usualWindow
        let rest = told.at + window - uptime
        guard rest > .zero else { return true }
        let rounds = (rest / pollInterval).rounded(.up)
        return remaining > rounds * Double(requestsPerRound)
    }
}
