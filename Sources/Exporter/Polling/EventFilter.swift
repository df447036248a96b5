import OCP

/// Lets through what is new: what repeats itself with every poll is told once.
struct EventFilter: Sendable {
    /// The most unknown states, malformed fields and strange ids that are remembered; OCP may send
    /// any number of them.
    static let memory = 1000
    /// Rounds after which what did not come again is over, and is told anew if it does.
    static let forgetting = 60

    private var events: [PollingEvent] = []
    /// What was told, and the round in which it last came.
    private var told: [String: Int] = [:]
    private var round = 0
    /// What was not told in this round and the one before, because the memory was full.
    private var heldBack = 0
    private var wasHoldingBack = false
    private var failures: [Int64: FailureReason] = [:]
    private var isListFailing = false

    /// Takes out what is to be logged.
    mutating func takeEvents() -> [PollingEvent] {
        defer { events = [] }
        return events
    }

    /// Tells something when it begins, and not again until it was over.
    mutating func once(_ key: String, _ event: @autoclosure () -> PollingEvent) {
        if told[key] == nil {
            guard told.count < Self.memory else {
                heldBack += 1
                return
            }
            events.append(event())
        }
        told[key] = round
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

    /// Forgets what is over, and says so when it began to hold back what is new.
    private mutating func endRound() {
        if heldBack > 0, !wasHoldingBack {
            events.append(.heldBack(heldBack))
        }
        wasHoldingBack = heldBack > 0
        heldBack = 0
        round += 1
        told = told.filter { round - $0.value < Self.forgetting }
    }

    /// Compares a round with the one before.
    mutating func ended(_ result: RoundResult, _ round: RoundSummary, before: RoundSummary?) {
        endRound()
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
