package import Exposition
package import OCP

/// What is known of one OCP and its clusters at one moment, consistent in itself.
package struct OCPSnapshot: Sendable {
    /// The configured name.
    package var name: String
    /// The label `ocp`, escaped.
    package var labels: Labels
    /// The clusters, by ascending id.
    package var clusters: [ClusterSnapshot] = []
    /// What the last round told; nil before the first ended.
    package var lastRound: RoundSummary?
    /// What was counted since the start.
    package var statistics = OCPStatistics()
    /// From the configuration.
    package var pollInterval: Double
    /// From the configuration.
    package var staleAfter: Double
    /// From the configuration.
    package var clockOffsetThreshold: Double
    /// From the configuration: certificates are not verified.
    package var insecureSkipVerify: Bool
}

/// What one round told of an OCP.
package struct RoundSummary: Sendable {
    /// When it ended, in seconds since 1970.
    package var endedAt: Double
    /// How long it took, in seconds.
    package var duration: Double
    /// True if OCP was reached and the credentials were accepted.
    package var isUp: Bool
    /// How many clusters were selected; nil if no list could ever be read.
    package var clusterCount: Int?
    /// Why the round was cut short or the list failed, if so.
    package var failure: OCPError?
}

/// What is counted or last heard for one OCP.
package struct OCPStatistics: Sendable {
    /// HTTP requests sent.
    package var requests: [Endpoint: UInt64] = [:]
    /// HTTP requests that failed.
    package var failures: [RequestFailure: UInt64] = [:]
    /// How long requests took, in seconds.
    package var durations: [Endpoint: HistogramValue] = [:]
    /// Fields of OCP's answers that could not be used.
    package var malformedFields: [String: UInt64] = [:]
    /// Values that the metric table does not know.
    package var unknownEnumValues: [String: UInt64] = [:]
    /// Rounds that began late because the one before took longer than the interval.
    package var lateRounds: UInt64 = 0
    /// The last rate limit that OCP told.
    package var rateLimit: RateLimit?
    /// OCP's clock minus ours, in seconds.
    package var clockOffset: Double?
    /// OCP's version.
    package var version: String?

    /// The two labels of a failure.
    package struct RequestFailure: Hashable, Sendable {
        var endpoint: Endpoint
        var reason: FailureReason
    }

    /// Counts one HTTP request.
    mutating func count(_ record: RequestRecord) {
        requests[record.endpoint, default: 0] += 1
        durations[
            record.endpoint,
            default: HistogramValue(bounds: HistogramValue.requestSeconds)
        ].observe(record.duration)
        if let failure = record.failure {
            failures[
                RequestFailure(endpoint: record.endpoint, reason: failure.reason),
                default: 0
            ] += 1
        }
        if let rateLimit = record.rateLimit {
            self.rateLimit = rateLimit
        }
    }
}
