import Exposition
import OCP

/// What is known of a cluster at a moment, as the conditions look at it.
struct Situation {
    let thresholds: Thresholds
    /// OCP's last answer as long as it is served; empty after that.
    let current: [ClusterSnapshot.LabelledOverview]
    /// When OCP last answered; nil if it never did.
    let answeredAt: Instant?
    /// For how long an answer is served, in seconds.
    let staleAfter: Double
    /// Why the last poll failed.
    let failure: OCPError?
    /// Whether the last round got through to OCP.
    let isOCPUp: Bool
    let history: ClusterHistory
    let now: Instant

    /// Looks at a cluster of an OCP.
    init(_ cluster: ClusterSnapshot, of ocp: OCPSnapshot, now: Instant) {
        thresholds = cluster.thresholds
        answeredAt = cluster.overview.lastSuccess
        staleAfter = ocp.staleAfter
        // Not a copy without values: that would count references to all that it holds.
        let isServed =
            cluster.overview.lastSuccess.map { now.since($0) <= ocp.staleAfter } ?? false
        current = isServed ? cluster.overviews : []
        failure = cluster.overview.failure
        isOCPUp = ocp.lastRound?.isUp == true
        history = cluster.history
        self.now = now
    }

    /// Looks at an answer that has just come.
    init(answer: [BackupOverview], thresholds: Thresholds, now: Instant) {
        self.thresholds = thresholds
        current = answer.map { ClusterSnapshot.LabelledOverview(labels: .none, overview: $0) }
        answeredAt = now
        staleAfter = .infinity
        failure = nil
        isOCPUp = true
        history = ClusterHistory()
        self.now = now
    }

    /// Until when the last answer is served, in seconds of uptime.
    var end: Double? { answeredAt.map { $0.uptime + staleAfter } }

    /// A standby cannot be backed up: nothing is wrong with its backup.
    var isStandby: Bool { current.contains { $0.overview.obClusterType == "STANDBY" } }

    /// False for a standby and for a cluster without a strategy, as far as was ever said.
    var isBackupExpected: Bool {
        ClusterHistory.isBackupExpected(current) ?? history.isBackupExpected
    }

    /// The times that OCP names now; where it names none, those that it named last, for a day.
    func times(_ time: ClusterHistory.NamedTime) -> [(tenant: String?, time: Double)] {
        let named = Self.times(time, in: current)
        guard named.isEmpty, let last = history[time], now.uptime <= last.until else {
            return named
        }
        return Self.times(time, in: last.overviews)
    }

    private static func times(
        _ time: ClusterHistory.NamedTime,
        in overviews: [ClusterSnapshot.LabelledOverview]
    ) -> [(tenant: String?, time: Double)] {
        overviews.compactMap { entry in
            time.read(entry.overview).map { (entry.overview.tenantName, $0) }
        }
    }

    /// Where a time is longer ago than a number of seconds: by the time of day, which OCP's times are.
    func ages(_ time: ClusterHistory.NamedTime, above limit: Double) -> [Condition.Sighting] {
        times(time).filter { now.time - $0.time > limit }
            .map { Condition.Sighting(tenant: $0.tenant, age: now.time - $0.time - limit) }
    }

    /// Where log backup is further behind than a number of seconds, as OCP computed it.
    ///
    /// A delay grows by a second each second at most, so it tells how long it has been above.
    func delays(above limit: Double) -> [Condition.Sighting] {
        guard !isStandby, let answeredAt else { return [] }
        return current.compactMap { entry in
            guard let delay = entry.overview.logBackupDelaySeconds, delay > limit else {
                return nil
            }
            return Condition.Sighting(
                tenant: entry.overview.tenantName,
                age: now.since(answeredAt) + delay - limit
            )
        }
    }

    /// Where OCP names a state.
    func states(
        _ state: String,
        _ read: (BackupOverview) -> String?
    ) -> [Condition.Sighting] {
        if isStandby { return [] }
        return current.compactMap { entry in
            read(entry.overview) == state
                ? Condition.Sighting(tenant: entry.overview.tenantName) : nil
        }
    }
}
