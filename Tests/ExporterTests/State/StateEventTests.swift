import Testing

@testable import Exporter
@testable import OCP

/// What is counted, what is logged, and how often.
@Suite struct StateEventTests {
    private var state: OCPState

    init() throws {
        state = OCPState(settings: try PollingHarness.settings(), thresholds: ThresholdRules())
    }

    @Test mutating func unknownStatesAreCountedEachTimeAndToldOnce() {
        let round = StateTests.round([
            1: StateTests.success { $0.backupScheduleStatus = "SUSPENDED" },
            2: StateTests.success { $0.backupScheduleStatus = "SUSPENDED" },
            3: StateTests.success { $0.backupScheduleStatus = "NORMAL" },
        ])
        let first = state.apply(round, at: 1000)
        let event = PollingEvent.unknownState(
            id: 1,
            field: "backupScheduleStatus",
            value: "SUSPENDED"
        )
        #expect(first.count { $0 == event } == 1)
        #expect(first.count == 3, "with ocpUp and listRead")
        #expect(state.apply(round, at: 1060).isEmpty)
        #expect(state.snapshot.statistics.unknownEnumValues == ["backupScheduleStatus": 4])
    }

    @Test mutating func malformedFieldsAreCountedEachTimeAndToldOnce() {
        let field = MalformedField(field: "backupSize", problem: "\"much\" is not a number")
        var round = StateTests.round([1: StateTests.success(malformed: [field, field])])
        round.malformedFields = [MalformedField(field: "id", problem: "none")]
        let events = state.apply(round, at: 1000)
        #expect(events.contains(.malformedField(id: 1, field)))
        #expect(events.contains(.malformedField(id: nil, round.malformedFields[0])))
        #expect(events.count == 4, "with ocpUp and listRead")
        #expect(state.apply(round, at: 1060).isEmpty)
        #expect(state.snapshot.statistics.malformedFields == ["backupSize": 4, "id": 2])
    }

    /// A round in which so many clusters have a state that nobody knows, each another.
    private func newStates(_ numbers: ClosedRange<Int>) -> RoundResult {
        StateTests.round(
            Dictionary(
                uniqueKeysWithValues: numbers.map { number in
                    (
                        Int64(number),
                        StateTests.success { $0.compactionStatus = "STATE_\(number)" }
                    )
                }
            )
        )
    }

    @Test mutating func whatIsHeldBackIsSaidAndWhatIsOverForgotten() {
        let first = state.apply(newStates(1...1500), at: 1000)
        #expect(first.count == EventFilter.memory + 3, "with ocpUp and listRead")
        #expect(first.contains(.heldBack(500)))
        #expect(state.apply(newStates(1...1500), at: 1060).isEmpty)
        #expect(state.snapshot.statistics.unknownEnumValues == ["compactionStatus": 3000])
        // As long as it comes now and then it is not over.
        for _ in 1..<EventFilter.forgetting { _ = state.apply(newStates(1...1), at: 1000) }
        #expect(!state.apply(newStates(1...1), at: 1000).contains { $0.isUnknownState })
        let later = state.apply(newStates(1...2), at: 1000)
        #expect(later.count { $0.isUnknownState } == 1, "the second was over")
        let flood = state.apply(newStates(1...1500), at: 1000)
        #expect(flood.count { $0.isUnknownState } == EventFilter.memory - 2)
        #expect(flood.contains(.heldBack(500)))
    }

    @Test mutating func aClusterIsToldOfWhenItsReasonChanges() {
        var told: [PollingEvent] = []
        for reason in [.timeout, .timeout, .forbidden, .forbidden, nil, nil] as [FailureReason?] {
            let poll = reason.map(StateTests.failure) ?? StateTests.success()
            told += state.apply(StateTests.round([1: poll]), at: 1000)
        }
        #expect(
            told == [
                .clusterDown(id: 1, name: "c1", .simple(.timeout)), .ocpUp,
                .listRead(clusters: 1), .clusterDown(id: 1, name: "c1", .simple(.forbidden)),
                .clusterUp(id: 1, name: "c1"),
            ]
        )
    }

    /// A thousand clusters behind one OCP that is down are one event, not a thousand.
    @Test(arguments: [
        GateClosing.refused(.simple(.unauthorized)), .unreachable(.simple(.timeout)),
    ])
    mutating func anOCPThatGoesDownIsToldOnceForAllItsClusters(stop: GateClosing) {
        let ids = Array(1...1000 as ClosedRange<Int64>)
        let fine = Dictionary(uniqueKeysWithValues: ids.map { ($0, StateTests.success()) })
        _ = state.apply(StateTests.round(fine), at: 1000)
        var down = StateTests.round(
            [1: StateTests.failure(stop.error.reason)],
            list: ids.map { ClusterSummary(id: $0, name: "c\($0)") },
            closing: stop
        )
        #expect(state.apply(down, at: 1060) == [.ocpDown(stop.error)])
        down.overviews = Outcomes()
        #expect(state.apply(down, at: 1120).isEmpty)
        #expect(
            state.snapshot.clusters.allSatisfy { $0.overview.failure?.reason == stop.error.reason }
        )
        #expect(state.snapshot.clusters.allSatisfy { $0.overviews.count == 1 })
        #expect(state.snapshot.lastRound?.isUp == false)
        #expect(state.apply(StateTests.round(fine), at: 1180) == [.ocpUp])
        #expect(state.snapshot.clusters.allSatisfy { $0.overview.failure == nil })
    }

    /// With fixed ids, and something else than OCP at the address.
    @Test mutating func anOCPThatIsNoneIsToldOnce() {
        var round = StateTests.round([1: StateTests.failure(.notJSON)])
        round.isLetIn = false
        round.logOnFailure = .simple(.notJSON)
        #expect(state.apply(round, at: 1000).contains(.ocpDown(.simple(.notJSON))))
        #expect(state.apply(round, at: 1060).isEmpty)
        #expect(state.snapshot.lastRound?.isUp == false)
    }

    @Test mutating func clustersThatAQuotaLeftOutStayAsTheyAreWhileTheyAreFresh() {
        let polls: [Int64: Outcome<[BackupOverview]>] = [
            1: StateTests.success(), 2: StateTests.success(),
        ]
        _ = state.apply(StateTests.round(polls), at: 1000)
        let list = [1, 2, 3].map { ClusterSummary(id: $0, name: "c\($0)") }
        let stop = GateClosing.throttled(.simple(.throttled))
        var round = StateTests.round([:], list: list, closing: stop)
        _ = state.apply(round, at: 1200)
        #expect(state.snapshot[1]?.overview.failure == nil)
        #expect(state.snapshot[3]?.overview.failure?.reason == .throttled)
        #expect(state.snapshot.lastRound?.isUp == true)
        _ = state.apply(round, at: 1301)
        #expect(state.snapshot[1]?.overview.failure?.reason == .throttled)
        // Where nobody was let in, nobody could be asked.
        round.isLetIn = false
        _ = state.apply(StateTests.round(polls), at: 1000)
        _ = state.apply(round, at: 1060)
        #expect(state.snapshot[1]?.overview.failure?.reason == .throttled)
        #expect(state.snapshot.lastRound?.isUp == false)
    }

    @Test mutating func theClockOffsetIsThatOfTheLastRoundThatReachedOCP() {
        var round = StateTests.round([1: StateTests.success()])
        round.clockOffset = 3
        _ = state.apply(round, at: 1000)
        round.clockOffset = nil
        round.closing = .unreachable(.simple(.connect))
        _ = state.apply(round, at: 1060)
        #expect(state.snapshot.statistics.clockOffset == 3)
        round.closing = nil
        _ = state.apply(round, at: 1120)
        #expect(state.snapshot.statistics.clockOffset == nil)
    }
}

extension PollingEvent {
    fileprivate var isUnknownState: Bool {
        if case .unknownState = self { true } else { false }
    }
}
