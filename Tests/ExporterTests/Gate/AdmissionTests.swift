import OCP
import Testing

@testable import Exporter

/// Lock-out safety as rules.
@Suite struct AdmissionTests {
    private static let interval = Duration.seconds(60)

    private static func throttled(_ wait: Duration?) -> OCPError {
        OCPError(reason: .throttled, message: "", retryAfter: wait)
    }

    private static func fromOCP(_ reason: FailureReason) -> OCPError {
        OCPError(reason: reason, message: "", isFromOCP: true)
    }

    private var admission = Admission()

    /// An opening in which something happens.
    private mutating func opening(
        interval: Duration = interval,
        _ body: (inout Admission) -> Void
    ) -> GatePause {
        admission.begin()
        body(&admission)
        return admission.end(interval: interval)
    }

    private mutating func refusal(interval: Duration = interval) -> GatePause {
        opening(interval: interval) { $0.fail(.simple(.unauthorized)) }
    }

    @Test mutating func oneAfterTheOtherAndThenFewUntilOneIsLetIn() {
        admission.begin()
        for _ in 1...Admission.trials {
            #expect(admission.allowance(of: 100) == 1)
            admission.fail(.simple(.timeout))
        }
        #expect(admission.allowance(of: 100) == Admission.unprovenConcurrency)
        #expect(admission.allowance(of: 2) == 2)
        admission.succeed()
        #expect(admission.allowance(of: 100) == 100)
        // Each opening has to show it anew.
        _ = admission.end(interval: Self.interval)
        admission.begin()
        #expect(admission.allowance(of: 100) == 1)
    }

    @Test(arguments: FailureReason.allCases)
    mutating func whatOCPItselfRefusesShowsThatItLetUsIn(reason: FailureReason) {
        let answers: [FailureReason] = [
            .forbidden, .notFound, .clientError, .serverError, .unsuccessful,
        ]
        admission.begin()
        admission.fail(.simple(reason))
        #expect(!admission.isLetIn, "something in front of OCP may have answered")
        admission.fail(Self.fromOCP(reason))
        #expect(admission.isLetIn == answers.contains(reason))
        #expect((admission.closing != nil) == [.unauthorized, .throttled].contains(reason))
        #expect((admission.allowance(of: 9) == 0) == (admission.closing != nil))
    }

    @Test mutating func pausesGrowToFiveMinutesWhileRefused() {
        let pauses = (1...8).map { _ in refusal() }
        #expect(pauses.map(\.duration.seconds) == [60, 120, 240, 300, 300, 300, 300, 300])
        #expect(pauses.allSatisfy { $0.endsWithNewCredentials })
        admission.credentialsChanged()
        let next = refusal()
        #expect(next.duration == .seconds(60))
    }

    @Test mutating func aLongIntervalIsNeverShortened() {
        for _ in 1...100 {
            let pause = refusal(interval: .seconds(900))
            #expect(pause.duration == .seconds(900))
        }
    }

    /// Several in flight are refused together; that is one refusal.
    @Test mutating func refusalsCountByOpenings() {
        let pause = opening { admission in
            for _ in 1...4 { admission.fail(.simple(.unauthorized)) }
        }
        #expect(pause.duration == .seconds(60))
        #expect(admission.refusals == 1)
    }

    /// An OCP that is restarted between two refusals has not let us in.
    @Test mutating func staysOnProbationUntilLetIn() {
        for _ in 1...3 { _ = refusal() }
        let silent = opening { $0.close(.unreachable(.simple(.connect))) }
        #expect(silent == GatePause(duration: .seconds(240), endsWithNewCredentials: true))
        let broken = opening { admission in
            #expect(admission.allowance(of: 9) == 1)
            admission.fail(.simple(.serverError))
            #expect(admission.allowance(of: 9) == 0, "a single request in an opening")
        }
        #expect(broken.duration == .seconds(240))
        let throttled = opening { $0.fail(Self.throttled(.seconds(1000))) }
        #expect(throttled.duration == .seconds(1000))
        #expect(throttled.endsWithNewCredentials)
        let good = opening { admission in
            admission.succeed()
            #expect(admission.allowance(of: 9) == 9)
        }
        #expect(good == GatePause())
        #expect(admission.refusals == 0)
    }

    /// One cluster that is always refused, while the list can be read.
    @Test mutating func whoWasLetInAndRefusedInOneOpeningIsRefused() {
        for seconds in [60, 120, 240] {
            let pause = opening { admission in
                admission.succeed()
                admission.fail(.simple(.unauthorized))
            }
            #expect(pause.duration == .seconds(seconds))
        }
    }

    @Test(
        arguments: [
            (nil, 0), (.zero, 0), (.seconds(10), 10), (.seconds(3599), 3599),
            (.seconds(7200), 3600), (.seconds(1e15), 3600),
        ] as [(Duration?, Int)]
    )
    mutating func waitsAsLongAsAThrottlingOCPAsksButAnHourAtMost(wait: Duration?, pause: Int) {
        let next = opening { admission in
            admission.succeed()
            admission.fail(Self.throttled(wait))
        }
        #expect(next == GatePause(duration: .seconds(pause)))
    }

    @Test mutating func silenceIsCountedInARow() {
        admission.begin()
        var taken: [Bool] = []
        for reason in [.timeout, .connect, .notJSON, .tls, .dns, .timeout] as [FailureReason] {
            admission.fail(.simple(reason))
            taken.append(admission.takeSilence(of: 3))
        }
        #expect(taken == [false, false, false, false, false, true])
        let again = admission.takeSilence(of: 3)
        #expect(!again, "counted anew")
    }
}
