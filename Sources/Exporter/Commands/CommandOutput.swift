import Glibc
package import Kernel

/// Where the program writes: the process's own streams, or what a test collects.
package struct CommandOutput: Sendable {
    /// Why something could not be written.
    package typealias Problem = FileProblem

    /// Takes what was asked for.
    package var write: @Sendable ([[UInt8]]) throws(Problem) -> Void
    /// Takes lines about what is wrong, and the log.
    package var complain: @Sendable (String) -> Void

    /// True if ``write`` reaches a terminal, which would act on control characters.
    package var isTerminal = false
    /// Draws what is only of interest while it goes on; nil where nobody looks.
    package var progress: (@Sendable (String) -> Void)?

    /// The process's own streams.
    package static let standard = CommandOutput(
        write: { (pieces) throws(Problem) in
            for piece in pieces {
                try TextFile.write(piece, to: STDOUT_FILENO, "standard output")
            }
        },
        complain: Logger.writeToStandardError,
        isTerminal: isatty(STDOUT_FILENO) == 1,
        progress: Terminal.current(EnvironmentVariables.all) != nil && Terminal.showsLog
            ? Logger.writeToStandardError : nil
    )

    /// Makes an output of two closures.
    package init(
        write: @escaping @Sendable ([[UInt8]]) throws(Problem) -> Void,
        complain: @escaping @Sendable (String) -> Void,
        isTerminal: Bool = false,
        progress: (@Sendable (String) -> Void)? = nil
    ) {
        self.write = write
        self.complain = complain
        self.isTerminal = isTerminal
        self.progress = progress
    }

    /// Writes text that nobody misses if the reader went away.
    func print(_ text: String) {
        try? write([Array(text.utf8)])
    }
}
