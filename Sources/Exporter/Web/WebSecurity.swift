import HTTP
import Synchronization

/// The web configuration in force: who is let in, how TLS is spoken, what headers answers bear.
///
/// The file, and the certificates that it names, are looked at before each handshake and each
/// request. What cannot be used leaves everything as it was and is logged once.
package final class WebSecurity: Sendable {
    /// How the last attempt to load the configuration or a file that it names ended.
    struct Report: Sendable, Equatable {
        var isSuccessful: Bool
        /// When one last succeeded, in seconds since 1970.
        var lastSuccess: Double
    }

    private struct State {
        var configuration: WebConfiguration
        /// Knows the users; another one as soon as they change.
        var verifier: PasswordVerifier
        var mistakes: ConfigurationMistakes?
    }

    /// Speaks TLS; nil if the configuration does not ask for it.
    let tls: TLSServer?
    private let file: WebConfigurationFile
    private let logger: Logger
    private let time: any TimeSource
    private let state: Mutex<State>
    private let lastSuccess: Mutex<Double>

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
        self.logger = logger
        self.time = time
        file = WebConfigurationFile(path, environment: environment, time: time)
        let configuration = try file.load(isForced: true) ?? WebConfiguration()
        let latch = TLSReportLatch()
        do {
            tls = try configuration.tls.map { try TLSServer($0, report: latch.report) }
            let verifier = try PasswordVerifier(users: configuration.users)
            state = Mutex(State(configuration: configuration, verifier: verifier))
        } catch {
            throw file.mistake("\(error)")
        }
        lastSuccess = Mutex(time.now())
        latch.connect { [weak self] line, isGood in self?.report(line, isGood) }
        tls?.prepareSessions { [weak self] in self?.refresh() }
        WebExposure(configuration: configuration).warn(logger)
    }

    /// How the last attempt ended.
    var report: Report {
        let isSuccessful = state.withLock { $0.mistakes == nil }
        return Report(
            isSuccessful: isSuccessful && tls?.lastLoadSucceeded ?? true,
            lastSuccess: lastSuccess.withLock { $0 }
        )
    }

    /// Puts the log-on and the headers of now before a handler.
    func guarding(_ handler: any HTTPHandler) -> any HTTPHandler {
        let (configuration, verifier) = state.withLock { ($0.configuration, $0.verifier) }
        var guarded = handler
        if !configuration.users.isEmpty {
            guarded = BasicAuthentication(
                verifier: verifier,
                openPaths: [EndpointPath.healthy, EndpointPath.ready],
                realm: Version.program,
                next: guarded
            )
        }
        return ExtraFields(configuration.headers, next: guarded)
    }

    /// Loads the file, and those that it names, if they have changed.
    func refresh() {
        load(isForced: false)
        tls?.refresh()
    }

    /// Loads the file, and those that it names, whether or not they have changed.
    ///
    /// - Returns: what is wrong with them, or nil.
    func reload() -> ConfigurationMistakes? {
        load(isForced: true)
        return state.withLock { $0.mistakes }
    }

    private func load(isForced: Bool) {
        // One at a time: the event loop looks at the file while somebody asks for a reload.
        let (isNew, mistakes) = state.withLock { state in
            do throws(ConfigurationMistakes) {
                guard let configuration = try file.load(isForced: isForced) else {
                    return (false, ConfigurationMistakes?.none)
                }
                try apply(configuration, &state)
                state.mistakes = nil
                file.judge(isGood: true)
                return (true, nil)
            } catch {
                let isNew = isForced || error != state.mistakes
                state.mistakes = error
                file.judge(isGood: false)
                return (isNew, error)
            }
        }
        guard isNew else { return }
        if mistakes == nil {
            lastSuccess.withLock { $0 = time.now() }
            logger.info("web configuration loaded", ["file": file.path])
        }
        for line in mistakes?.lines ?? [] {
            logger.error("web configuration not loaded; the last good one stays", ["err": line])
        }
    }

    private func apply(
        _ configuration: WebConfiguration,
        _ state: inout State
    ) throws(ConfigurationMistakes) {
        guard (configuration.tls == nil) == (tls == nil) else {
            throw file.mistake(
                "tls_server_config: TLS cannot be switched \(tls == nil ? "on" : "off") while the"
                    + " exporter runs: restart it"
            )
        }
        do {
            let verifier =
                configuration.users == state.configuration.users
                ? state.verifier : try PasswordVerifier(users: configuration.users)
            if let new = configuration.tls { try tls?.update(new) }
            if configuration != state.configuration {
                WebExposure(configuration: configuration).warn(logger)
            }
            state.verifier = verifier
            state.configuration = configuration
        } catch {
            throw file.mistake("\(error)")
        }
    }

    /// Takes note of what the TLS server says of its files.
    private func report(_ line: String, _ isGood: Bool) {
        if isGood {
            lastSuccess.withLock { $0 = time.now() }
            logger.info(line)
        } else {
            logger.error(line)
        }
    }
}
