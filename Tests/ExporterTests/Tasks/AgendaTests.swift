import OCP
import Testing

@testable import Exporter

/// When questions are due.
@Suite struct AgendaTests {
    private static let interval = 300.0
    private static let question = Self.log(1)

    private var agenda = Agenda(intervals: [.logBackups: .seconds(300), .restores: .seconds(3600)])

    private static func log(_ cluster: Int64, _ tenant: Int64? = nil) -> TaskQuestion {
        TaskQuestion(
            collector: .logBackups,
            target: TaskTarget(cluster: cluster, tenant: tenant)
        )
    }

    /// Asks one question and takes what came of it.
    private mutating func ask(
        _ question: TaskQuestion = question,
        _ failure: OCPError? = nil,
        at seconds: Double,
        share: Double = 1
    ) {
        let isWanted = agenda.begin(question, at: .seconds(seconds))
        #expect(isWanted)
        agenda.end(question, failure, at: .seconds(seconds), share: share)
    }

    /// When what is there is due next, in seconds.
    private var next: Double? { agenda.nextDue?.seconds }

    @Test mutating func whatWasNeverAskedIsDueAtOnce() {
        agenda.keep([Self.question], at: .seconds(50))
        #expect(agenda.due(at: .seconds(50)) == [Self.question])
        #expect(agenda.new(at: .seconds(50)) == [Self.question])
        // Thousands are looked through once a second, and not for each.
        #expect(agenda.due(at: .seconds(49)) == [Self.question])
        #expect(agenda.due(at: .milliseconds(48_999)).isEmpty)
    }

    @Test mutating func aMomentOnceFoundIsKeptThoughAnswersAreLate() {
        agenda.keep([Self.question], at: .zero)
        ask(at: 0, share: 0.5)
        #expect(next == 150)
        for late in [0.0, 20, 298, 0] {
            let due = next ?? 0
            ask(at: due + late)
            #expect(next == due + Self.interval)
        }
        #expect(agenda.new(at: .seconds(1e6)).isEmpty)
    }

    /// A machine that was suspended, or an OCP that was gone, makes nobody ask what it has missed.
    @Test mutating func whatWasMissedIsNotMadeUpFor() {
        agenda.keep([Self.question], at: .zero)
        ask(at: 0, share: 0.5)
        ask(at: 150 + 10 * Self.interval + 7)
        #expect(next == 150 + 11 * Self.interval)
    }

    @Test mutating func whatFailedIsAskedAgainInDoublingPausesUpToTheInterval() {
        agenda = Agenda(intervals: [.logBackups: .seconds(1000)])
        agenda.keep([Self.question], at: .zero)
        var now = 0.0
        var pauses: [Double] = []
        for _ in 1...8 {
            ask(Self.question, .simple(.timeout), at: now, share: 1)
            pauses.append((next ?? 0) - now)
            now = next ?? 0
        }
        // 60, 120, 240, 480 reach 900; the beat at 1000 comes before the next pause would end.
        #expect(pauses == [60, 120, 240, 480, 100, 1000, 1000, 1000])
        ask(at: now)
        #expect((next ?? 0) - now == 1000)
    }

    @Test(arguments: [30, 60, 61])
    mutating func noPauseIsLongerThanTheInterval(seconds: Double) {
        agenda = Agenda(intervals: [.logBackups: .seconds(seconds)])
        agenda.keep([Self.question], at: .zero)
        ask(Self.question, .simple(.timeout), at: 0, share: 1)
        #expect(next == min(60, seconds))
    }

    @Test mutating func whoRecoversReturnsToItsMoment() {
        agenda.keep([Self.question], at: .zero)
        ask(at: 0, share: 0.5)
        ask(Self.question, .simple(.serverError), at: 150)
        #expect(next == 210)
        #expect(agenda.failures == [.logBackups: 1])
        ask(at: 210)
        #expect(next == 450)
        #expect(agenda.failures.isEmpty)
        ask(Self.question, .simple(.serverError), at: 450)
        #expect(next == 510, "the pauses begin anew")
    }

    @Test mutating func theOrderOfTheFirstRoundIsByCollectorClusterAndTenant() {
        let list = TaskQuestion(collector: .tenants)
        let restores = TaskQuestion(collector: .restores, target: TaskTarget(cluster: 1))
        let logs = [Self.log(1), Self.log(1, 4), Self.log(1, 5), Self.log(2, 1)]
        agenda.keep([restores] + logs.reversed() + [list], at: .zero)
        #expect(agenda.new(at: .zero) == [list])
        ask(list, at: 0)
        #expect(agenda.new(at: .zero) == logs, "one collector at a time")
        for question in logs { ask(question, at: 0) }
        #expect(agenda.new(at: .zero) == [restores])
    }

    @Test mutating func thoseThatAreLateByMostOfTheirIntervalComeFirst() {
        let restores = TaskQuestion(collector: .restores, target: TaskTarget(cluster: 1))
        agenda.keep([Self.question, restores], at: .zero)
        ask(Self.question, at: 0)
        ask(restores, at: 0)
        #expect(agenda.due(at: .seconds(3700)) == [Self.question, restores])
        #expect(agenda.due(at: .seconds(3700), limit: 1) == [Self.question])
    }

    @Test mutating func whatIsUnderWayIsNotAskedTwice() {
        agenda.keep([Self.question], at: .zero)
        let first = agenda.begin(Self.question, at: .zero)
        let second = agenda.begin(Self.question, at: .zero)
        #expect(first && !second)
        #expect(agenda.due(at: .seconds(9)).isEmpty)
        #expect(agenda.nextDue == nil)
        agenda.putBack(Self.question)
        #expect(agenda.due(at: .seconds(9)) == [Self.question])
    }

    @Test mutating func whatIsNoLongerWantedIsForgotten() {
        agenda.keep([Self.question, Self.log(2)], at: .zero)
        ask(Self.question, .simple(.timeout), at: 0)
        let begun = agenda.begin(Self.question, at: .zero)
        #expect(begun)
        agenda.keep([Self.log(2)], at: .zero)
        #expect(agenda.failures.isEmpty)
        agenda.end(Self.question, .simple(.timeout), at: .zero, share: 1)
        #expect(agenda.failures.isEmpty, "an answer that comes too late counts nowhere")
        #expect(agenda.count(of: .logBackups) == 1)
        let again = agenda.begin(Self.question, at: .zero)
        #expect(!again)
    }

    /// So that who has little time tries every endpoint.
    @Test mutating func aSampleHasSoManyOfEachEndpoint() {
        let tenants = (1...4).map {
            TaskQuestion(collector: .logBackups, target: TaskTarget(cluster: 1, tenant: $0))
        }
        agenda.keep((1...4).map { Self.log($0) } + tenants, at: .zero)
        #expect(
            agenda.new(at: .zero, most: 2) == [Self.log(1), tenants[0], tenants[1], Self.log(2)]
        )
        ask(Self.log(1), at: 0)
        #expect(agenda.new(at: .zero, most: 2) == [tenants[0], tenants[1], Self.log(2)])
        ask(Self.log(2), at: 0)
        #expect(agenda.new(at: .zero, most: 2) == [tenants[0], tenants[1]])
        #expect(agenda.new(at: .zero).count == 6)
    }

    @Test mutating func onlyWhatMayPassIsRepeated() {
        agenda.keep((1...4).map { Self.log($0) }, at: .zero)
        for (cluster, reason) in [(1, .timeout), (2, .forbidden), (3, .serverError)]
            as [(Int64, FailureReason)]
        {
            ask(Self.log(cluster), .simple(reason), at: 0)
        }
        #expect(agenda.repeatable == [Self.log(1), Self.log(3)])
        #expect(agenda.failures == [.logBackups: 3])
        #expect(agenda.standing[.logBackups]?.unread == 4)
        ask(Self.log(4), at: 0)
        #expect(agenda.standing[.logBackups]?.unread == 3)
    }
}
