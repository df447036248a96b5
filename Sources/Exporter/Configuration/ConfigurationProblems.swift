import Synchronization

/// Collects what is wrong while a configuration is read, so that all of it is told at once.
final class ConfigurationProblems: Sendable {
    private let collected = Mutex<[String]>([])
    /// Stands before each line: the file.
    let source: String

    /// Makes an empty collection.
    init(source: String) {
        self.source = source
    }

    /// The lines so far.
    var lines: [String] { collected.withLock { $0 } }

    /// Adds a line.
    func add(_ path: String, _ problem: String) {
        let place = path.isEmpty ? source : "\(source): \(path)"
        collected.withLock { $0.append(PrintableText.escaped("\(place): \(problem)")) }
    }
}
