import Kernel
import Synchronization

/// Keeps what the files of TLS settings hold until they change.
final class TLSFileCache: Sendable {
    private struct Entry {
        /// The files' stamps before they were read, nil for a file that is not configured.
        var stamps: [FileStamp?]
        /// True if a file may change again without a new stamp.
        var isFresh: Bool
        var files: TLSFiles
    }

    private struct State {
        var entries: [TLSSettings: Entry] = [:]
        var problems: [TLSSettings: FileProblem] = [:]
    }

    private let state = Mutex(State())
    private let warn: @Sendable (String) -> Void

    init(warn: @escaping @Sendable (String) -> Void) {
        self.warn = warn
    }

    /// What the files of these settings hold now.
    ///
    /// If a file was rewritten with something that cannot be used, or a certificate and its key do
    /// not belong together yet, the last good content is given, and a warning once.
    ///
    /// - Parameter settings: names the files.
    /// - Returns: the contents.
    /// - Throws: `tls`, if there has been no good content yet.
    func files(of settings: ConnectionSettings) throws(OCPError) -> TLSFiles {
        guard settings.baseURL.isSecure else { return TLSFiles() }
        let tls = settings.tls
        var news: FileProblem?
        let result: Result<TLSFiles, FileProblem> = state.withLock { state in
            do throws(FileProblem) {
                let files = try Self.refresh(&state, tls)
                state.problems[tls] = nil
                return .success(files)
            } catch {
                guard let last = state.entries[tls] else { return .failure(error) }
                if state.problems.updateValue(error, forKey: tls) != error { news = error }
                return .success(last.files)
            }
        }
        if let news { warn("a TLS file cannot be used, the former one is kept: \(news)") }
        do throws(FileProblem) {
            return try result.get()
        } catch {
            let message = "a TLS file cannot be used: \(error)".escapingControls()
            throw OCPError(reason: .tls, message: message.cut(toBytes: 512))
        }
    }

    private static func refresh(
        _ state: inout State,
        _ tls: TLSSettings
    ) throws(FileProblem) -> TLSFiles {
        var stamps: [FileStamp?] = []
        for path in [tls.caFile, tls.certFile, tls.keyFile] {
            guard let path else {
                stamps.append(nil)
                continue
            }
            stamps.append(try? FileStamp(path: path))
        }
        if let entry = state.entries[tls], !entry.isFresh, entry.stamps == stamps {
            return entry.files
        }
        let files = try TLSFiles(tls)
        let isFresh = stamps.contains { $0?.isFresh == true }
        state.entries[tls] = Entry(stamps: stamps, isFresh: isFresh, files: files)
        return files
    }
}
