import Kernel
import Synchronization

/// Knows what the files of TLS settings hold.
final class TLSFileCache: Sendable {
    private typealias Watch = FileWatch<TLSFiles, FileProblem>

    private let watches = Mutex<[TLSSettings: Watch]>([:])
    private let now: @Sendable () -> ContinuousClock.Instant
    private let warn: @Sendable (String) -> Void

    init(
        now: @escaping @Sendable () -> ContinuousClock.Instant,
        warn: @escaping @Sendable (String) -> Void
    ) {
        self.now = now
        self.warn = warn
    }

    /// What the files of these settings held a second ago or later; the caller's thread waits for none.
    ///
    /// If a file was rewritten with something that cannot be used, if a certificate and its key do
    /// not belong together yet, or if a file does not answer, the last good content is given, and a
    /// warning once.
    ///
    /// - Parameter settings: names the files.
    /// - Returns: the contents.
    /// - Throws: `tls`, if there has been no good content yet, for a file that does not answer after the
    ///   time of a request; `CancellationError`.
    func files(of settings: ConnectionSettings) async throws -> TLSFiles {
        guard settings.baseURL.isSecure, !settings.tls.files.isEmpty else { return TLSFiles() }
        let known = await watch(settings.tls).recent(within: settings.timeout)
        if let files = known.content { return files }
        guard let problem = known.trouble else { throw CancellationError() }
        let message = "a TLS file cannot be used: \(problem)".escapingControls()
        throw OCPError(reason: .tls, message: message.cut(toBytes: 512))
    }

    private func watch(_ tls: TLSSettings) -> Watch {
        watches.withLock { watches in
            if let watch = watches[tls] { return watch }
            let watch = Watch(
                tls.files,
                now: now,
                report: { [warn] known in
                    guard known.content != nil, let problem = known.trouble else { return }
                    warn("a TLS file cannot be used, the former one is kept: \(problem)")
                },
                read: { _ throws(FileProblem) in try TLSFiles(tls) }
            )
            watches[tls] = watch
            return watch
        }
    }
}
