import Dispatch
package import HTTP
import Synchronization

/// An OCP that is not there: it answers as OCP does, from a fleet of clusters and their scenarios.
///
/// It takes requests from an `HTTPServer` or from a test that calls `handle`. The order in which it
/// looks at a request is OCP's: path, log-on, throttling, then the answer, which a fault may spoil.
package final class Simulator: HTTPHandler {
    /// What requests and steering change.
    struct State {
        var fleet: SimulatedFleet
        var account: SimulatedAccount
        var lockOut: LockOut
        var throttle: Throttle?
        var faults: FaultTargets
        var latency: Int64
        var counts = RequestCounts()
        /// The requests that a fault left without an answer, kept so that they can be let go.
        var unanswered: [@Sendable (HTTPResponse) -> Void] = []
        /// Requests taken so far, from which trace ids are drawn.
        var served: UInt64 = 0
    }

    let state: Mutex<State>
    let settings: SimulatorSettings
    private let clock: @Sendable () -> Double
    private let timer: AnswerTimer
    private let start: Int64

    /// Makes a simulator whose simulated time begins now.
    ///
    /// - Parameters:
    ///   - settings: the fleet and how OCP behaves.
    ///   - clock: the present, in seconds since 1970.
    ///   - timer: what delays answers, and takes longer work off the event loop.
    /// - Throws: `FleetPlan.Problem` if the settings name an unknown scenario, or too many clusters
    ///   or tenants.
    package init(
        settings: SimulatorSettings,
        clock: @escaping @Sendable () -> Double = SystemClock.seconds,
        timer: AnswerTimer = .dispatch
    ) throws(FleetPlan.Problem) {
        guard 0...Tenants.most ~= settings.tenants else {
            throw FleetPlan.Problem(description: "tenants must be 0 to \(Tenants.most)")
        }
        self.settings = settings
        self.clock = clock
        self.timer = timer
        start = Self.milliseconds(clock())
        let state = State(
            fleet: SimulatedFleet(try settings.fleet.assignment(), seed: settings.seed),
            account: settings.account,
            lockOut: LockOut(
                mostAttempts: settings.mostLogOnAttempts,
                duration: settings.lockOutDuration
            ),
            throttle: settings.rateLimit.map(Throttle.init),
            faults: FaultTargets(settings.faults),
            latency: settings.latency
        )
        self.state = Mutex(state)
    }

    package func handle(
        _ request: HTTPRequest,
        answer: @escaping @Sendable (HTTPResponse) -> Void
    ) {
        let moment = moment
        let (plan, latency) = state.withLock { state in
            let plan = AnswerPlan(request, at: moment, settings: settings, state: &state)
            return (plan, state.latency)
        }
        if plan.hangs {
            // Outside of the lock: an answer calls the connection.
            oldestOfTooMany(plan, answer)?(Self.goodbye)
            return
        }
        let finish: @Sendable () -> Void = { [self] in
            let response = plan.response(at: self.moment, took: latency, settings: settings)
            state.withLock { $0.counts.record(plan, .answered(response.status)) }
            answer(response)
        }
        let delay = latency + plan.delay
        if delay > 0 || plan.isLong {
            timer.schedule(delay, finish)
        } else {
            finish()
        }
    }

    /// Keeps a request that gets no answer, and gives back the oldest one if there are too many.
    private func oldestOfTooMany(
        _ plan: AnswerPlan,
        _ answer: @escaping @Sendable (HTTPResponse) -> Void
    ) -> (@Sendable (HTTPResponse) -> Void)? {
        state.withLock { state in
            state.counts.record(plan, .hung)
            state.unanswered.append(answer)
            return state.unanswered.count > Self.mostUnanswered
                ? state.unanswered.removeFirst() : nil
        }
    }

    /// More than a client leaves open; the oldest goes when one more comes.
    private static let mostUnanswered = 1000
    /// What a request that is let go hears.
    static let goodbye = HTTPResponse.text(503, "The simulator gave this request up.")

    /// The present as the simulation sees it.
    var moment: Moment {
        Moment(now: Self.milliseconds(clock()), start: start, timeScale: settings.timeScale)
    }

    private static func milliseconds(_ seconds: Double) -> Int64 {
        Int64(exactly: (seconds * 1000).rounded(.down)) ?? 0
    }
}

/// Runs work later, off the caller's thread; tests put one in that they wind by hand.
package struct AnswerTimer: Sendable {
    /// Runs the work after so many milliseconds.
    let schedule: @Sendable (Int64, @escaping @Sendable () -> Void) -> Void

    /// Makes a timer of a function that takes milliseconds and the work.
    package init(
        schedule: @escaping @Sendable (Int64, @escaping @Sendable () -> Void) -> Void
    ) {
        self.schedule = schedule
    }

    /// The timer of Dispatch.
    package static let dispatch = AnswerTimer { milliseconds, work in
        let queue = DispatchQueue.global()
        guard milliseconds > 0 else { return queue.async(execute: work) }
        let limited = Int(min(milliseconds, Int64(Int32.max)))
        queue.asyncAfter(deadline: .now() + .milliseconds(limited), execute: work)
    }
}
