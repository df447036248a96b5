import Exposition
import OCP

/// Turns the result of a round into the next snapshot of an OCP, and says what changed.
///
/// A cluster that left the list leaves at once; one whose poll failed keeps its values, which
/// `stale_after` takes away in time.
struct OCPState: Sendable {
    let settings: OCPSettings
    var thresholds: ThresholdRules
    private(set) var snapshot: OCPSnapshot
    /// Field and value of each unknown state, and each malformed field, that was logged.
    private var reported: Set<String> = []

    /// Something that is worth a line in the log.
    enum Event: Equatable {
        case ocpUp
        case ocpDown(OCPError)
        case listFailed(OCPError)
        case listRead(clusters: Int)
        case clusterUp(id: Int64, name: String)
        case clusterDown(id: Int64, name: String, OCPError)
        case unknownState(id: Int64, field: String, value: String)
        case malformedField(id: Int64?, MalformedField)
        case otherCluster(asked: Int64, answered: Int64)
    }

    /// An OCP of which nothing is known yet.
    init(settings: OCPSettings, thresholds: ThresholdRules) {
        self.settings = settings
        self.thresholds = thresholds
        snapshot = OCPSnapshot(
            name: settings.name,
            labels: .init(["ocp": settings.name]),
            pollInterval: settings.pollInterval.seconds,
            staleAfter: settings.staleAfter.seconds,
            clockOffsetThreshold: settings.clockOffsetThreshold.seconds,
            insecureSkipVerify: settings.connection.tls.insecureSkipVerify
        )
    }

    /// Takes over what was known before the settings changed; the next round corrects it.
    mutating func inherit(_ before: OCPSnapshot) {
        snapshot.clusters = before.clusters
        snapshot.lastRound = before.lastRound
        snapshot.statistics = before.statistics
        apply(thresholds)
    }

    /// The clusters of the last list that was read.
    var known: [ClusterSummary] {
        snapshot.clusters.map { ClusterSummary(id: $0.id, name: $0.name) }
    }

    /// Counts one HTTP request.
    mutating func count(_ record: RequestRecord) {
        snapshot.statistics.count(record)
    }

    /// Counts a round that begins late.
    mutating func countLateRound() {
        snapshot.statistics.lateRounds += 1
    }

    /// Takes over new thresholds for all clusters.
    mutating func apply(_ rules: ThresholdRules) {
        thresholds = rules
        snapshot.clusters = snapshot.clusters.map { cluster in
            let thresholds = rules.thresholds(ocp: settings.name, clusterName: cluster.name)
            return cluster.with(thresholds)
        }
    }

    /// Takes over what a round found out.
    ///
    /// - Returns: what is worth logging.
    mutating func apply(_ result: RoundResult, at now: Double) -> [Event] {
        var events: [Event] = []
        let before = Dictionary(
            snapshot.clusters.map { ($0.id, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let unasked = result.stop?.error ?? result.listFailure
        snapshot.clusters = (result.selected ?? known).map { summary in
            let old = before[summary.id] ?? fresh(summary)
            switch result.polls[summary.id] {
            case .success(let decoded, let duration, let at):
                let new = success(old, summary, decoded, duration, at, &events)
                if old.failure != nil {
                    events.append(.clusterUp(id: new.id, name: new.name))
                }
                return new
            case .failure(let error, let duration):
                return failure(old, error, duration, &events)
            case nil:
                // Not asked, because the round ended early: all that is known is why.
                let error = unasked ?? old.failure
                return error.map { old.failed($0, duration: nil) } ?? old
            }
        }
        count(result, &events)
        summarize(result, at: now, &events)
        return events
    }

    private func fresh(_ summary: ClusterSummary) -> ClusterSnapshot {
        let name = summary.name ?? ""
        return ClusterSnapshot(
            id: summary.id,
            name: name,
            labels: ClusterSnapshot.labels(ocp: settings.name, id: summary.id, name: name),
            thresholds: thresholds.thresholds(ocp: settings.name, clusterName: name),
            overviews: [],
            lastSuccess: nil,
            pollDuration: nil,
            failure: nil
        )
    }

    private mutating func success(
        _ old: ClusterSnapshot,
        _ summary: ClusterSummary,
        _ decoded: Decoded<[BackupOverview]>,
        _ duration: Double,
        _ at: Double,
        _ events: inout [Event]
    ) -> ClusterSnapshot {
        let id = old.id
        let name = decoded.value.lazy.compactMap(\.clusterName).first ?? summary.name ?? old.name
        let sameName = name == old.name
        let labels =
            sameName
            ? old.labels : ClusterSnapshot.labels(ocp: settings.name, id: id, name: name)
        let (overviews, twins) = ClusterSnapshot.labelled(decoded.value, labels: labels)
        for field in decoded.malformedFields {
            count(field, id, &events)
        }
        if twins > 0 {
            count(MalformedField(field: "tenantName", problem: "named twice"), id, &events)
        }
        for overview in decoded.value {
            if let answered = overview.clusterId, answered != id {
                report("id \(id) \(answered)", .otherCluster(asked: id, answered: answered), &events)
            }
            for metric in MetricTable.overview {
                if let field = metric.stateField, let value = metric.unknownState(in: overview) {
                    snapshot.statistics.unknownEnumValues[field, default: 0] += 1
                    report(
                        "\(field) \(value)",
                        .unknownState(id: id, field: field, value: value),
                        &events
                    )
                }
            }
        }
        return ClusterSnapshot(
            id: id,
            name: name,
            labels: labels,
            thresholds: sameName
                ? old.thresholds
                : thresholds.thresholds(ocp: settings.name, clusterName: name),
            overviews: overviews,
            lastSuccess: at,
            pollDuration: duration,
            failure: nil
        )
    }

    private func failure(
        _ old: ClusterSnapshot,
        _ error: OCPError,
        _ duration: Double,
        _ events: inout [Event]
    ) -> ClusterSnapshot {
        if old.failure?.reason != error.reason {
            events.append(.clusterDown(id: old.id, name: old.name, error))
        }
        return old.failed(error, duration: duration)
    }

    private mutating func count(_ result: RoundResult, _ events: inout [Event]) {
        for field in result.malformedFields {
            count(field, nil, &events)
        }
        snapshot.statistics.version = result.version ?? snapshot.statistics.version
        snapshot.statistics.clockOffset = result.clockOffset ?? snapshot.statistics.clockOffset
    }

    private mutating func count(_ field: MalformedField, _ id: Int64?, _ events: inout [Event]) {
        snapshot.statistics.malformedFields[field.field, default: 0] += 1
        report("malformed \(field.field)", .malformedField(id: id, field), &events)
    }

    /// Reports something the first time only; remembers at most so many things.
    private mutating func report(_ key: String, _ event: Event, _ events: inout [Event]) {
        guard reported.count < 1000, reported.insert(key).inserted else { return }
        events.append(event)
    }

    private mutating func summarize(
        _ result: RoundResult,
        at now: Double,
        _ events: inout [Event]
    ) {
        let before = snapshot.lastRound
        let isUp = result.isLetIn && !result.isRefused && !result.isUnreachable
        let failure = result.stop?.error ?? result.listFailure
        let clusterCount =
            result.selected == nil && before?.clusterCount == nil ? nil : snapshot.clusters.count
        snapshot.lastRound = RoundSummary(
            endedAt: now,
            duration: result.duration,
            isUp: isUp,
            clusterCount: clusterCount,
            failure: failure ?? (isUp ? nil : firstFailure)
        )
        if isUp, before?.isUp != true {
            events.append(.ocpUp)
        }
        if !isUp, before?.isUp != false || before?.failure?.reason != failure?.reason,
            let error = snapshot.lastRound?.failure
        {
            events.append(.ocpDown(error))
        }
        if isUp, let error = result.listFailure, before?.failure?.reason != error.reason {
            events.append(.listFailed(error))
        }
        if settings.clusters.needsList, result.listFailure == nil, result.selected != nil,
            before?.clusterCount != clusterCount
        {
            events.append(.listRead(clusters: snapshot.clusters.count))
        }
    }

    private var firstFailure: OCPError? {
        snapshot.clusters.lazy.compactMap(\.failure).first
    }
}

extension RoundResult {
    var isRefused: Bool {
        if case .refused = stop { true } else { false }
    }

    var isUnreachable: Bool {
        if case .unreachable = stop { true } else { false }
    }
}
