import Kernel
import OCP
import Synchronization

/// The file of `--web.config.file`: read again when it has changed, and, as long as it cannot be
/// used, every few seconds, because files that it names may have changed.
final class WebConfigurationFile: Sendable {
    /// What was found at the last attempt.
    private struct State {
        var version = 0
        var problem: FileProblem?
        var attempted: Duration = .zero
        var isBad = false
    }

    let path: String
    private let reader: SecretReader
    private let environment: [String: String]
    private let time: any TimeSource
    private let state = Mutex(State())

    /// Prepares to read; nothing is read yet.
    init(_ path: String, environment: [String: String], time: any TimeSource) {
        self.path = path
        self.environment = environment
        self.time = time
        // The hashes of passwords are no secrets, but nearly.
        reader = SecretReader(.file(path: path))
    }

    /// Reads the file.
    ///
    /// - Parameter isForced: whether to read it though it has not changed.
    /// - Returns: what it asks for, or nil if it is as it was at the last attempt.
    /// - Throws: every mistake at once.
    func load(isForced: Bool) throws(ConfigurationMistakes) -> WebConfiguration? {
        let reading: SecretReader.Reading
        do throws(FileProblem) {
            reading = try reader.current()
        } catch {
            throw mistake("cannot be read: \(error.reason)")
        }
        guard isDue(reading) || isForced else { return nil }
        if let problem = reading.problem {
            throw mistake("cannot be read: \(problem.reason)")
        }
        return try reading.secret.exposingBytes { (bytes) throws(ConfigurationMistakes) in
            try WebConfigurationReader.read(bytes, path: path, environment: environment)
        }
    }

    /// Takes note of whether what was loaded last can be used.
    func judge(isGood: Bool) {
        state.withLock { $0.isBad = !isGood }
    }

    /// A mistake in the file as a whole or in one of its keys.
    func mistake(_ text: String) -> ConfigurationMistakes {
        ConfigurationMistakes(lines: ["\(path): \(text)"])
    }

    /// Tells whether an attempt should be made, and takes note of it.
    private func isDue(_ reading: SecretReader.Reading) -> Bool {
        let now = time.uptime()
        return state.withLock { state in
            let isSame = state.version == reading.version && state.problem == reading.problem
            let isRetried = state.isBad && now - state.attempted >= Self.retryTime
            guard !isSame || isRetried else { return false }
            state.version = reading.version
            state.problem = reading.problem
            state.attempted = now
            return true
        }
    }

    /// How long after a failure the file is tried again as it is.
    private static let retryTime: Duration = .seconds(5)
}
