import Exposition
import OCP
import Testing

@testable import Exporter

/// What becomes of clusters over several rounds.
@Suite struct StateTests {
    private var state: OCPState

    init() throws {
        state = OCPState(settings: try PollingHarness.settings(), thresholds: ThresholdRules())
    }

    /// The result of a round in which every cluster answered as given.
    static func round(
        _ polls: [Int64: Outcome<[BackupOverview]>],
        list: [ClusterSummary]? = nil,
        closing: GateClosing? = nil
    ) -> RoundResult {
        var result = RoundResult()
        result.selected =
            list ?? polls.keys.sorted().map { ClusterSummary(id: $0, name: "c\($0)") }
        for id in polls.keys.sorted() { polls[id].map { result.overviews.add($0, of: id) } }
        result.closing = closing
        result.isLetIn = true
        return result
    }

    static func success(
        _ change: (inout BackupOverview) -> Void = { _ in },
        malformed: [MalformedField] = [],
        at: Instant = 1000
    ) -> Outcome<[BackupOverview]> {
        var overview = BackupOverview()
        overview.logBackupDelaySeconds = 98
        change(&overview)
        return .success(Decoded([overview], malformedFields: malformed), duration: 0.5, at: at)
    }

    static func failure(_ reason: FailureReason) -> Outcome<[BackupOverview]> {
        .failure(.simple(reason), duration: 10)
    }

    @Test mutating func aClusterThatFailsKeepsItsValues() {
        _ = state.apply(Self.round([1: Self.success(), 2: Self.success()]), at: 1000)
        let next = Self.round([1: Self.failure(.serverError), 2: Self.success(at: 1060)])
        let events = state.apply(next, at: 1060)
        let failed = state.snapshot[1]
        #expect(failed?.overview.failure?.reason == .serverError)
        #expect(failed?.overview.lastSuccess?.time == 1000)
        #expect(failed?.overview.duration == 10)
        #expect(failed?.overviews.first?.overview.logBackupDelaySeconds == 98)
        #expect(state.snapshot[2]?.overview.lastSuccess?.time == 1060)
        #expect(state.snapshot[2]?.overview.failure == nil)
        #expect(events == [.clusterDown(id: 1, name: "c1", .simple(.serverError))])
    }

    /// What was never sent took no time, and hides nothing of the attempt that did.
    @Test mutating func aClusterThatWasNotAskedKeepsHowLongItsLastPollTook() {
        _ = state.apply(Self.round([1: Self.success()]), at: 1000)
        let unasked = Self.round(
            [:],
            list: [ClusterSummary(id: 1, name: "c1")],
            closing: .unreachable(.simple(.connect))
        )
        _ = state.apply(unasked, at: 1060)
        #expect(state.snapshot[1]?.overview.failure?.reason == .connect)
        #expect(state.snapshot[1]?.overview.duration == 0.5)
    }

    @Test mutating func valuesGoWhenTheyAreTooOld() {
        _ = state.apply(Self.round([1: Self.success(at: 1000)]), at: 1000)
        #expect(state.snapshot.nextExpiry == 1300)
        #expect(state.snapshot.expired(at: 1300)[1]?.overviews.count == 1)
        let expired = state.snapshot.expired(at: 1300.001)[1]
        #expect(expired?.overviews.isEmpty == true)
        #expect(expired?.overview.lastSuccess?.time == 1000)
    }

    /// The time of day says nothing of how old a value is.
    @Test(arguments: [-3600, 0, 3600, 31_536_000] as [Double])
    mutating func aClockThatIsSetMakesNoValueOlderOrYounger(jump: Double) {
        _ = state.apply(Self.round([1: Self.success()]), at: 1000)
        func snapshot(after seconds: Double) -> OCPSnapshot {
            state.snapshot.expired(
                at: Instant(time: 1000 + seconds + jump, uptime: 1000 + seconds)
            )
        }
        #expect(snapshot(after: 0)[1]?.overviews.count == 1)
        #expect(snapshot(after: 300)[1]?.overviews.count == 1)
        #expect(snapshot(after: 301)[1]?.overviews.count == 0)
        // A quota that is used up leaves out those whose values are fresh.
        let throttled = Self.round(
            [:],
            list: [ClusterSummary(id: 1, name: "c1")],
            closing: .throttled(.simple(.throttled))
        )
        for (seconds, isFailure) in [(300.0, false), (301, true)] {
            let moment = Instant(time: 1000 + seconds + jump, uptime: 1000 + seconds)
            _ = state.apply(throttled, at: moment)
            #expect((state.snapshot[1]?.overview.failure != nil) == isFailure)
        }
    }

    @Test mutating func aClusterThatLeftTheListLeavesAtOnce() {
        _ = state.apply(
            Self.round([1: Self.success(), 2: Self.success(), 3: Self.success()]),
            at: 1000
        )
        let events = state.apply(Self.round([1: Self.success(), 3: Self.success()]), at: 1060)
        #expect(state.snapshot.clusters.map(\.id) == [1, 3])
        #expect(events == [.listRead(clusters: 2)])
        _ = state.apply(Self.round([2: Self.success(), 4: Self.success()]), at: 1120)
        #expect(state.snapshot.clusters.map(\.id) == [2, 4])
        _ = state.apply(Self.round([:]), at: 1180)
        #expect(state.snapshot.clusters.isEmpty)
    }

    /// A round whose list names these ids; those of the selection that are among them answer.
    private static func round(listing ids: [Int64], _ selection: ClusterSelection) -> RoundResult {
        let list = ids.map { ClusterSummary(id: $0, name: "c\($0)") }
        let selected = selection.select(from: list)
        var result = round(
            Dictionary(uniqueKeysWithValues: selected.map { ($0.id, success()) }),
            list: selected
        )
        result.listed = Set(ids)
        return result
    }

    @Test mutating func clustersThatLeaveAreCountedAndNamed() {
        let all = ClusterSelection()
        #expect(state.snapshot.statistics.left == nil)
        _ = state.apply(Self.round(listing: [1, 2, 3], all), at: 1000)
        #expect(state.snapshot.statistics.left?.count == 0)
        let events = state.apply(Self.round(listing: [2], all), at: 1060)
        #expect(
            events == [
                .clusterLeft(id: 1, name: "c1"), .clusterLeft(id: 3, name: "c3"),
                .listRead(clusters: 1),
            ]
        )
        #expect(state.snapshot.statistics.left?.count == 2)
        // A list that fails tells nothing of it.
        var failed = Self.round(listing: [2], all)
        failed.selected = nil
        failed.listed = nil
        _ = state.apply(failed, at: 1120)
        #expect(state.snapshot.statistics.left?.count == 2)
        // It may shrink to nothing.
        #expect(
            state.apply(Self.round(listing: [], all), at: 1180) == [
                .clusterLeft(id: 2, name: "c2"), .listRead(clusters: 0),
            ]
        )
        #expect(state.snapshot.statistics.left?.count == 3)
        // Who comes back has not left; who leaves again is told of when that is news.
        _ = state.apply(Self.round(listing: [1], all), at: 1240)
        #expect(state.snapshot.statistics.left?.map(\.id) == [3, 2])
        _ = state.apply(Self.round(listing: [1, 2, 3], all), at: 1300)
        #expect(state.snapshot.statistics.left?.count == 0)
        #expect(state.snapshot.statistics.leftTotal == 3)
        #expect(
            state.apply(Self.round(listing: [1, 2], all), at: 1360) == [.listRead(clusters: 2)]
        )
        #expect(state.snapshot.statistics.leftTotal == 4)
    }

    @Test mutating func ofMultitudesThatLeaveTheNumberIsTold() {
        _ = state.apply(Self.round(listing: Array(1...300), ClusterSelection()), at: 1000)
        let events = state.apply(Self.round(listing: [], ClusterSelection()), at: 1060)
        #expect(
            events == (1...10).map { .clusterLeft(id: $0, name: "c\($0)") } + [
                .moreLeft(290), .listRead(clusters: 0),
            ]
        )
        #expect(state.snapshot.statistics.leftTotal == 300)
    }

    /// What the new configuration or shard leaves out has not left, not even if OCP forgets it, too.
    @Test(arguments: [[1, 2, 3, 4], [1, 3], []] as [[Int64]])
    mutating func whatIsNotSelectedDoesNotLeave(listed: [Int64]) throws {
        _ = state.apply(Self.round(listing: [1, 2, 3, 4], ClusterSelection()), at: 1000)
        var settings = try PollingHarness.settings()
        settings.clusters.include = try Pattern("[24]")
        settings.clusters.ids = [4]
        var next = OCPState(
            settings: settings,
            thresholds: ThresholdRules(),
            after: state.snapshot
        )
        let events = next.apply(Self.round(listing: listed, settings.clusters), at: 1060)
        let left: [PollingEvent] = listed.contains(2) ? [] : [.clusterLeft(id: 2, name: "c2")]
        #expect(next.snapshot.statistics.left?.count == left.count)
        #expect(events.filter { if case .clusterLeft = $0 { true } else { false } } == left)
        #expect(next.snapshot.statistics.leftTotal == UInt64(left.count))
    }

    @Test mutating func aListThatFailedChangesNothing() {
        _ = state.apply(Self.round([1: Self.success(), 2: Self.success()]), at: 1000)
        var failed = Self.round([1: Self.success(), 2: Self.failure(.notFound)])
        failed.selected = nil
        failed.listFailure = .simple(.notJSON)
        let events = state.apply(failed, at: 1060)
        #expect(state.snapshot.clusters.map(\.id) == [1, 2])
        #expect(state.snapshot.lastRound?.isUp == true)
        #expect(state.snapshot.lastRound?.clusterCount == 2)
        #expect(
            events == [
                .clusterDown(id: 2, name: "c2", .simple(.notFound)),
                .listFailed(.simple(.notJSON)),
            ]
        )
        #expect(state.apply(failed, at: 1120).isEmpty)
        let recovered = Self.round([1: Self.success(), 2: Self.success()])
        #expect(
            state.apply(recovered, at: 1180) == [
                .clusterUp(id: 2, name: "c2"), .listRead(clusters: 2),
            ]
        )
    }

    @Test mutating func aRenamedClusterIsServedUnderItsNewName() {
        _ = state.apply(Self.round([1: Self.success { $0.clusterName = "old" }]), at: 1000)
        #expect(
            state.snapshot[1]?.labels == ClusterSnapshot.labels(ocp: "prod", id: 1, name: "old")
        )
        // While it fails, its values are those of the old name.
        let renamed = [ClusterSummary(id: 1, name: "new")]
        _ = state.apply(Self.round([1: Self.failure(.timeout)], list: renamed), at: 1060)
        #expect(state.snapshot[1]?.name == "old")
        _ = state.apply(
            Self.round([1: Self.success { $0.clusterName = "new" }], list: renamed),
            at: 1120
        )
        #expect(state.snapshot[1]?.name == "new")
        let labels = ClusterSnapshot.labels(ocp: "prod", id: 1, name: "new")
        #expect(state.snapshot[1]?.overviews.first?.labels == labels)
    }

    @Test mutating func theListsNameIsTakenForAClusterThatNeverAnswered() {
        for name in ["a", "b"] {
            let list = [ClusterSummary(id: 1, name: name)]
            _ = state.apply(Self.round([1: Self.failure(.timeout)], list: list), at: 1000)
            #expect(state.snapshot[1]?.name == name)
            #expect(state.snapshot[1]?.overview.failure?.reason == .timeout)
        }
    }

    @Test mutating func newNamesGetTheirOwnThresholds() throws {
        var rule = ThresholdRules.Rule()
        rule.clusterName = try Pattern("^core_")
        rule.logBackupDelay = 120
        var rules = ThresholdRules()
        rules.rules = [rule]
        state.apply(rules)
        _ = state.apply(Self.round([1: Self.success { $0.clusterName = "crm" }]), at: 1000)
        #expect(state.snapshot[1]?.thresholds.logBackupDelay == 600)
        _ = state.apply(Self.round([1: Self.success { $0.clusterName = "core_crm" }]), at: 1060)
        #expect(state.snapshot[1]?.thresholds.logBackupDelay == 120)
        state.apply(ThresholdRules())
        #expect(state.snapshot[1]?.thresholds.logBackupDelay == 600)
        #expect(state.snapshot[1]?.overviews.isEmpty == false)
    }

    @Test mutating func tenantsAreServedApart() {
        let overviews = ["a", "b"].map { name in
            var overview = BackupOverview()
            overview.tenantName = name
            return overview
        }
        let poll = Outcome.success(Decoded(overviews), duration: 1, at: 1000)
        _ = state.apply(Self.round([1: poll]), at: 1000)
        #expect(state.snapshot[1]?.overviews.compactMap(\.overview.tenantName) == ["a", "b"])
        #expect(Set(state.snapshot[1]?.overviews.map(\.labels.bytes) ?? []).count == 2)
    }

    @Test mutating func clustersMayShareAName() {
        let polls: [Int64: Outcome<[BackupOverview]>] = [
            1: Self.success { $0.clusterName = "pay" }, 2: Self.success { $0.clusterName = "pay" },
        ]
        _ = state.apply(Self.round(polls), at: 1000)
        #expect(state.snapshot.clusters.map(\.name) == ["pay", "pay"])
        #expect(Set(state.snapshot.clusters.map(\.labels.bytes)).count == 2)
    }

    @Test mutating func aClusterIsWhoWasAskedFor() {
        let polls: [Int64: Outcome<[BackupOverview]>] = [1: Self.success { $0.clusterId = 5 }]
        let events = state.apply(Self.round(polls), at: 1000)
        #expect(events.contains(.otherCluster(asked: 1, answered: 5)))
        #expect(state.snapshot.clusters.map(\.id) == [1])
        #expect(state.snapshot[1]?.overviews.count == 1)
        #expect(state.apply(Self.round(polls), at: 1060).isEmpty)
    }
}
