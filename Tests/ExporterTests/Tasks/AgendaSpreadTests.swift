import OCP
import Testing

@testable import Exporter

/// Spreading over an interval, other intervals, and endpoints that OCP lacks.
@Suite struct AgendaSpreadTests {
    private static let logs = (1...1000).map { index in
        TaskQuestion(
            collector: .logBackups,
            target: TaskTarget(cluster: 1, tenant: Int64(index))
        )
    }

    private var agenda = Agenda(intervals: [.logBackups: .seconds(300)])

    /// Asks everything that is new, each a little later than the one before.
    private mutating func firstRound(taking seconds: Double) {
        agenda.keep(Self.logs, at: .zero)
        for (index, question) in agenda.new(at: .zero).enumerated() {
            let share = Double(index + 1) / 1000
            let isWanted = agenda.begin(question, at: .zero)
            #expect(isWanted)
            agenda.end(question, nil, at: .seconds(seconds * share), share: share)
        }
    }

    /// How many of the questions are due in each second from a moment on.
    private mutating func dues(from start: Int) -> [Int] {
        var counts: [Int] = []
        for second in start..<(start + 300) {
            let due = agenda.due(at: .seconds(second))
            counts.append(due.count)
            for question in due { agenda.end(question, nil, at: .seconds(second), share: 0.5) }
        }
        return counts
    }

    @Test(arguments: [0, 8, 120])
    mutating func whatWasAskedAtOnceIsSpreadFromThenOn(seconds: Double) {
        firstRound(taking: seconds)
        _ = dues(from: Int(seconds))
        let counts = dues(from: Int(seconds) + 300)
        #expect(counts.reduce(0, +) == 1000)
        #expect((counts.max() ?? 0) <= 7, "twice the average is 6.7")
    }

    @Test mutating func theIntervalAfterTheFirstRoundIsSpreadToo() {
        firstRound(taking: 8)
        // Those whose moment was during the round are late by then, and are paced.
        let counts = dues(from: 8).dropFirst()
        #expect((counts.max() ?? 0) <= 7)
    }

    @Test mutating func theRateIsThatOfAllIntervals() {
        agenda = Agenda(intervals: [.logBackups: .seconds(250), .restores: .seconds(10)])
        agenda.keep(
            Self.logs + [TaskQuestion(collector: .restores, target: TaskTarget(cluster: 1))],
            at: .zero
        )
        #expect(abs(agenda.rate - 4.1) < 1e-9)
    }

    @Test mutating func aLongerIntervalLeavesWhatIsDue() {
        agenda.keep([Self.logs[0]], at: .zero)
        agenda.end(Self.logs[0], nil, at: .zero, share: 1)
        agenda.apply([.logBackups: .seconds(900)], at: .seconds(10))
        #expect(agenda.nextDue == .seconds(300))
        agenda.end(Self.logs[0], nil, at: .seconds(300), share: 1)
        #expect(agenda.nextDue == .seconds(1200))
    }

    /// By whole intervals, so that requests stay spread.
    @Test mutating func aShorterIntervalBringsWhatIsDueForward() {
        agenda.keep([Self.logs[0]], at: .zero)
        agenda.end(Self.logs[0], nil, at: .zero, share: 1)
        agenda.apply([.logBackups: .seconds(20)], at: .seconds(10))
        #expect(agenda.nextDue == .seconds(20))
    }

    @Test
    mutating func aShorterIntervalHoldsFromThenOn() {
        agenda.keep([Self.logs[0]], at: .zero)
        agenda.end(Self.logs[0], nil, at: .zero, share: 1)
        agenda.apply([.logBackups: .seconds(20)], at: .seconds(10))
        agenda.end(Self.logs[0], nil, at: .seconds(30), share: 1)
        #expect((agenda.nextDue ?? .zero) <= .seconds(50))
    }

    @Test mutating func whatWasUnderWayInTheMonitorBeforeIsDue() {
        agenda.keep([Self.logs[0]], at: .zero)
        let begun = agenda.begin(Self.logs[0], at: .zero)
        #expect(begun)
        agenda.apply([.logBackups: .seconds(300)], at: .seconds(1))
        #expect(agenda.due(at: .seconds(1)) == [Self.logs[0]])
    }

    @Test mutating func whatAnAbsentEndpointAnswersIsLeftOutAndThenTriedOnce() {
        let other = TaskQuestion(collector: .logBackups, target: TaskTarget(cluster: 1))
        agenda.keep(Self.logs + [other], at: .zero)
        for question in Self.logs.prefix(3) { agenda.end(question, .absent, at: .zero, share: 1) }
        #expect(agenda.due(at: .zero) == [other], "another level is another endpoint")
        #expect(agenda.rate == 1.0 / 300)
        let refused = agenda.begin(Self.logs[5], at: .zero)
        #expect(!refused, "one that was taken before that was known")
        agenda.end(other, nil, at: .zero, share: 1)
        #expect(agenda.nextDue == .seconds(300))
        let end = EndpointSupport.rest
        agenda.end(other, nil, at: end, share: 1)
        let due = agenda.due(at: end)
        #expect(due.count == 1)
        let isTried = agenda.begin(due[0], at: end)
        #expect(isTried)
        #expect(agenda.due(at: end).isEmpty, "while one is tried no other is")
        agenda.end(due[0], nil, at: end, share: 1)
        #expect(agenda.due(at: end).count == 999)
    }

    @Test mutating func anotherVersionLetsAnAbsentEndpointBeTried() {
        agenda.keep(Self.logs, at: .zero)
        for question in Self.logs.prefix(3) { agenda.end(question, .absent, at: .zero, share: 1) }
        #expect(agenda.due(at: .seconds(60)).isEmpty)
        agenda.wake()
        #expect(agenda.due(at: .seconds(60)).count == 1)
    }
}
