import OCP
import Testing

@testable import Exporter

/// When an endpoint counts as absent, and when it is tried again.
@Suite struct EndpointSupportTests {
    private var support = EndpointSupport()

    private mutating func take(
        _ failures: [OCPError?],
        targets: Int = 100,
        at seconds: Double = 0
    ) {
        for failure in failures { support.take(failure, targets: targets, at: .seconds(seconds)) }
    }

    @Test(arguments: [(100, 3), (3, 3), (2, 2), (1, 1)])
    mutating func itTakesThreeTargetsInARowOrAllOfFewer(targets: Int, needed: Int) {
        for _ in 1..<needed {
            take([.absent], targets: targets)
            #expect(!support.isAbsent && !support.isKnown)
            #expect(support.allowance(at: .zero) == .max)
        }
        take([.absent], targets: targets)
        #expect(support.isAbsent && support.isKnown)
        #expect(support.allowance(at: .zero) == 0)
    }

    @Test(arguments: [FailureReason.timeout, .serverError, .notFound, .forbidden, .notJSON])
    mutating func anotherFailureBetweenThemBreaksTheRow(reason: FailureReason) {
        take([.absent, .absent, .simple(reason), .absent, .absent])
        #expect(!support.isAbsent)
        take([.absent])
        #expect(support.isAbsent)
    }

    /// A proxy's page while OCP is upgraded.
    @Test mutating func onceItHasAnsweredItIsNeverAbsent() {
        take([.absent, .absent, nil] + Array(repeating: .absent, count: 50))
        #expect(!support.isAbsent && support.isKnown)
        #expect(support.allowance(at: .zero) == .max)
        take([.simple(.timeout), .absent, .absent, .absent])
        #expect(!support.isAbsent)
    }

    @Test mutating func itRestsSixHoursAndIsThenTriedOnce() {
        take([.absent, .absent, .absent], at: 100)
        let end = Duration.seconds(100 + 6 * 3600)
        #expect(support.restsUntil == end)
        #expect(support.allowance(at: end - .seconds(1)) == 0)
        #expect(support.allowance(at: end) == 1)
        // A single target shows that it is absent still.
        take([.absent], at: end.seconds)
        #expect(support.restsUntil == end + EndpointSupport.rest)
        #expect(support.allowance(at: end) == 0)
    }

    /// What failed for another reason says neither that it is there nor that it is not.
    @Test mutating func aTrialThatFailsOtherwiseLetsItRestOn() {
        take([.absent, .absent, .absent])
        let end = EndpointSupport.rest
        take([.simple(.timeout)], at: 5)
        #expect(support.restsUntil == end, "one that was on its way when the rest began")
        take([.simple(.timeout)], at: end.seconds)
        #expect(support.isAbsent)
        #expect(support.restsUntil == end + EndpointSupport.rest)
    }

    @Test mutating func anAnswerEndsTheRestForAll() {
        take([.absent, .absent, .absent])
        take([nil], at: EndpointSupport.rest.seconds)
        #expect(!support.isAbsent && support.isKnown)
        #expect(support.allowance(at: EndpointSupport.rest) == .max)
    }

    @Test mutating func anotherVersionEndsTheRest() {
        take([.absent, .absent, .absent])
        support.wake()
        #expect(support.allowance(at: .seconds(1)) == 1)
        take([.absent], at: 1)
        #expect(support.allowance(at: .seconds(2)) == 0)
        support.wake()
        take([nil], at: 2)
        #expect(support.allowance(at: .seconds(2)) == .max)
    }

    @Test mutating func anotherVersionIsNoRestWhereThereIsNone() {
        take([.absent, .absent])
        support.wake()
        #expect(!support.isAbsent)
        take([.absent, .absent])
        #expect(!support.isAbsent, "those of the version before say nothing of this one")
    }
}
