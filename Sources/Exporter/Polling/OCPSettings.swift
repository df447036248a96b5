import OCP

/// One OCP of the configuration.
struct OCPSettings: Sendable, Equatable {
    /// The value of the label `ocp`; unique.
    var name: String
    /// Where it is and how it is reached.
    var connection: ConnectionSettings
    /// How to log on.
    var credentials: Credentials
    /// Between the starts of two rounds; at least a second.
    var pollInterval: Duration = .seconds(60)
    /// Requests in flight at most; 1 to 1,000.
    var maxConcurrentRequests = 8
    /// How long after its last success a cluster's values are served.
    var staleAfter: Duration = .seconds(300)
    /// Clock offset that is worth an alert.
    var clockOffsetThreshold: Duration = .seconds(300)
    /// Which clusters.
    var clusters = ClusterSelection()
    /// How their tenants and backup tasks are asked for.
    var tenants = TenantSettings()

    /// How long what a collector has read is served, in seconds after its last success.
    var tenantStaleAfter: [TaskCollector: Double] {
        tenants.intervals.mapValues { max(staleAfter.seconds, 3 * $0.seconds) }
    }
}
