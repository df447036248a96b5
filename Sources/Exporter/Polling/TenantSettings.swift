/// How the tenants of an OCP and their backups are asked for.
struct TenantSettings: Sendable, Equatable {
    /// Where tasks of tenants are asked for: `tenants.mode`.
    enum Mode: String, Sendable, CaseIterable {
        /// At the cluster if its lists name tenants, else at each tenant.
        case auto
        /// At the cluster only; strategies are asked for at each tenant, too.
        case cluster
        /// At each tenant only.
        case tenant
        /// Nowhere: the overview is all.
        case off
    }

    var mode = Mode.auto
    /// Which tenants.
    var selection = TenantSelection()
    /// How often each collector asks each target; 1 second to 7 days.
    var intervals: [TaskCollector: Duration] = [
        .tenants: .seconds(600), .logBackups: .seconds(300), .dataBackups: .seconds(900),
        .strategies: .seconds(6 * 3600), .restores: .seconds(3600),
    ]
    /// How far back data backups count; more than the age at which one counts as too old.
    var lookBack = lookBack(beyond: 0)

    /// How far back data backups count where nobody says: 35 days, and a week more than the largest age
    /// at which one counts as too old, in seconds.
    static func lookBack(beyond largestAge: Double) -> Duration {
        .seconds(max(35 * 86_400, largestAge < 35 * 86_400 ? 0 : largestAge + 7 * 86_400))
    }
}
