package import Exporter
import Kernel
import Synchronization

/// What a command writes, instead of the process's own streams.
package final class CollectedOutput: Sendable {
    private let streams = Mutex((output: [UInt8](), complaints: ""))

    package init() {}

    /// For the command.
    package var output: CommandOutput {
        CommandOutput(
            write: { (pieces) throws(FileProblem) in
                self.streams.withLock { $0.output += pieces.joined() }
            },
            complain: { line in self.streams.withLock { $0.complaints += line } }
        )
    }

    /// What went to standard output.
    package var written: String { String(decoding: streams.withLock { $0.output }, as: UTF8.self) }

    /// What went to standard error.
    package var complaints: String { streams.withLock { $0.complaints } }

    /// Runs the program to its end.
    package func run(_ arguments: [String], environment: [String: String] = [:]) async -> Int32 {
        await Program(
            arguments: arguments,
            environment: environment,
            output: output,
            demo: { _, _ in 0 }
        ).run()
    }
}
