import OCP

/// Lets through what is new: what repeats itself with every poll is told once.
struct EventFilter: Sendable {
    /// The most unknown states, malformed fields and strange ids that are remembered; OCP may send
    /// any number of them.
    private static let memory = 1000

    private var events: [PollingEvent] = []
    private var told: Set<String> = []
    private var failures: [Int64: FailureReason] = [:]
    private var isListFailing = false

    /// Takes out what is to be logged.
    mutating func takeEvents() -> [PollingEvent] {
        defer { events = [] }
        return events
    }

    /// Tells something the first time only.
    mutating func once(_ key: String, _ event: @autoclosure () -> PollingEvent) {
        guard told.count < Self.memory, told.insert(key).inserted else { return }
        events.append(event())
    }

    /// Tells that a cluster failed, unless it did so for the same reason before.
    mutating func failed(_ cluster: ClusterSnapshot, _ error: OCPError) {
        guard failures.updateValue(error.reason, forKey: cluster.id) != error.reason else { return }
        events.append(.clusterDown(id: cluster.id, name: cluster.name, error))
    }

    /// Tells that a cluster answers, if it was told that it failed.
    mutating func succeeded(_ cluster: ClusterSnapshot) {
        guard failures.removeValue(forKey: cluster.id) != nil else { return }
        events.append(.clusterUp(id: cluster.id, name: cluster.name))
    }

    /// Forgets the clusters that are not among these, so that the memory does not grow for ever.
    mutating func forget(exceptIn clusters: [ClusterSnapshot]) {
        guard !failures.isEmpty else { return }
        let ids = Set(clusters.lazy.map(\.id))
        failures = failures.filter { ids.contains($0.key) }
    }

    /// Compares a round with the one before.
    mutating func ended(_ result: RoundResult, _ round: RoundSummary, before: RoundSummary?) {
        if round.isUp, before?.isUp != true {
            events.append(.ocpUp)
        }
        if !round.isUp, let failure = round.failure,
            before?.isUp != false || before?.failure?.reason != failure.reason
        {
            events.append(.ocpDown(failure))
        }
        guard round.isUp else { return }
        if let error = result.listFailure {
            if !isListFailing {
                events.append(.listFailed(error))
            }
            isListFailing = true
        } else if let count = round.clusterCount {
            if isListFailing || before?.clusterCount != count {
                events.append(.listRead(clusters: count))
            }
            isListFailing = false
        }
    }
}
