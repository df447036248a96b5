/// Locks the account after too many failed log-ons in a row.
///
/// All failures count, whoever they name: the simulator plays the strictest OCP that the manual
/// allows, and has one account.
struct LockOut: Sendable {
    /// `ocp.iam.login.max-attempts`.
    var mostAttempts: Int
    /// `ocp.iam.login.lockout-minutes`, in milliseconds.
    var duration: Int64

    private var failures = 0
    private var lockedUntil: Int64?

    init(mostAttempts: Int, duration: Int64) {
        self.mostAttempts = mostAttempts
        self.duration = duration
    }

    /// How many attempts are left before the account is locked.
    var attemptsLeft: Int {
        max(0, mostAttempts - failures)
    }

    /// True while the account is locked.
    mutating func isLocked(at now: Int64) -> Bool {
        guard let end = lockedUntil else { return false }
        if now < end { return true }
        unlock()
        return false
    }

    /// Locks the account for the set time.
    mutating func lock(at now: Int64) {
        lockedUntil = now + duration
    }

    /// Unlocks the account and forgets its failures.
    mutating func unlock() {
        lockedUntil = nil
        failures = 0
    }

    /// Takes note of how a log-on ended.
    mutating func record(_ result: LogOnResult, at now: Int64) {
        switch result {
        case .accepted: failures = 0
        case .missing, .locked: break
        case .wrong, .badSignature, .skewed:
            failures += 1
            if failures >= mostAttempts { lock(at: now) }
        }
    }
}
