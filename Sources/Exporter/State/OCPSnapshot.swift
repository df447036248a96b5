import Exposition
import OCP

/// What is known of one OCP and its clusters at one moment, consistent in itself.
package struct OCPSnapshot: Sendable {
    /// The configured name.
    var name: String
    /// The label `ocp`, escaped.
    var labels: Labels
    /// The clusters, by ascending id.
    var clusters: [ClusterSnapshot] = []
    /// What is known of tenants and of backup tasks.
    var tasks = TaskSnapshot()
    /// What the last round told; nil before the first ended.
    var lastRound: RoundSummary?
    /// What was counted of the answers since the start.
    var statistics = OCPStatistics()
    /// What was counted of the requests since the start.
    var requests = RequestStatistics()
    /// From the configuration.
    var pollInterval: Double
    /// From the configuration.
    var staleAfter: Double
    /// From the configuration.
    var clockOffsetThreshold: Double
    /// From the configuration: certificates are not verified.
    var insecureSkipVerify: Bool

    /// The same without values that are older than `stale_after`.
    func expired(at now: Instant) -> OCPSnapshot {
        guard let nextExpiry, now.uptime > nextExpiry else { return self }
        var copy = self
        for index in copy.clusters.indices {
            copy.clusters[index].overview = clusters[index].overview
                .expired(at: now, staleAfter: staleAfter)
        }
        copy.tasks = tasks.expired(at: now)
        return copy
    }

    /// When the oldest values that are served become too old, in seconds of uptime.
    var nextExpiry: Double? {
        let overviews = clusters.lazy.filter { $0.overview.answer != nil }
            .compactMap(\.overview.lastSuccess?.uptime).min().map { $0 + staleAfter }
        return [overviews, tasks.end].compactMap(\.self).min()
    }
}

/// What one round told of an OCP.
struct RoundSummary: Sendable {
    /// When it ended.
    var endedAt: Instant
    /// How long it took, in seconds.
    var duration: Double
    /// True if OCP was reached and the credentials were accepted.
    var isUp: Bool
    /// How many clusters were selected; nil if no list could ever be read.
    var clusterCount: Int?
    /// Why the round was cut short or the list failed, if so.
    var failure: OCPError?
}

/// What is counted of an OCP's answers, or was last heard.
struct OCPStatistics: Sendable {
    /// Fields of OCP's answers that could not be used.
    var malformedFields: [String: UInt64] = [:]
    /// Values that the metric table does not know.
    var unknownEnumValues: [String: UInt64] = [:]
    /// Rounds that began late because the one before took longer than the interval.
    var lateRounds: UInt64 = 0
    /// Clusters that a list named and the last one that was read does not; nil if there was none.
    var left: [ClusterSummary]?
    /// How often a cluster left the list.
    var leftTotal: UInt64 = 0
    /// OCP's clock minus ours, in seconds.
    var clockOffset: Double?
    /// OCP's version.
    var version: String?
}

/// What is counted of the requests to an OCP.
struct RequestStatistics: Sendable {
    /// HTTP requests sent.
    private(set) var sent: [API: UInt64] = [:]
    /// HTTP requests that failed.
    private(set) var failures: [Failure: UInt64] = [:]
    /// How long requests took, in seconds.
    private(set) var durations: [API: HistogramValue] = [:]
    /// The last rate limit that OCP told.
    private(set) var rateLimit: RateLimit?

    /// The two labels of a failure.
    struct Failure: Hashable, Sendable {
        var api: API
        var reason: FailureReason
    }

    /// Counts one HTTP request, or a failure that showed in answers that were counted before.
    mutating func count(_ record: RequestRecord) {
        if let duration = record.duration {
            sent[record.api, default: 0] += 1
            durations[record.api, default: HistogramValue(bounds: HistogramValue.requestSeconds)]
                .observe(duration)
        }
        if let failure = record.failure {
            failures[Failure(api: record.api, reason: failure.reason), default: 0] += 1
        }
        if let rateLimit = record.rateLimit {
            self.rateLimit = rateLimit
        }
    }
}
