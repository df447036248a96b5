import Dispatch
import Glibc
import Synchronization

/// A command that runs beside a test, and ends with the value.
///
/// A thread reads its output and then waits for its end, so that no test holds the threads of others.
package final class RunningProcess: Sendable {
    /// The number of its process.
    package let id: Int32
    private let input: Pipe
    private let progress = Progress()

    /// Starts a command; what it reads ends when it is told to, or with the value.
    ///
    /// - Parameters:
    ///   - words: the program, which is looked for on the path, and its arguments.
    ///   - directory: where it runs.
    ///   - environment: variables besides those of the tests.
    ///   - errors: where its messages go.
    ///   - descriptor: becomes its descriptor 3.
    /// - Throws: `CommandFailure`.
    package init(
        _ words: [String],
        in directory: String? = nil,
        environment: [String: String] = [:],
        errors: Command.Errors = .withOutput,
        passing descriptor: Int32? = nil
    ) throws {
        let command = Command(words, in: directory, environment: environment, errors: errors)
        let output = try Pipe()
        input = try Pipe()
        id = try command.spawn(
            reading: input.readingEnd,
            writing: output.writingEnd,
            passing: descriptor
        )
        output.closeWritingEnd()
        try startThread { [progress, id] in
            while let more = output.read() {
                progress.update { $0.text += String(decoding: more, as: UTF8.self) }
            }
            progress.update { $0.isClosed = true }
            // The number stays taken until the end is known, so that no signal meets another process.
            var ended = siginfo_t()
            while waitid(P_PID, id_t(id), &ended, WEXITED | WNOWAIT) < 0, errno == EINTR {}
            progress.update { $0.code = Command.wait(for: id) }
        }
    }

    deinit {
        signal(SIGKILL)
        input.closeWritingEnd()
    }

    /// All that it has written.
    package var text: String { progress.state.withLock { $0.text } }

    /// Sends a signal; nothing happens once it has ended.
    package func signal(_ number: Int32) {
        progress.state.withLock { if $0.code == nil { _ = Glibc.kill(id, number) } }
    }

    /// Ends what it reads from its standard input.
    package func endInput() {
        input.endWriting()
    }

    /// Writes a line for it to read.
    package func send(_ line: String) {
        input.write(Array("\(line)\n".utf8))
    }

    /// The next line that it writes, without its end; nil when it writes no more.
    ///
    /// It holds the thread: for what takes milliseconds, and for threads that are the test's own.
    package func nextLine() -> String? {
        progress.nextLine()
    }

    /// Waits until it has written a text, or has ended; true if it has written it.
    @discardableResult
    package func wait(for text: String) async -> Bool {
        await outcome { state in
            state.text.contains(text) ? true : state.isClosed ? false : nil
        }
    }

    /// Waits until it has written more than so many characters, or has ended; true if it has.
    package func wait(forMoreThan count: Int) async -> Bool {
        await outcome { state in state.text.count > count ? true : state.isClosed ? false : nil }
    }

    /// Waits until it has written a whole line that begins with a text, and gives the rest of it; nil
    /// if it has ended.
    package func line(after beginning: String = "") async -> String? {
        await outcome { state in
            let lines = state.text.split(separator: "\n", omittingEmptySubsequences: false)
            if let line = lines.dropLast().first(where: { $0.hasPrefix(beginning) }) {
                return String(line.dropFirst(beginning.count))
            }
            return state.isClosed ? .some(nil) : nil
        }
    }

    /// Waits until it has ended, and gives its exit code, or -1 if a signal ended it.
    package func end() async -> Int32 {
        await outcome { state in state.isClosed ? state.code : nil }
    }

    /// Waits until something is known; the end of the test's task ends the command, and so the wait.
    private func outcome<Value: Sendable>(_ look: (Progress.State) -> Value?) async -> Value {
        await withTaskCancellationHandler {
            await progress.outcome(look)
        } onCancel: {
            signal(SIGKILL)
        }
    }
}

/// What a command has written so far, whether it has ended, and who waits for more.
private final class Progress: Sendable {
    struct State {
        var text = ""
        /// How many octets of the text were given out as next lines.
        var given = 0
        var isClosed = false
        var code: Int32?
        /// Counts changes.
        var version = 0
        var waiting: [@Sendable () -> Void] = []

        /// Gives out the next whole line.
        mutating func takeLine() -> String? {
            let rest = text.utf8.dropFirst(given)
            guard let end = rest.firstIndex(of: 0x0A) else { return nil }
            let line = rest[..<end]
            given += line.count + 1
            return String(line)
        }
    }

    let state = Mutex(State())

    func update(_ change: (inout State) -> Void) {
        let waiting = state.withLock { state in
            change(&state)
            state.version += 1
            defer { state.waiting = [] }
            return state.waiting
        }
        for wake in waiting { wake() }
    }

    /// Waits for a line on the caller's thread; nil if no more comes.
    func nextLine() -> String? {
        while true {
            let changed = DispatchSemaphore(value: 0)
            let (line, isOver) = state.withLock { state in
                let line = state.takeLine()
                if line == nil, !state.isClosed { state.waiting.append { changed.signal() } }
                return (line, line != nil || state.isClosed)
            }
            if isOver { return line }
            changed.wait()
        }
    }

    /// Looks again after every change, until something is known.
    func outcome<Value: Sendable>(_ look: (State) -> Value?) async -> Value {
        while true {
            let (value, version) = state.withLock { (look($0), $0.version) }
            if let value { return value }
            await withCheckedContinuation { continuation in
                let isLate = state.withLock { state in
                    guard state.version == version else { return true }
                    state.waiting.append { continuation.resume() }
                    return false
                }
                if isLate { continuation.resume() }
            }
        }
    }
}
