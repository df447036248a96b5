import Glibc

/// A command of the system that a test runs to its end.
///
/// Not Foundation's `Process`: it reads beyond a buffer on Linux, which ends a test run under the
/// address sanitizer, and its children inherit the signals that the threads of tests block.
package struct Command: Sendable {
    /// Where the messages of a command go.
    package enum Errors: Sendable {
        /// Among what it writes.
        case withOutput
        /// Nowhere.
        case discarded
    }

    /// How a command ended.
    package struct Result: Sendable {
        /// The exit code, or -1 if a signal ended it.
        package var status: Int32
        /// What it wrote.
        package var octets: [UInt8]

        /// What it wrote, as text.
        package var output: String { String(decoding: octets, as: UTF8.self) }
    }

    let words: [String]
    let directory: String?
    let environment: [String: String]
    let errors: Errors
    private let input: [UInt8]

    /// Takes the name of a program on the search path and its arguments, where it shall run, which
    /// variables it shall have besides ours, and what it shall read.
    package init(
        _ words: [String],
        in directory: String? = nil,
        environment: [String: String] = [:],
        input: [UInt8] = [],
        errors: Errors = .withOutput
    ) {
        self.words = words
        self.directory = directory
        self.environment = environment
        self.input = input
        self.errors = errors
    }

    /// Whether a program is on the search path.
    package static func has(_ program: String) -> Bool {
        guard let path = getenv("PATH") else { return false }
        return String(cString: path).split(separator: ":")
            .contains { access("\($0)/\(program)", X_OK) == 0 }
    }

    /// Runs the command to its end, on a thread of its own: other tests need theirs.
    package func run() async throws -> Result {
        try await onThread { try runBlocking() }
    }

    /// Runs the command to its end on this thread; for commands that take milliseconds, and for
    /// threads that are the test's own.
    package func runBlocking() throws -> Result {
        let source = try readableInput()
        defer { close(source) }
        let pipe = try Pipe()
        let child = try spawn(reading: source, writing: pipe.writingEnd)
        pipe.closeWritingEnd()
        var octets: [UInt8] = []
        while let more = pipe.read() { octets += more }
        return Result(status: Self.wait(for: child), octets: octets)
    }

    /// A descriptor from which the input is read.
    private func readableInput() throws -> Int32 {
        guard !input.isEmpty else { return open("/dev/null", O_RDONLY | O_CLOEXEC) }
        guard let file = tmpfile() else { throw CommandFailure(call: "tmpfile") }
        defer { fclose(file) }
        guard fwrite(input, 1, input.count, file) == input.count, fflush(file) == 0 else {
            throw CommandFailure(call: "fwrite")
        }
        rewind(file)
        let descriptor = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3)
        guard descriptor >= 0 else { throw CommandFailure(call: "fcntl") }
        return descriptor
    }
}

/// A call of the system that failed.
package struct CommandFailure: Error, CustomStringConvertible {
    package let description: String

    init(call: String, code: Int32 = errno) {
        description = "\(call): \(String(cString: strerror(code)))"
    }
}
