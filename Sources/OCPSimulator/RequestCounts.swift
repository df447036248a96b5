/// What the simulator was asked and what it said, since it started or since the last reset.
package struct RequestCounts: Sendable, Equatable {
    /// How a request ended.
    package enum Outcome: Hashable, Sendable {
        /// With an answer of this HTTP status.
        case answered(Int)
        /// Without an answer.
        case hung
    }

    private struct Key: Hashable, Sendable {
        var endpoint: SimulatedEndpoint
        var level: SimulatedEndpoint.Level
        var outcome: Outcome
    }

    private var counts: [Key: Int] = [:]
    /// The requests for the overview of each cluster, by the id in the path.
    package private(set) var overviews: [Int64: Int] = [:]
    /// The log-ons by how they ended.
    package private(set) var logOns: [LogOnResult: Int] = [:]

    /// Counts of nothing.
    package init() {}

    /// The number of requests, all or those for an endpoint, whatever their outcome or with one, of
    /// every level or of one.
    package func count(
        _ endpoint: SimulatedEndpoint? = nil,
        _ outcome: Outcome? = nil,
        level: SimulatedEndpoint.Level? = nil
    ) -> Int {
        counts.filter { key, _ in
            (endpoint == nil || key.endpoint == endpoint)
                && (level == nil || key.level == level)
                && (outcome == nil || key.outcome == outcome)
        }.values.reduce(0, +)
    }

    /// The number of log-ons with a result.
    package func count(_ result: LogOnResult) -> Int {
        logOns[result, default: 0]
    }

    /// Log-ons that count towards the lock-out.
    package var failedLogOns: Int {
        count(.wrong) + count(.badSignature) + count(.skewed)
    }

    /// The HTTP status codes that were answered, in order.
    package var statuses: [Int: Int] {
        var statuses: [Int: Int] = [:]
        for case (let key, let count) in counts {
            if case .answered(let status) = key.outcome { statuses[status, default: 0] += count }
        }
        return statuses
    }

    mutating func record(_ plan: AnswerPlan, _ outcome: Outcome) {
        let key = Key(endpoint: plan.endpoint, level: plan.level, outcome: outcome)
        counts[key, default: 0] += 1
    }

    mutating func record(_ result: LogOnResult) {
        logOns[result, default: 0] += 1
    }

    mutating func recordOverview(of id: Int64) {
        overviews[id, default: 0] += 1
    }
}
