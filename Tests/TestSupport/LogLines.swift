import Synchronization

/// Keeps lines that are logged from anywhere.
package final class LogLines: Sendable {
    private let kept = Mutex<[String]>([])

    package init() {}

    package func add(_ line: String) {
        kept.withLock { $0.append(line) }
    }

    /// The lines that contain all of some texts.
    package func lines(_ texts: String...) -> [String] {
        kept.withLock(\.self).filter { line in
            texts.allSatisfy { $0.isEmpty || line.contains($0) }
        }
    }
}
