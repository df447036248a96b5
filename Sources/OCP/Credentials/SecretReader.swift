package import Kernel
import Synchronization

/// Reads a secret, and reads it again when its file changed.
package final class SecretReader: Sendable {
    /// A secret as it is now.
    package struct Reading: Sendable, Equatable {
        /// The secret.
        package var secret: Secret
        /// Counts up from 1 whenever the secret is another one than before.
        package var version: Int
        /// Who besides its owner can read the secret's file; nil for nobody, or if there is no file.
        package var exposure: Exposure?
        /// Why the file cannot be used at the moment and the last good secret is given, if so.
        package var problem: FileProblem?
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

    private let source: SecretSource
    /// Looks at the secret's file; nil if there is none.
    private let watch: FileWatch<Reading, FileProblem>?
    /// What ``current()`` read last.
    private let last = Mutex<Reading?>(nil)

    /// Prepares to read a source; nothing is read yet.
    package convenience init(_ source: SecretSource) {
        self.init(source, now: { .now })
    }

    init(_ source: SecretSource, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.source = source
        watch =
            switch source {
            case .value: nil
            case .file(let path):
                FileWatch([path], now: now) { before throws(FileProblem) in
                    try Self.read(path, before)
                }
            }
    }

    /// The secret as it was a second ago or later; the caller's thread waits for no file.
    ///
    /// - Parameter limit: how long to wait for a file that never could be read and does not answer.
    /// - Returns: the secret; the last good one if the file cannot be used or does not answer.
    /// - Throws: the file's problem, if there has been no good secret yet; `CancellationError`.
    func recent(within limit: Duration) async throws -> Reading {
        guard let watch else { return try current() }
        return try await Self.reading(watch.recent(within: limit))
    }

    /// The secret as a look finds it that begins now; everything else is as in ``recent(within:)``.
    func look(within limit: Duration) async throws -> Reading {
        guard let watch else { return try current() }
        return try await Self.reading(watch.look(within: limit))
    }

    private static func reading(_ known: FileWatch<Reading, FileProblem>.Known) throws -> Reading {
        guard var reading = known.content else { throw known.trouble ?? CancellationError() }
        reading.problem = known.trouble
        return reading
    }

    /// The secret as it is now, read on the caller's thread.
    ///
    /// - Returns: the secret; the last good one if the file cannot be used.
    /// - Throws: the file's problem, if there has been no good secret yet.
    package func current() throws(FileProblem) -> Reading {
        let path: String
        switch source {
        case .value(let secret): return Reading(secret: secret, version: 1)
        case .file(let file): path = file
        }
        var before = last.withLock { $0 }
        do throws(FileProblem) {
            let reading = try Self.read(path, before)
            last.withLock { $0 = reading }
            return reading
        } catch {
            before?.problem = error
            guard let before else { throw error }
            return before
        }
    }

    private static func read(
        _ path: String,
        _ before: Reading?
    ) throws(FileProblem) -> Reading {
        let file = try FileBytes(path: path, limit: limit)
        var bytes = file.bytes[...]
        guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else {
            throw FileProblem(path: path, reason: "the file is UTF-16: save it as UTF-8")
        }
        // A byte order mark, which some editors write, is not part of the secret.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        guard !bytes.isEmpty else { throw FileProblem(path: path, reason: "the file is empty") }
        let secret = Secret(bytes: Array(bytes))
        let version = before?.version ?? 0
        return Reading(
            secret: secret,
            version: secret == before?.secret ? version : version + 1,
            exposure: Exposure(file.stamp)
        )
    }

    /// Who besides its owner can read the secret's file, asked on the caller's thread; nil for nobody,
    /// or if there is no file.
    package var exposure: Exposure? {
        guard case .file(let path) = source else { return nil }
        return (try? FileStamp(path: path)).flatMap { Exposure($0) }
    }
}

extension SecretReader.Exposure {
    fileprivate init?(_ stamp: FileStamp) {
        guard stamp.isGroupReadable || stamp.isWorldReadable else { return nil }
        self = stamp.isWorldReadable ? .everyone : .group
    }
}
