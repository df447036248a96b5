import OCP
import Synchronization
import TestClock
import Testing

@testable import Exporter

/// What comes after the rounds' own, at the gate: tenants and tasks.
@Suite(.timeLimit(.minutes(15))) struct LateCollectorTests {
    private let time = ManualTime()
    private let gate: OCPGate

    init() {
        gate = OCPGate(most: 4, interval: .seconds(60), time: time)
    }

    private func note(_ failure: OCPError?) {
        _ = gate.note(failure, duration: 0.1, patience: .max)
    }

    private static func throttled(_ seconds: Double) -> OCPError {
        OCPError(reason: .throttled, message: "", retryAfter: .seconds(seconds))
    }

    /// How a round decides, and whether those who wait for that are let through.
    enum Decision: CaseIterable, Sendable {
        case letIn, refused, throttled, unreachable, endsUndecided
    }

    private func take(_ decision: Decision) async throws {
        switch decision {
        case .letIn: note(nil)
        case .refused: note(.simple(.unauthorized))
        case .throttled: note(Self.throttled(5))
        case .unreachable:
            let harness = PollingHarness { _ in throw OCPError.simple(.connect) }
            try await gate.askWhetherOCPLives(harness.monitor().makeClient())
        case .endsUndecided: _ = gate.end()
        }
    }

    @Test(arguments: Decision.allCases)
    func itWaitsUntilTheRoundIsDecided(_ decision: Decision) async throws {
        gate.begin()
        let ended = Mutex(false)
        async let entered: Bool = {
            defer { ended.withLock { $0 = true } }
            return try await gate.enter(rank: 1) { true }
        }()
        for _ in 1...50 { await Task.yield() }
        #expect(gate.admitsMore)
        // One that got no answer decides nothing.
        note(.simple(.timeout))
        for _ in 1...50 { await Task.yield() }
        #expect(ended.withLock { !$0 })
        try await take(decision)
        #expect(try await entered == (decision == .letIn))
        #expect(gate.admitsMore == (decision == .letIn))
    }

    @Test func withoutARoundThatWasLetInNothingIsAsked() async throws {
        #expect(!gate.admitsMore)
        #expect(try await !gate.enter(rank: 1) { true })
    }

    @Test func betweenRoundsItIsAskedOn() async throws {
        gate.begin()
        note(nil)
        _ = gate.end()
        #expect(gate.admitsMore)
        #expect(try await gate.enter(rank: 1) { true })
    }

    /// Requests of a slow collector are under way when a round begins.
    @Test func permitsThatAreOutCountInTheNextOpening() async throws {
        gate.begin()
        note(nil)
        #expect(try await gate.enter(rank: 1) { true })
        #expect(try await gate.enter(rank: 1) { true })
        _ = gate.end()
        gate.begin()
        #expect(gate.takeMore(upTo: 9, rank: 0) == 0, "one at a time before one is let in")
        gate.leave()
        #expect(gate.takeMore(upTo: 9, rank: 0) == 0)
        gate.leave()
        #expect(gate.takeMore(upTo: 9, rank: 0) == 1)
        // What the collector's answer shows holds for all.
        note(nil)
        #expect(gate.takeMore(upTo: 9, rank: 0) == 3)
    }

    @Test func aRoundWithTargetsComesFirst() async throws {
        gate.begin()
        note(nil)
        #expect(try await gate.enter(rank: 1) { true })
        let isWanted = Mutex(true)
        await gate.queueing(rank: 0, while: { isWanted.withLock(\.self) }) {
            #expect(!gate.mayGoOn(rank: 1))
            #expect(gate.takeMore(upTo: 9, rank: 1) == 0)
            #expect(gate.mayGoOn(rank: 0))
            isWanted.withLock { $0 = false }
            #expect(gate.mayGoOn(rank: 1))
        }
    }

    @Test(arguments: [(90, 90), (7200, 3600)] as [(Double, Double)])
    func whatOCPAsksToWaitBetweenRoundsHoldsForTheNext(_ wait: Double, seconds: Double) async throws
    {
        gate.begin()
        note(nil)
        #expect(gate.end() == GatePause())
        note(Self.throttled(wait))
        #expect(gate.throttling == .seconds(seconds))
        #expect(!gate.admitsMore)
        #expect(try await !gate.enter(rank: 1) { true })
        time.advance(by: .seconds(40))
        #expect(gate.throttling == .seconds(seconds - 40))
        note(Self.throttled(1))
        #expect(gate.throttling == .seconds(seconds - 40), "the longest wait holds")
        time.advance(by: .seconds(4000))
        #expect(gate.throttling == .zero)
    }

    @Test func withinARoundItIsTheRoundsPause() {
        gate.begin()
        note(nil)
        note(Self.throttled(90))
        #expect(gate.throttling == .zero)
        #expect(gate.end() == GatePause(duration: .seconds(90)))
    }

    /// Lock-out safety: what a collector was told counts like what a round was told.
    @Test func afterARefusalBetweenRoundsASingleRequestIsSent() async throws {
        gate.begin()
        note(nil)
        _ = gate.end()
        note(.simple(.unauthorized))
        #expect(try await !gate.enter(rank: 1) { true })
        #expect(!gate.isOpen)
        gate.begin()
        #expect(gate.takeMore(upTo: 9, rank: 0) == 1)
        note(.simple(.serverError))
        #expect(!gate.isOpen)
        #expect(gate.end().endsWithNewCredentials)
    }
}
