import OCP
import Synchronization

/// What the requests to one OCP tell by themselves: how many there were, what is left of the quota, and
/// that the poller is alive.
final class RequestWatch: Sendable {
    private struct State {
        var statistics: RequestStatistics
        /// When the next sign of life is due, in uptime: a request that ended, a round that began.
        var nextSign: Duration
        var quota: Quota
    }

    /// How late a sign of life may be: pauses between attempts, and a machine that is very busy.
    private static let patience: Duration = .seconds(30)

    private let timeout: Duration
    private let time: any TimeSource
    private let state: Mutex<State>

    /// Makes a watch.
    ///
    /// - Parameters:
    ///   - settings: the OCP.
    ///   - statistics: what was counted before.
    ///   - time: the clock.
    init(_ settings: OCPSettings, after statistics: RequestStatistics?, time: any TimeSource) {
        timeout = settings.connection.timeout
        self.time = time
        state = Mutex(
            State(
                statistics: statistics ?? RequestStatistics(),
                nextSign: time.uptime() + timeout + Self.patience,
                quota: Quota(pollInterval: settings.pollInterval)
            )
        )
    }

    /// What was counted of the requests.
    var statistics: RequestStatistics { state.withLock(\.statistics) }
    /// What is left of the account's quota.
    var quota: Quota { state.withLock(\.quota) }

    /// Takes note of a request that ended.
    func count(_ record: RequestRecord) {
        let now = time.uptime()
        state.withLock { state in
            state.statistics.count(record)
            state.nextSign = now + timeout + Self.patience
            if let rateLimit = record.rateLimit { state.quota.told = (rateLimit, now) }
        }
    }

    /// Takes note of how many requests a round needs.
    func expect(requestsPerRound: Int) {
        state.withLock { $0.quota.requestsPerRound = requestsPerRound }
    }

    /// Takes note of a sign of life, and of when the next one must come.
    ///
    /// - Parameter duration: the longest that nothing may happen if all is well; while requests are
    ///   under way that is the deadline of one.
    func expectSign(after duration: Duration) {
        let due = time.uptime() + duration + Self.patience
        state.withLock { $0.nextSign = due }
    }

    /// Whether there was no sign of life when there had to be one, by a clock that only grows.
    func isStuck(at uptime: Duration) -> Bool {
        state.withLock { $0.nextSign < uptime }
    }
}
