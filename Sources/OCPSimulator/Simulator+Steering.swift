import Synchronization

/// What a test changes while the simulator runs, and what it reads.
extension Simulator {
    /// What was asked and answered so far.
    package var requests: RequestCounts {
        state.withLock(\.counts)
    }

    /// Counts from zero again.
    package func resetRequests() {
        state.withLock { $0.counts = RequestCounts() }
    }

    /// The ids of all clusters, listed at present or not, in the order of the list.
    package var clusterIds: [Int64] {
        state.withLock { $0.fleet.members.map(\.cluster.id) }
    }

    /// Changes who may log on.
    package func setAccount(_ account: SimulatedAccount) {
        state.withLock { $0.account = account }
    }

    /// Locks the account for the set time.
    package func lockAccount() {
        let now = moment.now
        state.withLock { $0.lockOut.lock(at: now) }
    }

    /// Unlocks the account and forgets its failed log-ons.
    package func unlockAccount() {
        state.withLock { $0.lockOut.unlock() }
    }

    /// Sets or lifts the rate limit; a new window begins.
    package func setRateLimit(_ limit: RateLimit?) {
        state.withLock { $0.throttle = limit.map(Throttle.init) }
    }

    /// Sets how long every answer takes.
    package func setLatency(milliseconds: Int64) {
        state.withLock { $0.latency = max(0, milliseconds) }
    }

    /// Spoils every answer of an endpoint, or those of one level, about one cluster and its tenants
    /// or about one tenant; nil stops doing so for just that target.
    ///
    /// What is set for less comes before what is set for more, and all before the scenario.
    package func setFault(
        _ fault: Fault?,
        endpoint: SimulatedEndpoint,
        level: SimulatedEndpoint.Level? = nil,
        cluster: Int64? = nil,
        tenant: Int64? = nil
    ) {
        let target = FaultTargets.Target(
            endpoint: endpoint,
            level: level,
            cluster: cluster,
            tenant: tenant
        )
        state.withLock { $0.faults[target] = fault }
    }

    /// Spoils the overview of a cluster, or leaves it to its scenario; false if there is none.
    @discardableResult
    package func setFault(_ fault: Fault?, cluster id: Int64) -> Bool {
        let isThere = state.withLock { $0.fleet[id] != nil }
        if isThere { setFault(fault, endpoint: .overview, cluster: id) }
        return isThere
    }

    /// The ids of a cluster's user tenants, listed at present or not, by their numbers; empty if
    /// there is no such cluster.
    package func userTenantIds(cluster id: Int64) -> [Int64] {
        guard let cluster = state.withLock({ $0.fleet[id]?.cluster }) else { return [] }
        let tenants = Tenants(cluster: cluster, size: settings.tenants)
        return (0..<tenants.users).map { tenants.user($0).id }
    }

    /// Changes what happens to a cluster, which stays who it is; false if there is none.
    @discardableResult
    package func setScenario(_ scenario: Scenario, cluster id: Int64) -> Bool {
        state.withLock { $0.fleet.update(id) { $0.scenario = scenario } }
    }

    /// Adds a cluster at the end of the list and returns its id.
    package func addCluster(_ scenario: Scenario, name: String? = nil) -> Int64 {
        state.withLock { $0.fleet.add(scenario, name: name) }
    }

    /// Removes a cluster; false if there is none.
    @discardableResult
    package func removeCluster(_ id: Int64) -> Bool {
        state.withLock { state in
            state.faults.forget(cluster: id)
            return state.fleet.remove(id)
        }
    }

    /// Answers 503 to every request that a fault left without an answer.
    package func releaseUnanswered() {
        let answers = state.withLock { state in
            defer { state.unanswered = [] }
            return state.unanswered
        }
        for answer in answers { answer(Self.goodbye) }
    }
}

extension Simulator {
    /// The scenario that each cluster plays, by OCP's id.
    package var scenarioNames: [Int64: String] {
        let members = state.withLock { $0.fleet.members }
        return Dictionary(members.map { ($0.cluster.id, $0.scenario.name) }) { first, _ in first }
    }

    /// The fleet in a few words, such as `12 clusters: 3 healthy, 1 paused, …`.
    package var fleetSummary: String {
        let names = state.withLock { $0.fleet.members.map(\.scenario.name) }
        let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
        let parts = Scenario.all.compactMap { scenario in
            counts[scenario.name].map { "\($0) \(scenario.name)" }
        }
        let clusters = names.count == 1 ? "1 cluster" : "\(names.count) clusters"
        return parts.isEmpty ? clusters : clusters + ": " + parts.joined(separator: ", ")
    }
}
