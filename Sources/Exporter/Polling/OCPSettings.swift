package import OCP

/// One OCP of the configuration.
package struct OCPSettings: Sendable, Equatable {
    /// The value of the label `ocp`; unique.
    package var name: String
    /// Where it is and how it is reached.
    package var connection: ConnectionSettings
    /// How to log on.
    package var credentials: Credentials
    /// Between the starts of two rounds; at least a second.
    package var pollInterval: Duration = .seconds(60)
    /// Requests in flight at most; 1 to 1,000.
    package var maxConcurrentRequests = 8
    /// How long after its last success a cluster's values are served.
    package var staleAfter: Duration = .seconds(300)
    /// Clock offset that is worth an alert.
    package var clockOffsetThreshold: Duration = .seconds(300)
    /// Which clusters.
    package var clusters = ClusterSelection()

    /// Makes settings with the defaults.
    package init(name: String, connection: ConnectionSettings, credentials: Credentials) {
        self.name = name
        self.connection = connection
        self.credentials = credentials
    }
}
