package import Kernel
import Synchronization

/// What the files of TLS settings hold, checked.
///
/// libcurl gets the content and not the names: it then compares the content when it looks for a
/// connection to use again, so a rotated certificate is used from the next request on.
struct TLSFiles: Sendable, Equatable {
    /// The certificates to trust, in PEM; nil for the system's.
    var authorities: [UInt8]?
    /// The certificate to show, in PEM.
    var certificate: [UInt8]?
    /// The private key of that certificate, in PEM.
    var key: Secret?

    /// The largest file that is read, in bytes.
    static let limit = 4 * 1_024 * 1_024

    /// No files.
    init() {}

    /// Reads and checks the files; what is not configured is nil.
    init(_ settings: TLSSettings) throws(FileProblem) {
        if let path = settings.caFile {
            let bytes = try FileBytes(path: path, limit: Self.limit).bytes
            guard PEM.certificates(bytes) > 0 else {
                throw FileProblem(path: path, reason: "holds no certificate in PEM form")
            }
            authorities = bytes
        }
        guard let path = settings.certFile else { return }
        let bytes = try FileBytes(path: path, limit: Self.limit).bytes
        guard PEM.certificates(bytes) > 0 else {
            throw FileProblem(path: path, reason: "holds no certificate in PEM form")
        }
        let keyPath = settings.keyFile ?? path
        let keyBytes = try FileBytes(path: keyPath, limit: Self.limit).bytes
        switch PEM.match(certificate: bytes, key: keyBytes) {
        case .yes: break
        case .noKey:
            throw FileProblem(
                path: keyPath,
                reason: "holds no private key in PEM form, or one with a pass phrase"
            )
        case .otherKey:
            throw FileProblem(path: keyPath, reason: "is not the key of the certificate in \(path)")
        }
        certificate = bytes
        key = Secret(bytes: keyBytes)
    }
}

extension TLSSettings {
    /// The files that are read.
    var files: [String] {
        [caFile, certFile, certFile == nil ? nil : keyFile].compactMap(\.self)
    }

    /// Reads and checks the files that are named, as each connection does.
    ///
    /// - Throws: the first file that cannot be used.
    package func checkFiles() throws(FileProblem) {
        _ = try TLSFiles(self)
    }
}

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
        let message = PrintableText.escaped("a TLS file cannot be used: \(problem)")
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
