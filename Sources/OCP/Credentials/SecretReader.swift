package import Kernel
import Synchronization

/// Reads a secret, and reads it again when its file changed.
package final class SecretReader: Sendable {
    /// A secret as it is now.
    package struct Reading: Sendable {
        /// The secret.
        package var secret: Secret
        /// Counts up from 1 whenever the secret is another one than before.
        package var version: Int
        /// Why the file cannot be used at the moment and the last good secret is given, if so.
        package var problem: FileProblem?

        init(secret: Secret, version: Int, problem: FileProblem? = nil) {
            self.secret = secret
            self.version = version
            self.problem = problem
        }
    }

    /// Who besides its owner can read a secret's file.
    package enum Exposure: Sendable {
        /// Members of the file's group.
        case group
        /// Everybody on the machine.
        case everyone
    }

    /// The largest file that is taken for a secret, in bytes.
    package static let limit = 65_536

    private struct State {
        var stamp: FileStamp?
        var secret: Secret?
        var version = 0
        var problem: FileProblem?
        /// When a request had the file looked at last, in seconds since 1970.
        var lookedAt: Double?
    }

    private let source: SecretSource
    private let state = Mutex(State())

    /// Prepares to read a source; nothing is read yet.
    package init(_ source: SecretSource) {
        self.source = source
    }

    /// The secret as it was a second ago or later.
    ///
    /// For requests, of which there may be thousands a second: asking the file system each time is a
    /// fiftieth of what a poll costs.
    ///
    /// - Parameter now: seconds since 1970.
    /// - Returns: the secret.
    /// - Throws: the file's problem, if there has been no good secret yet.
    package func recent(at now: Double) throws(FileProblem) -> Reading {
        let known: Reading? = state.withLock { state in
            if let secret = state.secret, state.problem == nil, let last = state.lookedAt,
                (0..<1).contains(now - last)
            {
                return Reading(secret: secret, version: state.version)
            }
            state.lookedAt = now
            return nil
        }
        return if let known { known } else { try current() }
    }

    /// The secret as it is now.
    ///
    /// The file is asked for its time, size and inode each time, and read if they changed. If it
    /// cannot be read or is empty, the last good secret is given, with the problem.
    ///
    /// - Returns: the secret.
    /// - Throws: the file's problem, if there has been no good secret yet.
    package func current() throws(FileProblem) -> Reading {
        switch source {
        case .value(let secret):
            return Reading(secret: secret, version: 1, problem: nil)
        case .file(let path):
            let result: Result<Reading, FileProblem> = state.withLock { state in
                do throws(FileProblem) {
                    try Self.refresh(&state, path: path)
                    state.problem = nil
                } catch {
                    state.problem = error
                    state.stamp = nil
                }
                guard let secret = state.secret else {
                    return .failure(state.problem ?? FileProblem(path: path, reason: "empty"))
                }
                return .success(
                    Reading(secret: secret, version: state.version, problem: state.problem)
                )
            }
            return try result.get()
        }
    }

    /// Who besides its owner can read the secret's file; nil for nobody, or if there is no file.
    package var exposure: Exposure? {
        guard case .file(let path) = source, let stamp = try? FileStamp(path: path) else {
            return nil
        }
        if stamp.isWorldReadable { return .everyone }
        return stamp.isGroupReadable ? .group : nil
    }

    private static func refresh(_ state: inout State, path: String) throws(FileProblem) {
        if let known = state.stamp, !known.isFresh, (try? FileStamp(path: path)) == known { return }
        let file = try FileBytes(path: path, limit: limit)
        var bytes = file.bytes[...]
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        guard !bytes.isEmpty else { throw FileProblem(path: path, reason: "the file is empty") }
        let secret = Secret(bytes: Array(bytes))
        if secret != state.secret { state.version += 1 }
        state.secret = secret
        state.stamp = file.stamp
    }
}
