import Foundation
import Synchronization

/// A program while it runs: its output is read by a thread, and its end awaited by another, so that
/// no test holds the threads of others.
final class RunningProcess: Sendable {
    struct Failure: Error {
        var call: String
        var code = errno
    }

    /// What it has written so far, and who waits for more.
    private struct State {
        var text = ""
        var isClosed = false
        var code: Int32?
        /// Counts changes.
        var version = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    let id: pid_t
    private let input: Int32
    private let state = Mutex(State())

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - words: the program, which is looked for on the path, and its arguments.
    ///   - directory: where it runs.
    ///   - environment: variables besides those of the tests.
    ///   - descriptor: becomes its descriptor 3.
    /// - Throws: that it cannot be started.
    init(
        _ words: [String],
        in directory: String,
        environment: [String: String] = [:],
        passing descriptor: Int32? = nil
    ) throws {
        let settings = environment.map { "\($0.key)=\($0.value)" }.sorted()
        let words = ["env", "-C", directory] + settings + words
        let (outputEnd, output) = try Self.pair()
        let (given, inputEnd) = try Self.pair()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, given, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_adddup2(&actions, output, 2)
        if let descriptor { posix_spawn_file_actions_adddup2(&actions, descriptor, 3) }
        // The threads of tests block SIGTERM, which a child would inherit.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        let result = posix_spawnp(&child, words[0], &actions, &attributes, &arguments, environ)
        close(output)
        close(given)
        guard result == 0 else { throw Failure(call: "posix_spawnp", code: result) }
        id = child
        input = inputEnd
        Thread.detachNewThread { [self] in read(outputEnd) }
        Thread.detachNewThread { [self] in waitForEnd() }
    }

    deinit {
        close(input)
    }

    /// All that it has written.
    var text: String { state.withLock { $0.text } }

    /// Sends a signal.
    func signal(_ number: Int32) {
        kill(id, number)
    }

    /// Ends what it reads from its standard input.
    func endInput() {
        shutdown(input, Int32(SHUT_WR))
    }

    /// Waits until it has written a text, or has ended; true if it has written it.
    @discardableResult
    func wait(for text: String) async -> Bool {
        await outcome { state in
            state.text.contains(text) ? true : state.isClosed ? false : nil
        }
    }

    /// Waits until it has written more than so many characters, or has ended; true if it has.
    func wait(forMoreThan count: Int) async -> Bool {
        await outcome { state in state.text.count > count ? true : state.isClosed ? false : nil }
    }

    /// Waits until it has ended, and gives its exit code; 128 and the signal if one ended it.
    func end() async -> Int32 {
        await outcome { state in state.isClosed ? state.code : nil }
    }

    /// Waits until something is known; the test's time limit ends the wait.
    private func outcome<Value: Sendable>(_ look: (State) -> Value?) async -> Value {
        while true {
            let version = state.withLock(\.version)
            if let value = state.withLock({ look($0) }) { return value }
            await withCheckedContinuation { continuation in
                let isLate = state.withLock { state in
                    guard state.version == version else { return true }
                    state.waiting.append(continuation)
                    return false
                }
                if isLate { continuation.resume() }
            }
        }
    }

    private func update(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            state.version += 1
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func read(_ descriptor: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            let piece = String(decoding: buffer[..<count], as: UTF8.self)
            update { $0.text += piece }
        }
        close(descriptor)
        update { $0.isClosed = true }
    }

    private func waitForEnd() {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        let code = signal == 0 ? status >> 8 & 0xff : 128 + signal
        update { $0.code = code }
    }

    /// Two ends that no other child inherits; the ends of a pipe another thread's might.
    private static func pair() throws -> (Int32, Int32) {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw Failure(call: "socketpair") }
        return (ends[0], ends[1])
    }
}
