/// What OCP would say of a tenant and its backup at a moment; scenarios change it.
struct TenantState: Sendable {
    let tenant: Tenant
    let moment: Moment
    /// OCP's word for what is done with the tenant.
    var status = "NORMAL"
    /// OCP's word for the tenant's part in a pair.
    var role = "PRIMARY"
    /// False while the tenant is neither in the list nor found by its id.
    var isListed = true
    /// False where nothing is backed up, and never was.
    var hasTasks = true
    /// Whether logs are archived.
    var archive = Archive.running
    /// Which data backups go wrong.
    var trouble: DataTrouble?
    /// How far the day of the full backup is moved, in days.
    var weekShift: Int64
    /// What the tenant's strategy is.
    var strategy: Strategy
    /// False if the tenant's own strategy is switched off.
    var isScheduled = true
    /// What asking for the tenant's tasks and strategy is refused with, and HTTP 500.
    var refusal: ErrorCode?

    /// Whether logs are archived.
    enum Archive: Sendable, Equatable {
        case running
        /// Interrupted so many simulated milliseconds ago.
        case interrupted(Int64)
        case neverStarted
    }

    /// What goes wrong with data backups from a day on, which counts as `DataBackups` says.
    enum DataTrouble: Sendable, Equatable {
        /// Every backup fails.
        case allFail(from: Int64)
        /// Every full backup fails.
        case fullFails(from: Int64)
        /// The backup of this day goes on and on, and no other begins.
        case endless(Int64)
    }

    /// What is said to who asks for a tenant's own strategy.
    enum Strategy: Sendable, Equatable {
        case own
        /// There is none, which is an error.
        case refused
        /// There is none, which is an object without an id.
        case empty
    }

    /// The state of a tenant whose backup is as it should be.
    ///
    /// Of three user tenants one has a strategy of its own; the others are under the cluster's.
    init(calm tenant: Tenant, at moment: Moment) {
        self.tenant = tenant
        self.moment = moment
        weekShift = tenant.hash.number(.week, below: 7)
        strategy = tenant.number.map { [.own, .refused, .empty][$0 % 3] } ?? .refused
        if tenant.number == nil || !tenant.cluster.isBackedUpByTenant { hasTasks = false }
        if tenant.cluster.isStandby { stand(by: "STANDBY") }
    }

    /// Makes the tenant one that is not backed up, for the part that it has.
    mutating func stand(by role: String) {
        self.role = role
        hasTasks = false
        if strategy == .own { strategy = .refused }
    }

    /// How far the log archive is behind while it runs: 8 to 108 s, as OceanBase's default
    /// `archive_lag_target` of 120 s makes it; in simulated milliseconds.
    var calmLogAge: Int64 {
        let phase = tenant.hash.number(.logPhase, below: 100 * Span.second)
        return 8 * Span.second + (moment.elapsed + phase) % (100 * Span.second)
    }

    /// How old the tenant is, in simulated milliseconds: 200 to 700 days when the simulator starts.
    var age: Int64 {
        (200 + tenant.hash.number(.creation, below: 500)) * Span.day + moment.elapsed
    }
}

extension SimulatedFleet.Member {
    /// What OCP would say of one of the cluster's tenants at a moment.
    func state(of tenant: Tenant, at moment: Moment) -> TenantState {
        var state = TenantState(calm: tenant, at: moment)
        if tenant.number != nil, tenant.cluster.isBackedUpByTenant { scenario.changeTenant(&state) }
        return state
    }

    /// The states of the user tenants of an OceanBase 4 cluster that can be read together.
    func readableStates(_ tenants: Tenants, at moment: Moment) -> [TenantState] {
        let order = ShuffledOrder(count: tenants.users)
        return (0..<tenants.users).lazy.map { state(of: tenants.user(order[$0]), at: moment) }
            .filter { $0.isListed && $0.refusal == nil && $0.hasTasks }
    }
}
