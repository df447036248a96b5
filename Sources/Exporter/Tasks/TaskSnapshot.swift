import Exposition
import OCP

/// What is known of the tenants of an OCP and of their backups at one moment.
struct TaskSnapshot: Sendable {
    /// The clusters and, behind each, its tenants, by ascending ids.
    var subjects: [Subject] = []
    /// How asking goes, in the order of the collectors; none where nothing is asked.
    var collectors: [CollectorState] = []
    /// When the first of the subjects' answers becomes too old, in seconds of uptime.
    var end: Double?
    /// Whether all that there is to ask was asked once, or nothing is asked.
    var wasReadOnce = false
    /// Why the list of tenants could not be read.
    var listFailure: OCPError?

    /// The same without answers that have become too old to be served.
    func expired(at now: Instant) -> TaskSnapshot {
        guard let end, now.uptime > end else { return self }
        var copy = self
        copy.subjects = subjects.map { $0.expired(at: now) }
        copy.end = copy.subjects.lazy.compactMap(\.facts.end).min()
        return copy
    }
}

/// How asking one thing of an OCP goes.
struct CollectorState: Sendable {
    /// The label `collector`.
    var name: String
    /// How many targets there are, and of how many the last attempt failed.
    var targets: Int
    var failedTargets: Int
    /// How many were never read; in both, not those that this OCP has no endpoint for.
    var unread: Int
    /// How many of tasks and tenants were ever read.
    var read: Int
    /// How often each is asked, in seconds.
    var interval: Double
    /// When a target answered last.
    var lastAnswer: Instant?
    /// Whether this OCP has an endpoint for it; nil before that is known.
    var isSupported: Bool?
    /// Where tasks of tenants are asked for, and what this OCP lacks, in words.
    var level: String?
    /// Whether a target answered in the last interval, or there was none to ask.
    var isUp: Bool
}
