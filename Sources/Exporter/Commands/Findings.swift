import OCP
import Synchronization

/// What an examination finds, written line by line as it is found.
final class Findings: Sendable {
    private let failed = Mutex(false)
    private let write: @Sendable (String) -> Void

    /// Writes to a closure that takes one line.
    init(write: @escaping @Sendable (String) -> Void) {
        self.write = write
    }

    /// True if nothing has failed so far.
    var areGood: Bool { failed.withLock { !$0 } }

    /// Begins the examination of an OCP.
    func begin(_ title: String) {
        write(PrintableText.escaped(title))
    }

    /// Something is as it should be.
    func good(_ step: String, _ finding: String) {
        write("  ok    \(step): \(PrintableText.escaped(finding))")
    }

    /// Something can be better, and works.
    func note(_ step: String, _ finding: String, advice: String) {
        write("  note  \(step): \(PrintableText.escaped(finding))")
        add("What to do: \(advice).")
    }

    /// Something is wrong.
    ///
    /// - Parameters:
    ///   - step: what was tried.
    ///   - finding: what came of it.
    ///   - details: what else is known, a line each.
    ///   - advice: what to do, without its full stop.
    func fail(_ step: String, _ finding: String, details: [String] = [], advice: String) {
        failed.withLock { $0 = true }
        write("  FAIL  \(step): \(PrintableText.escaped(finding))")
        for detail in details { add(detail) }
        add("What to do: \(advice).")
    }

    private func add(_ line: String) {
        write("        \(PrintableText.escaped(line))")
    }
}
