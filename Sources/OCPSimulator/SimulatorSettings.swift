/// How a simulator is made.
package struct SimulatorSettings: Sendable {
    /// The clusters and what happens to them.
    package var fleet = FleetPlan()
    /// The user tenants of each OceanBase 4 cluster, 0 to 100,000; older ones have two.
    package var tenants = 3
    /// Where the tasks of tenants are found.
    package var tenantTasks = TenantTasks.tenant
    /// What the numbers are drawn from; the same seed gives the same fleet.
    package var seed: UInt64 = 1
    /// Simulated seconds per real second, 0 to 1,000,000.
    package var timeScale: Double = 1
    /// How far OCP's own clock is ahead of ours, in milliseconds: it shows in `/api/v2/time`, in the
    /// envelope and in what signatures are compared with, not in the times of backups, which come
    /// from the clusters.
    package var clockOffset: Int64 = 0
    /// The version that decides on the shape of error codes and stands in `/api/v2/info`.
    package var version = OCPVersion.standard
    /// Who may log on.
    package var account = SimulatedAccount()
    /// Failed log-ons in a row that lock the account; OCP's default.
    package var mostLogOnAttempts = 20
    /// How long the account stays locked, in milliseconds; OCP's default is 30 minutes.
    package var lockOutDuration = 30 * Span.minute
    /// The user's throttling strategy; nil is none.
    package var rateLimit: RateLimit?
    /// How long every answer takes, in milliseconds.
    package var latency: Int64 = 0
    /// Faults of endpoints, from the start.
    package var faults: [SimulatedEndpoint: Fault] = [:]

    /// Makes the settings of a dozen clusters in different states.
    package init() {}
}

/// Where OCP tells of the tasks of OceanBase 4's tenants; the tasks of older clusters are always in
/// the cluster's lists.
package enum TenantTasks: String, CaseIterable, Sendable {
    /// In the cluster's lists, and in the tenant's own.
    case cluster
    /// In the tenant's own lists; the cluster's are empty.
    case tenant
    /// Nowhere: as before OCP V4.3.2 the tenant's paths are not served, its strategy's neither, and
    /// the cluster's lists are empty.
    case absent
}

/// The version of OCP that is played.
package struct OCPVersion: Sendable, Equatable, CustomStringConvertible {
    /// The three numbers of the version, such as 4, 3 and 5.
    let numbers: [Int]

    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { Int($0) }
        guard parts.count == 3, numbers.count == 3, numbers.allSatisfy({ 0...99 ~= $0 }) else {
            return nil
        }
        self.numbers = numbers
    }

    private init(numbers: [Int]) {
        self.numbers = numbers
    }

    /// The version that is played unless another is asked for.
    package static let standard = OCPVersion(numbers: [4, 3, 5])

    /// True from V4.2.2 on, where error codes are strings.
    var hasTextCodes: Bool {
        !numbers.lexicographicallyPrecedes([4, 2, 2])
    }

    /// True from V4.3 on, where the list of tenants has their roles and OceanBase's ids.
    var describesTenantsFully: Bool {
        !numbers.lexicographicallyPrecedes([4, 3, 0])
    }

    package var description: String {
        numbers.map(String.init).joined(separator: ".")
    }
}
