import COpenSSL
import Glibc
import Kernel
import Synchronization

/// Knows the users, and finds out whether a password is right, without holding up anybody else.
///
/// bcrypt is slow on purpose. So it runs on one thread of low priority, which exists only while
/// there is something to check; a bounded number of checks waits for it, of which each client
/// address has its turn; equal ones are made once; and what was found right is remembered, as a
/// keyed digest, so that a scraper is checked once and not at every scrape.
///
/// More checks may wait than there are connections by default: who guesses on all of them waits as
/// long as everybody else, and the first log-on of a scraper still comes through.
package final class PasswordVerifier: Sendable {
    /// What came of a check.
    enum Verdict: Sendable {
        case right
        case wrong
        /// Too many checks are waiting.
        case overloaded
    }

    /// A user whose password is not a bcrypt hash.
    package struct InvalidUser: Error, Equatable, CustomStringConvertible {
        let user: String

        package var description: String {
            "the password of the user \"\(user)\" is not a bcrypt hash with a cost of 4 to "
                + "\(PasswordHash.highestCost)"
        }
    }

    private struct Check: Sendable {
        let digest: [UInt8]
        let hash: PasswordHash
        let password: [UInt8]
        /// False for a user who does not exist, whatever comes of the check.
        let mayPass: Bool
    }

    private struct State {
        var right: Set<[UInt8]> = []
        var queue: FairQueue<Check>
        var waiting: [[UInt8]: [@Sendable (Verdict) -> Void]] = [:]
        var isWorking = false
    }

    private let users: [String: PasswordHash]
    private let state: Mutex<State>
    private let longestQueue: Int
    private let key: [UInt8]

    /// Takes users and their bcrypt hashes.
    ///
    /// - Parameters:
    ///   - users: the hashes by the names of their users.
    ///   - longestQueue: checks that may wait at a time.
    /// - Throws: ``InvalidUser``.
    package init(users: [String: String], longestQueue: Int = 1024) throws {
        self.longestQueue = longestQueue
        self.users = try Self.hashes(users)
        state = Mutex(State(queue: FairQueue(capacity: longestQueue)))
        var random = SystemRandomNumberGenerator()
        key = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// Checks a password, and calls back at once if it was found right before or cannot be
    /// checked now, or else from another thread.
    ///
    /// - Parameters:
    ///   - credentials: the user and the password.
    ///   - client: what is known of where the client is.
    ///   - body: takes the outcome.
    func verify(
        _ credentials: BasicCredentials,
        of client: [UInt8] = [],
        _ body: @escaping @Sendable (Verdict) -> Void
    ) {
        let known = users[credentials.user]
        // A user who does not exist costs as much as one who does.
        let cost = users.values.map(\.cost).max() ?? 10
        guard let hash = known ?? .ofNobody(cost: cost) else { return body(.wrong) }
        let check = Check(
            digest: digest(credentials, hash),
            hash: hash,
            password: credentials.password,
            mayPass: known != nil
        )
        let (verdict, displaced, needsThread) = state.withLock {
            enqueue(check, of: client, body, &$0)
        }
        for body in displaced { body(.overloaded) }
        if let verdict { body(verdict) }
        if needsThread { startWorking() }
    }

    /// Puts a check behind the client's others, unless its outcome is known or too many wait.
    ///
    /// - Returns: its outcome, if that is known; who waited for a check that had to go instead; and
    ///   whether there is no thread yet to make it.
    private func enqueue(
        _ check: Check,
        of client: [UInt8],
        _ body: @escaping @Sendable (Verdict) -> Void,
        _ state: inout State
    ) -> (Verdict?, displaced: [@Sendable (Verdict) -> Void], needsThread: Bool) {
        if state.right.contains(check.digest) { return (.right, [], false) }
        if let others = state.waiting[check.digest] {
            guard others.count < Self.mostEqual else { return (.overloaded, [], false) }
            state.waiting[check.digest]?.append(body)
            return (nil, [], false)
        }
        let displaced = state.queue.append(check, of: client)
        if displaced?.digest == check.digest { return (.overloaded, [], false) }
        state.waiting[check.digest] = [body]
        defer { state.isWorking = true }
        let unheard = displaced.flatMap { state.waiting.removeValue(forKey: $0.digest) } ?? []
        return (nil, unheard, !state.isWorking)
    }

    private func startWorking() {
        do throws(SystemError) {
            try NamedThread.start("passwords") { [self] in work() }
        } catch {
            let waiting = state.withLock { state in
                defer {
                    state.isWorking = false
                    state.queue = FairQueue(capacity: longestQueue)
                    state.waiting = [:]
                }
                return state.waiting.values.flatMap(\.self)
            }
            for body in waiting { body(.overloaded) }
        }
    }

    /// Makes checks until none is waiting.
    private func work() {
        // On Linux this is the priority of the calling thread alone.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)
        while let check = next() {
            let isRight = check.hash.matches(check.password) && check.mayPass
            let waiting = state.withLock { state in
                if isRight {
                    if state.right.count >= Self.mostRemembered { state.right = [] }
                    state.right.insert(check.digest)
                }
                return state.waiting.removeValue(forKey: check.digest) ?? []
            }
            for body in waiting { body(isRight ? .right : .wrong) }
        }
    }

    private func next() -> Check? {
        state.withLock { state in
            let check = state.queue.popFirst()
            if check == nil { state.isWorking = false }
            return check
        }
    }

    /// What stands for user, hash and password in memory; it says nothing without the key.
    private func digest(_ credentials: BasicCredentials, _ hash: PasswordHash) -> [UInt8] {
        let message =
            Array(credentials.user.utf8) + [0] + Array(hash.text.utf8) + [0] + credentials.password
        var digest = [UInt8](repeating: 0, count: 32)
        HMAC(EVP_sha256(), key, Int32(key.count), message, message.count, &digest, nil)
        return digest
    }

    private static func hashes(_ users: [String: String]) throws -> [String: PasswordHash] {
        var hashes: [String: PasswordHash] = [:]
        for (user, text) in users.sorted(by: { $0.key < $1.key }) {
            guard let hash = PasswordHash(text) else { throw InvalidUser(user: user) }
            hashes[user] = hash
        }
        return hashes
    }

    /// Requests that may wait for the same check.
    private static let mostEqual = 64
    private static let mostRemembered = 256
}
