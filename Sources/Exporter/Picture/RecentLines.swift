import Synchronization

/// The last few lines of a log, for a picture that the log must not run through.
package final class RecentLines: Sendable {
    private let kept = Mutex<[String]>([])
    private let limit: Int

    /// Keeps up to a number of lines.
    package init(_ limit: Int = 50) {
        self.limit = limit
    }

    /// The lines, oldest first.
    package var lines: [String] {
        kept.withLock(\.self)
    }

    /// Takes text of one line or several.
    package func add(_ text: String) {
        kept.withLock { kept in
            kept += text.split(separator: "\n").map(String.init)
            kept.removeFirst(max(0, kept.count - limit))
        }
    }
}
