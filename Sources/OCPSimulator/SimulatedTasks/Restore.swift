/// One restore of a backup as OCP's task list tells of it.
struct Restore: Sendable, Equatable {
    var id: Int64
    /// The tenant that had been backed up.
    var tenant: Tenant
    /// How long ago it began, in simulated milliseconds.
    var age: Int64
    /// How long it took; nil while it runs.
    var duration: Int64?
    /// False if it failed.
    var isSuccessful: Bool
}

/// The restores of a cluster's backups: one in 30 days, of which each third fails.
enum Restores {
    private static let period = 30 * Span.day
    private static let history: Int64 = 6

    /// The restores of a cluster over the last 180 days; none runs when the simulation begins.
    static func of(_ state: BackupState, _ tenants: Tenants) -> [Restore] {
        guard !state.cluster.isStandby, state.hasStrategy, tenants.users > 0 else { return [] }
        let hash = state.cluster.hash
        let phase = Span.day + hash.number(.round, below: period - Span.day)
        let time = history * period + phase + state.moment.elapsed
        let newest = time / period
        return (newest - history + 1...newest).map { number in
            let age = time - number * period
            let own = StableHash(seed: hash.number(.task), index: UInt64(number))
            let span = Span.hour + own.number(.round, below: 5 * Span.hour)
            return Restore(
                id: Int64(state.cluster.index) * 1000 + number,
                tenant: tenants.user(Int(number) % min(tenants.users, 3)),
                age: age,
                duration: age < span ? nil : span,
                isSuccessful: number % 3 != 2
            )
        }
    }
}
