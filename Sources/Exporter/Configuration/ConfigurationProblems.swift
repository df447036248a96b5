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
    ///
    /// - Parameters:
    ///   - path: of the key, such as `ocps[0].url`; empty for the file as a whole.
    ///   - problem: words that follow the path, without any text that may be a secret.
    func add(_ path: String, _ problem: String) {
        let place = path.isEmpty ? source : "\(source): \(path)"
        collected.withLock { $0.append(PrintableText.escaped("\(place): \(problem)")) }
    }
}
