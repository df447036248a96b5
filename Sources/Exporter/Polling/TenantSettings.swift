/// How the tenants of an OCP and their backups are asked for.
struct TenantSettings: Sendable, Equatable {
    /// Where tasks of tenants are asked for: `tenants.mode`.
    enum Mode: String, Sendable, CaseIterable {
        /// At the cluster if its lists name tenants, else at each tenant.
        case auto
        /// At the cluster only.
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
    var lookBack: Duration = standardLookBack

    /// 35 days.
    static let standardLookBack: Duration = .seconds(35 * 86_400)
}
