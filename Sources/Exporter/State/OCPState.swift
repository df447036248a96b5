import Exposition
import OCP

/// Turns the result of a round into the next snapshot of an OCP, and says what changed.
///
/// A cluster that left the list leaves at once; one whose poll failed keeps its values, which
/// `stale_after` takes away in time.
struct OCPState: Sendable {
    let settings: OCPSettings
    private(set) var thresholds: ThresholdRules
    /// What is known now.
    var snapshot: OCPSnapshot
    /// What was logged, and what is to be.
    var filter = EventFilter()

    /// An OCP of which nothing is known yet, or what was before its settings changed; the next round
    /// corrects that.
    init(settings: OCPSettings, thresholds: ThresholdRules, after before: OCPSnapshot? = nil) {
        self.settings = settings
        self.thresholds = thresholds
        snapshot = OCPSnapshot(
            name: settings.name,
            labels: Labels(["ocp": settings.name]),
            pollInterval: settings.pollInterval.seconds,
            staleAfter: settings.staleAfter.seconds,
            clockOffsetThreshold: settings.clockOffsetThreshold.seconds,
            insecureSkipVerify: settings.connection.tls.insecureSkipVerify
        )
        guard let before else { return }
        snapshot.clusters = before.clusters
        snapshot.lastRound = before.lastRound
        snapshot.statistics = before.statistics
        apply(thresholds)
    }

    /// The clusters of the last list that was read.
    var known: [ClusterSummary] {
        snapshot.clusters.map {
            ClusterSummary(id: $0.id, name: $0.name, obVersion: $0.obVersion)
        }
    }

    /// The clusters whose last poll took as long as it was allowed to.
    var hanging: Set<Int64> {
        Set(snapshot.clusters.lazy.filter { $0.overview.failure?.reason == .timeout }.map(\.id))
    }

    /// Takes over new thresholds for all clusters.
    mutating func apply(_ rules: ThresholdRules) {
        thresholds = rules
        let finder = rules.finder(ocp: settings.name)
        for index in snapshot.clusters.indices {
            let name = snapshot.clusters[index].name
            snapshot.clusters[index].thresholds = finder.thresholds(clusterName: name)
        }
    }

    /// Takes over what a round found out.
    ///
    /// - Parameters:
    ///   - result: the round.
    ///   - now: when it ended.
    /// - Returns: what is worth logging.
    mutating func apply(_ result: RoundResult, at now: Instant) -> [PollingEvent] {
        let before = snapshot
        if let listed = result.listed { noteLeft(listed) }
        if let selected = result.selected {
            snapshot.clusters = clusters(selected, result, at: now)
            filter.forget(exceptIn: snapshot.clusters)
        } else {
            snapshot.clusters = clusters(known, result, at: now)
        }
        for field in result.malformedFields {
            note(field, nil)
        }
        snapshot.statistics.version = result.version ?? snapshot.statistics.version
        if result.isUp {
            // An OCP that is up was asked: an old offset would tell of a clock as it was once.
            snapshot.statistics.clockOffset = result.clockOffset
        }
        summarize(result, at: now)
        snapshot.remember(before, at: now)
        return filter.takeEvents()
    }

    private mutating func summarize(_ result: RoundResult, at now: Instant) {
        let before = snapshot.lastRound
        let wasListed = result.selected != nil || before?.clusterCount != nil
        let failure = result.closing?.error ?? result.listFailure
        let round = RoundSummary(
            endedAt: now,
            duration: result.duration,
            isUp: result.isUp,
            clusterCount: wasListed ? snapshot.clusters.count : nil,
            failure: failure ?? (result.isUp ? nil : result.logOnFailure ?? firstFailure)
        )
        filter.ended(result, round, before: before)
        snapshot.lastRound = round
    }

    private var firstFailure: OCPError? {
        snapshot.clusters.lazy.compactMap(\.overview.failure).first
    }
}
