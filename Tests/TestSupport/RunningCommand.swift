package import Glibc
import Synchronization

/// A command that runs beside a test, and ends with the value.
package final class RunningCommand: Sendable {
    /// The number of its process.
    package let process: pid_t
    private let command: Command
    private let output: Pipe
    private let input: Pipe
    /// What it wrote and nobody asked for yet.
    private let text = Mutex("")
    private let status = Mutex<Int32?>(nil)

    /// Starts the command; what it reads ends when this process ends.
    package init(_ command: Command) throws {
        self.command = command
        output = try Pipe()
        input = try Pipe()
        process = try command.spawn(reading: input.readingEnd, writing: output.writingEnd)
        output.closeWritingEnd()
    }

    deinit {
        kill(SIGKILL)
        input.closeWritingEnd()
        _ = wait()
    }

    /// Sends a signal; nothing happens once it has been waited for.
    package func kill(_ signal: Int32) {
        status.withLock { if $0 == nil { _ = Glibc.kill(process, signal) } }
    }

    /// The next line that the command writes, without its end; nil when it writes no more.
    package func line() -> String? {
        text.withLock { text in
            while true {
                if let end = text.firstIndex(of: "\n") {
                    defer { text.removeSubrange(...end) }
                    return String(text[..<end])
                }
                guard let more = output.read() else { return nil }
                text += String(decoding: more, as: UTF8.self)
            }
        }
    }

    /// Writes a line for the command to read.
    package func send(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        _ = Glibc.send(input.writingEnd, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Waits for its end: the exit code, or -1 if a signal ended it.
    package func wait() -> Int32 {
        if let status = status.withLock({ $0 }) { return status }
        let ended = Command.wait(for: process)
        status.withLock { $0 = ended }
        return ended
    }
}
