import Kernel
import Synchronization

/// The TLS side of a server: the configuration in force, and its certificates of today.
///
/// Files are looked at before every handshake, and read again when they have changed. What cannot
/// be used leaves everything as it was, is reported once, and is tried again when the files change
/// or after a while.
package final class TLSServer: Sendable {
    /// Takes a line for an operator, and whether the files are good.
    package typealias Report = @Sendable (_ line: String, _ isGood: Bool) -> Void

    private struct State {
        var configuration: TLSConfiguration
        var context: TLSContext
        var files: [FileStamp?]
        var failed: (files: [FileStamp?], time: MonotonicTime)?
    }

    private let state: Mutex<State>
    private let preparation = Mutex<(@Sendable () -> Void)?>(nil)
    private let report: Report?

    /// Reads the files that a configuration names.
    ///
    /// - Parameters:
    ///   - configuration: what to speak.
    ///   - report: is called when new files cannot be used, or can again.
    /// - Throws: ``TLSError`` that names the file and what is wrong with it.
    package init(
        _ configuration: TLSConfiguration,
        report: Report? = nil
    ) throws {
        let files = configuration.fileStamps
        let context = try TLSContext(configuration)
        state = Mutex(State(configuration: configuration, context: context, files: files))
        self.report = report
    }

    /// Whether the files as they were last looked at could be used.
    package var lastLoadSucceeded: Bool { state.withLock { $0.failed == nil } }

    /// Puts another configuration in force for the handshakes to come.
    ///
    /// - Parameter configuration: what to speak.
    /// - Throws: ``TLSError``; the configuration before stays in force.
    package func update(_ configuration: TLSConfiguration) throws {
        let files = configuration.fileStamps
        let context = try TLSContext(configuration)
        state.withLock {
            $0 = State(configuration: configuration, context: context, files: files)
        }
    }

    /// Has a closure called before each handshake, which may put another configuration in force.
    ///
    /// - Parameter body: called on the event loop, so it must not block for long.
    package func prepareSessions(_ body: @escaping @Sendable () -> Void) {
        preparation.withLock { $0 = body }
    }

    /// Reads the files again if they have changed, without waiting for a handshake to do it.
    package func refresh() {
        _ = refresh(at: .now)
    }

    /// Begins a session on a socket, with the files read again if they have changed.
    func makeSession(on descriptor: Descriptor, at now: MonotonicTime) -> TLSSession? {
        preparation.withLock { $0 }?()
        return refresh(at: now).makeSession(on: descriptor)
    }

    private func refresh(at now: MonotonicTime) -> TLSContext {
        let (context, line, isGood) = state.withLock { state -> (TLSContext, String?, Bool) in
            let files = state.configuration.fileStamps
            let isKnownBad = state.failed.map { failed in
                failed.files == files && now - failed.time < Self.retryTime
            }
            if files == state.files {
                let recovered = state.failed != nil
                state.failed = nil
                return (state.context, recovered ? "the TLS files are as before again" : nil, true)
            }
            if isKnownBad == true { return (state.context, nil, false) }
            do throws(TLSError) {
                state.context = try TLSContext(state.configuration)
                state.files = files
                state.failed = nil
                return (state.context, "the TLS files have changed and are in use", true)
            } catch {
                let isNew = state.failed?.files != files
                state.failed = (files, now)
                let line = "the TLS files have changed but cannot be used: \(error)"
                return (state.context, isNew ? line : nil, false)
            }
        }
        if let line { report?(line, isGood) }
        return context
    }

    /// Milliseconds after which files that could not be used are tried again as they are.
    private static let retryTime: Int64 = 10_000
}

extension TLSConfiguration {
    /// The stamps of the files that it names, taken before they are read so that a change in
    /// between is noticed; nil for one that cannot be looked at.
    fileprivate var fileStamps: [FileStamp?] {
        [certificateFile, keyFile, clientCAFile].compactMap(\.self).map { try? FileStamp(path: $0) }
    }
}
