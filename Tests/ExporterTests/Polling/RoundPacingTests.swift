import OCP
import Testing

@testable import Exporter

@Suite struct PacingTests {
    private static let refused = RoundStop.refused(.simple(.unauthorized))

    private static func throttled(_ wait: Duration?) -> RoundStop {
        .throttled(OCPError(reason: .throttled, message: "", retryAfter: wait))
    }

    private var pacing = RoundPacing(interval: .seconds(60))

    /// A pacing whose first round, with its random pause, is over.
    private static var settled: RoundPacing {
        var pacing = RoundPacing(interval: .seconds(60))
        _ = pacing.pause(after: nil, isLetIn: true, took: .zero, random: 0)
        return pacing
    }

    @Test(arguments: [0, 0.25, 0.999])
    func spreadsTheSecondRoundOverTheInterval(random: Double) {
        var pacing = pacing
        let pause = pacing.pause(after: nil, isLetIn: true, took: .seconds(7), random: random)
        #expect(pause == .init(duration: .seconds(60) * random))
        let next = pacing.pause(after: nil, isLetIn: true, took: .seconds(7), random: random)
        #expect(next.duration == .seconds(53))
    }

    @Test func spreadsEvenIfTheFirstRoundWasRefused() {
        var pacing = pacing
        _ = pacing.pause(after: Self.refused, isLetIn: false, took: .zero, random: 0.5)
        let pause = pacing.pause(after: nil, isLetIn: true, took: .zero, random: 0.5)
        #expect(pause.duration == .seconds(30))
    }

    @Test(arguments: [(59, 1, false), (60, 0, false), (61, 0, true), (3600, 0, true)])
    func countsFromTheStartOfTheRoundAndPilesNothingUp(took: Int, pause: Int, isLate: Bool) {
        var pacing = Self.settled
        let next = pacing.pause(after: nil, isLetIn: true, took: .seconds(took), random: 0.5)
        #expect(next == .init(duration: .seconds(pause), isLate: isLate))
        let unreachable = RoundStop.unreachable(.simple(.timeout))
        let gone = pacing.pause(
            after: unreachable,
            isLetIn: false,
            took: .seconds(took),
            random: 0.5
        )
        #expect(gone == next)
    }

    @Test func growsToFiveMinutesWhileRefused() {
        var pacing = Self.settled
        let pauses = (1...8).map { _ in
            pacing.pause(after: Self.refused, isLetIn: false, took: .seconds(1), random: 0.5)
        }
        #expect(pauses.map(\.duration.seconds) == [60, 120, 240, 300, 300, 300, 300, 300])
        #expect(pauses.allSatisfy { $0.endsWithNewCredentials })
        #expect(pauses.allSatisfy { !$0.isLate })
    }

    @Test func neverShortensALongInterval() {
        var pacing = RoundPacing(interval: .seconds(900))
        for _ in 1...100 {
            let pause = pacing.pause(after: Self.refused, isLetIn: false, took: .zero, random: 0)
            #expect(pause.duration == .seconds(900))
        }
    }

    /// An OCP that is restarted between two refusals has not let us in.
    @Test func staysOnProbationUntilLetIn() {
        var pacing = Self.settled
        for _ in 1...3 {
            _ = pacing.pause(after: Self.refused, isLetIn: false, took: .zero, random: 0)
        }
        let silent = pacing.pause(
            after: .unreachable(.simple(.connect)),
            isLetIn: false,
            took: .zero,
            random: 0
        )
        #expect(silent == .init(duration: .seconds(240), endsWithNewCredentials: true))
        #expect(pacing.refusals == 3)
        let broken = pacing.pause(after: nil, isLetIn: false, took: .zero, random: 0)
        #expect(broken.duration == .seconds(240))
        let throttled = pacing.pause(
            after: Self.throttled(.seconds(1000)),
            isLetIn: false,
            took: .zero,
            random: 0
        )
        #expect(throttled.duration == .seconds(1000))
        _ = pacing.pause(after: nil, isLetIn: true, took: .zero, random: 0)
        #expect(pacing.refusals == 0)
    }

    @Test func forgetsRefusalsWithNewCredentials() {
        var pacing = Self.settled
        for _ in 1...5 {
            _ = pacing.pause(after: Self.refused, isLetIn: false, took: .zero, random: 0)
        }
        pacing.credentialsChanged()
        let pause = pacing.pause(after: Self.refused, isLetIn: false, took: .zero, random: 0)
        #expect(pause.duration == .seconds(60))
    }

    @Test(
        arguments: [
            (nil, 60), (.zero, 60), (.seconds(10), 60), (.seconds(61), 61), (.seconds(3599), 3599),
            (.seconds(7200), 3600), (.seconds(1e15), 3600),
        ] as [(Duration?, Int)]
    )
    func waitsAsLongAsAThrottlingOCPAsksButAnHourAtMost(wait: Duration?, pause: Int) {
        var pacing = Self.settled
        let next = pacing.pause(
            after: Self.throttled(wait),
            isLetIn: true,
            took: .zero,
            random: 0.5
        )
        #expect(next == .init(duration: .seconds(pause)))
    }
}
