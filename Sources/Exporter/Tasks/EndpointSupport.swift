import OCP

/// Whether OCP has an endpoint, as far as its answers tell.
///
/// An endpoint counts as absent when three targets in a row were answered by something that is not OCP,
/// or all if there are fewer, and none ever by OCP itself: then it rests, and one target is asked at the
/// end of that. Once it has answered, such an answer is a failure like any other: a proxy's page while
/// OCP is upgraded.
struct EndpointSupport: Sendable, Equatable {
    /// How long an absent endpoint is left alone.
    static let rest: Duration = .seconds(6 * 3600)
    /// Targets in a row.
    private static let proof = 3

    /// Whether a target was ever answered by OCP.
    private(set) var hasAnswered = false
    private var absences = 0
    /// Until when it rests; nil unless it is absent.
    private(set) var restsUntil: Duration?

    /// Whether this OCP lacks it.
    var isAbsent: Bool { restsUntil != nil }

    /// Whether anything is known of it yet.
    var isKnown: Bool { hasAnswered || isAbsent }

    /// How many targets may be asked: all, one to see whether it is there now, or none.
    func allowance(at uptime: Duration) -> Int {
        guard let restsUntil else { return .max }
        return uptime < restsUntil ? 0 : 1
    }

    /// Takes what came of asking a target.
    ///
    /// - Parameters:
    ///   - failure: why it failed; nil for an answer.
    ///   - targets: how many targets the endpoint has.
    ///   - uptime: the moment.
    mutating func take(_ failure: OCPError?, targets: Int, at uptime: Duration) {
        guard let failure else {
            hasAnswered = true
            restsUntil = nil
            absences = 0
            return
        }
        guard !hasAnswered else { return }
        guard failure.saysEndpointAbsent else {
            absences = 0
            // Whatever that was, it says nothing of what was absent before.
            if restsUntil.map({ $0 <= uptime }) == true { restsUntil = uptime + Self.rest }
            return
        }
        absences += 1
        if isAbsent || absences >= min(Self.proof, targets) { restsUntil = uptime + Self.rest }
    }

    /// Ends the rest: OCP's version has changed.
    mutating func wake() {
        if isAbsent { restsUntil = .zero }
        absences = 0
    }
}
