import COpenSSL
import Glibc
import Synchronization

/// Knows the users, and finds out whether a password is right, without holding up anybody else.
///
/// bcrypt is slow on purpose. So it runs on one thread of low priority, which exists only while
/// there is something to check; few checks may wait for it; equal ones are made once; and what was
/// found right is remembered, as a keyed digest, so that a scraper is checked once and not at
/// every scrape.
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
        var users: [String: PasswordHash]
        var right: Set<[UInt8]> = []
        var queue: [Check] = []
        var waiting: [[UInt8]: [@Sendable (Verdict) -> Void]] = [:]
        var isWorking = false
    }

    private let state: Mutex<State>
    private let key: [UInt8]

    /// Takes users and their bcrypt hashes.
    ///
    /// - Throws: ``InvalidUser``.
    package init(users: [String: String]) throws {
        state = Mutex(State(users: try Self.hashes(users)))
        var random = SystemRandomNumberGenerator()
        key = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// Puts other users in the place of those before.
    ///
    /// - Throws: ``InvalidUser``; the users before stay.
    package func update(users: [String: String]) throws {
        let hashes = try Self.hashes(users)
        state.withLock { state in
            guard state.users != hashes else { return }
            state.users = hashes
            state.right = []
        }
    }

    /// Checks a password, and calls back at once if it was found right before or cannot be
    /// checked now, or else from another thread.
    func verify(
        _ credentials: BasicCredentials,
        _ body: @escaping @Sendable (Verdict) -> Void
    ) {
        let verdict: Verdict? = state.withLock { state in
            // A user who does not exist costs as much as one who does.
            let cost = state.users.values.map(\.cost).max() ?? 10
            let known = state.users[credentials.user]
            guard let hash = known ?? .ofNobody(cost: cost) else {
                return .wrong
            }
            let digest = digest(credentials, hash)
            if state.right.contains(digest) { return .right }
            if state.waiting[digest] != nil {
                state.waiting[digest]?.append(body)
                return nil
            }
            guard state.queue.count < Self.longestQueue else { return .overloaded }
            guard startWorking(&state) else { return .overloaded }
            state.queue.append(
                Check(
                    digest: digest,
                    hash: hash,
                    password: credentials.password,
                    mayPass: known != nil
                )
            )
            state.waiting[digest] = [body]
            return nil
        }
        if let verdict { body(verdict) }
    }

    private func startWorking(_ state: inout State) -> Bool {
        guard !state.isWorking else { return true }
        do throws(SystemError) {
            try LoopThread.start(name: "passwords") { [self] in work() }
            state.isWorking = true
            return true
        } catch {
            return false
        }
    }

    /// Makes checks until none is waiting.
    private func work() {
        // On Linux this is the priority of the calling thread alone.
        setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
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
            guard !state.queue.isEmpty else {
                state.isWorking = false
                return nil
            }
            return state.queue.removeFirst()
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

    private static let longestQueue = 16
    private static let mostRemembered = 256
}
