import Testing

@testable import Exporter

@Suite struct RoundScheduleTests {
    private var schedule = RoundSchedule(interval: .seconds(60))

    private mutating func settle() {
        _ = schedule.pause(took: .zero, gate: GatePause(), random: 0)
    }

    @Test(arguments: [0, 0.25, 0.999])
    mutating func spreadsTheSecondRoundOverTheInterval(random: Double) {
        let pause = schedule.pause(took: .seconds(7), gate: GatePause(), random: random)
        #expect(pause == .init(duration: .seconds(60) * random))
        let next = schedule.pause(took: .seconds(7), gate: GatePause(), random: random)
        #expect(next.duration == .seconds(53))
    }

    @Test mutating func spreadsEvenIfTheFirstRoundWasRefused() {
        let refused = GatePause(duration: .seconds(120), endsWithNewCredentials: true)
        let first = schedule.pause(took: .zero, gate: refused, random: 0.5)
        #expect(first == .init(duration: .seconds(120), endsWithNewCredentials: true))
        let pause = schedule.pause(took: .zero, gate: GatePause(), random: 0.5)
        #expect(pause.duration == .seconds(30))
    }

    @Test(arguments: [(59, 1, false), (60, 0, false), (61, 0, true), (3600, 0, true)])
    mutating func countsFromTheStartOfTheRoundAndPilesNothingUp(
        took: Int,
        pause: Int,
        isLate: Bool
    ) {
        settle()
        let next = schedule.pause(took: .seconds(took), gate: GatePause(), random: 0.5)
        #expect(next == .init(duration: .seconds(pause), isLate: isLate))
    }

    @Test(arguments: [(10, 60), (60, 60), (61, 61), (3600, 3600)])
    mutating func waitsForTheGate(wait: Int, pause: Int) {
        settle()
        let gate = GatePause(duration: .seconds(wait))
        let next = schedule.pause(took: .zero, gate: gate, random: 0.5)
        #expect(next == .init(duration: .seconds(pause)))
        #expect(!schedule.pause(took: .seconds(99), gate: gate, random: 0.5).isLate)
    }
}
