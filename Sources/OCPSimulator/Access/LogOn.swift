import HTTP

/// How a log-on ended.
package enum LogOnResult: String, CaseIterable, Sendable {
    case accepted
    /// No `Authorization`, or one of an unknown scheme; not counted towards the lock-out.
    case missing
    /// Basic credentials or an access key that are not right.
    case wrong
    /// A signature that does not match.
    case badSignature = "bad_signature"
    /// A signed request without a date, or with one more than 15 minutes from OCP's clock.
    case skewed
    /// Refused without a look at the account.
    case locked
}

/// One request's attempt to log on.
struct LogOn {
    var request: HTTPRequest
    var account: SimulatedAccount
    /// OCP's clock, in milliseconds since 1970.
    var now: Int64

    static let signatureScheme = "OCP-ACCESS-KEY-HMACSHA1"
    private static let largestSkew = 15 * Span.minute

    /// Whether the credentials of the request are accepted.
    var result: LogOnResult {
        let values = request.fields.values(of: "Authorization")
        guard values.count == 1, let value = values.first,
            let space = value.utf8.firstIndex(of: UInt8(ascii: " "))
        else { return .missing }
        let scheme = value[..<space]
        let rest = value[value.index(after: space)...]
        if scheme.lowercased() == "basic" { return basic(rest) }
        if scheme == Self.signatureScheme { return accessKey(rest) }
        return .missing
    }

    private func basic(_ text: Substring) -> LogOnResult {
        let right = Array("\(account.username):\(account.password)".utf8)
        return text == Base64.encoded(right) ? .accepted : .wrong
    }

    private func accessKey(_ text: Substring) -> LogOnResult {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let key = account.accessKey, parts.count == 2, parts[0] == key.id else {
            return .wrong
        }
        guard let date = request.fields["Date"].flatMap(SignatureDate.seconds),
            abs(date * 1000 - now) < Self.largestSkew
        else { return .skewed }
        let signature = AccessKeySignature(request: request).signature(secret: key.secret)
        return parts[1] == signature ? .accepted : .badSignature
    }
}

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
