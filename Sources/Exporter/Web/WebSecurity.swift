import Glibc
import HTTP
import Kernel
import Synchronization

/// The web configuration in force: who is let in, how TLS is spoken, what headers answers bear.
///
/// The file, and the certificates that it names, are looked at every second on a thread of their
/// own: no request and no handshake waits for a file. What cannot be used leaves everything as it
/// was and is logged once.
package final class WebSecurity: Sendable {
    /// What requests meet; its lock is never held while a file is touched.
    private struct State {
        var configuration: WebConfiguration
        /// Knows the users; another one as soon as they change.
        var verifier: PasswordVerifier
        var report: SelfReport.Loading
    }

    /// What was found in the files at the last look; its lock is held while they are read, so nobody
    /// takes it on the event loop.
    private struct Findings {
        /// The text of the web configuration file.
        var text: [UInt8]
        var mistakes: ConfigurationMistakes?
        /// The stamps of the TLS files in use.
        var stamps: [FileStamp?]
        /// Why those that are there now cannot be used.
        var tlsProblem: String?
    }

    /// Speaks TLS; nil if the configuration does not ask for it.
    let tls: TLSServer?
    private let path: String
    private let environment: [String: String]
    private let logger: Logger
    private let time: any TimeSource
    private let state: Mutex<State>
    private let findings: Mutex<Findings>

    /// Loads a web configuration file.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - environment: the variables for `${NAME}`.
    ///   - logger: takes a line when the configuration changes, or cannot.
    ///   - time: the clocks.
    /// - Throws: every mistake at once.
    package init(
        _ path: String,
        environment: [String: String],
        logger: Logger,
        time: any TimeSource = SystemTime()
    ) throws(ConfigurationMistakes) {
        self.path = path
        self.environment = environment
        self.logger = logger
        self.time = time
        let text = try Self.text(path)
        let configuration = try WebConfigurationReader.read(
            text,
            path: path,
            environment: environment
        )
        findings = Mutex(Findings(text: text, stamps: configuration.stamps))
        do {
            tls = try configuration.tls.map { try TLSServer($0) }
            state = Mutex(
                State(
                    configuration: configuration,
                    verifier: try PasswordVerifier(users: configuration.users),
                    report: SelfReport.Loading(lastSuccess: time.now())
                )
            )
        } catch {
            throw ConfigurationMistakes(lines: ["\(path): \(error)"])
        }
        configuration.warn(logger)
    }

    /// How the last attempt to load the configuration or a file that it names ended.
    var report: SelfReport.Loading { state.withLock { $0.report } }

    /// Puts the log-on and the headers of each moment before a handler.
    func guarding(_ next: any HTTPHandler) -> any HTTPHandler {
        Gate(security: self, next: next)
    }

    /// Looks at the files every second from now on, for as long as somebody holds this.
    ///
    /// - Throws: the error of the kernel if it makes no thread.
    func watch() throws {
        try NamedThread.start("web-files") { [weak self] in
            while self?.look() != nil { sleep(1) }
        }
    }

    /// Loads the file, and those that it names, if they have changed; waits for them.
    func look() {
        findings.withLock { load(&$0, isForced: false) }
    }

    /// Loads the file, and those that it names, whether or not they have changed; waits for them.
    ///
    /// - Returns: what is wrong with the file, or nil.
    func reload() -> ConfigurationMistakes? {
        findings.withLock { findings in
            load(&findings, isForced: true)
            return findings.mistakes
        }
    }

    private func load(_ findings: inout Findings, isForced: Bool) {
        loadConfiguration(&findings, isForced: isForced)
        loadCertificates(&findings)
        let isSuccessful = findings.mistakes == nil && findings.tlsProblem == nil
        state.withLock { $0.report.isSuccessful = isSuccessful }
    }

    /// Puts the file in force if it has changed, or if it could not be used: files that it names may
    /// have changed.
    private func loadConfiguration(_ findings: inout Findings, isForced: Bool) {
        do throws(ConfigurationMistakes) {
            let text = try Self.text(path)
            guard isForced || findings.mistakes != nil || text != findings.text else { return }
            findings.text = text
            findings.stamps = try apply(
                try WebConfigurationReader.read(text, path: path, environment: environment)
            )
            findings.mistakes = nil
            findings.tlsProblem = nil
            logger.info("web configuration loaded", ["file": path])
        } catch {
            let isNew = isForced || error != findings.mistakes
            findings.mistakes = error
            for line in isNew ? error.lines : [] {
                logger.error("web configuration not loaded; the last good one stays", ["err": line])
            }
        }
    }

    /// Puts a configuration in force.
    ///
    /// - Returns: the stamps of its TLS files.
    private func apply(
        _ configuration: WebConfiguration
    ) throws(ConfigurationMistakes) -> [FileStamp?] {
        guard (configuration.tls == nil) == (tls == nil) else {
            throw ConfigurationMistakes(lines: [
                "\(path): tls_server_config: TLS cannot be switched \(tls == nil ? "on" : "off")"
                    + " while the exporter runs: restart it"
            ])
        }
        let (old, oldVerifier) = state.withLock { ($0.configuration, $0.verifier) }
        let stamps = configuration.stamps
        do {
            let verifier =
                configuration.users == old.users
                ? oldVerifier : try PasswordVerifier(users: configuration.users)
            if let new = configuration.tls { try tls?.update(new) }
            let now = time.now()
            state.withLock { state in
                state.configuration = configuration
                state.verifier = verifier
                state.report.lastSuccess = now
            }
        } catch {
            throw ConfigurationMistakes(lines: ["\(path): \(error)"])
        }
        if configuration != old { configuration.warn(logger) }
        return stamps
    }

    /// Takes up the certificates of the configuration in force if they have changed, or could not be
    /// used.
    private func loadCertificates(_ findings: inout Findings) {
        let configuration = state.withLock { $0.configuration }
        let stamps = configuration.stamps
        guard let new = configuration.tls, stamps != findings.stamps || findings.tlsProblem != nil
        else { return }
        do {
            try tls?.update(new)
            findings.stamps = stamps
            findings.tlsProblem = nil
            let now = time.now()
            state.withLock { $0.report.lastSuccess = now }
            logger.info("the TLS files have changed and are in use")
        } catch {
            let problem = "the TLS files have changed but cannot be used: \(error)"
            if problem != findings.tlsProblem { logger.error(problem) }
            findings.tlsProblem = problem
        }
    }

    private static func text(_ path: String) throws(ConfigurationMistakes) -> [UInt8] {
        do throws(FileProblem) {
            let bytes = try FileBytes(path: path, limit: 65_536).bytes
            guard !bytes.isEmpty else { throw FileProblem(path: path, reason: "the file is empty") }
            return bytes
        } catch {
            throw ConfigurationMistakes(lines: ["\(path): cannot be read: \(error.reason)"])
        }
    }

    /// Stands before all endpoints: each request meets the configuration of that moment.
    private struct Gate: HTTPHandler {
        let security: WebSecurity
        let next: any HTTPHandler

        func handle(
            _ request: HTTPRequest,
            answer: @escaping @Sendable (HTTPResponse) -> Void
        ) {
            let (configuration, verifier) = security.state.withLock {
                ($0.configuration, $0.verifier)
            }
            var guarded = next
            if !configuration.users.isEmpty {
                guarded = BasicAuthentication(
                    verifier: verifier,
                    openPaths: [EndpointPath.healthy, EndpointPath.ready],
                    realm: Version.program,
                    next: guarded
                )
            }
            ExtraFields(configuration.headers, next: guarded).handle(request, answer: answer)
        }
    }
}

extension WebConfiguration {
    /// The stamps of its TLS files, taken before they are read so that a change in between is
    /// noticed; nil for one that cannot be looked at.
    fileprivate var stamps: [FileStamp?] {
        (tls?.files ?? []).map { try? FileStamp(path: $0) }
    }
}
