import Glibc
import Kernel
import OCP

/// The program: reads the command line, does what it says, and gives the exit code.
package struct Program: Sendable {
    /// Starts the simulator of `demo`; the executable knows it, this module does not.
    package typealias DemoStart = @Sendable (Options, Logger) async throws -> Int32

    private let arguments: [String]
    private let environment: [String: String]
    private let output: CommandOutput
    private let demo: DemoStart

    /// Makes a program.
    ///
    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - environment: the variables.
    ///   - output: where to write.
    ///   - demo: runs the subcommand `demo`.
    package init(
        arguments: [String],
        environment: [String: String],
        output: CommandOutput = .standard,
        demo: @escaping DemoStart
    ) {
        self.arguments = arguments
        self.environment = environment
        self.output = output
        self.demo = demo
    }

    /// Runs to the end.
    ///
    /// - Returns: 0 if all went well, 1 if something failed, 2 for a wrong command line or
    ///   configuration.
    package func run() async -> Int32 {
        // A client that went away shows as an error of the call, not as the end of the process.
        signal(SIGPIPE, SIG_IGN)
        Heap.keepTogether()
        let options: Options
        do throws(ConfigurationMistakes) {
            options = try CommandLineReader.read(arguments, environment: environment)
        } catch {
            return complain(error.lines)
        }
        if let text = options.printed {
            output.print(text)
            return 0
        }
        // What only looks and ends does so by a signal as any program does.
        options.isServing ? SignalStream.endAtOnce() : SignalStream.release()
        let logger = Logger(
            level: options.logLevel,
            format: options.logFormat,
            write: output.complain
        )
        do {
            switch options.command {
            case .demo: return try await demo(options, logger)
            case .healthcheck:
                return await Healthcheck(
                    addresses: options.addresses,
                    schemes: WebConfigurationReader.schemes(options.webConfigFile),
                    output: output
                ).run()
            case .run, .once, .doctor: break
            }
            var loader = SettingsLoader(options: options, environment: environment)
            let (settings, web) = try load(loader, logger)
            if options.checksConfig {
                let count = settings.ocps.count
                output.print("the configuration is good: \(count) OCP\(count == 1 ? "" : "s")\n")
                return 0
            }
            let transport = CurlTransport { logger.warn($0) }
            switch options.command {
            case .once:
                let once = Once(
                    settings: settings,
                    file: options.outputFile,
                    timeout: options.onceTimeout,
                    logger: logger,
                    output: output
                )
                return try await once.run(transport)
            case .doctor:
                return await Doctor(settings: settings, output: output).run(transport)
            default:
                if options.usesSystemdSockets {
                    loader.options.listenAddresses = try SocketActivation.take(
                        environment: environment
                    )
                }
                let application = Application(
                    loader: loader,
                    settings: settings,
                    web: web,
                    notifier: ServiceNotifier(environment: environment, logger: logger),
                    transport: transport,
                    logger: logger
                )
                return try await Self.serve(application, logger)
            }
        } catch let error as ConfigurationMistakes {
            return complain(error.lines)
        } catch {
            logger.error("cannot go on", ["err": "\(error)"])
            return 1
        }
    }

    /// Loads the configuration and the web configuration.
    ///
    /// - Throws: the mistakes of both.
    private func load(
        _ loader: SettingsLoader,
        _ logger: Logger
    ) throws(ConfigurationMistakes) -> (Settings, WebSecurity?) {
        let web = Result { () throws(ConfigurationMistakes) in
            try loader.options.webConfigFile.map { (path) throws(ConfigurationMistakes) in
                try WebSecurity(path, environment: environment, logger: logger)
            }
        }
        let settings: Settings
        do throws(ConfigurationMistakes) {
            settings = try loader.load()
        } catch {
            guard case .failure(let other) = web else { throw error }
            throw ConfigurationMistakes(lines: error.lines + other.lines)
        }
        return (settings, try web.get())
    }

    /// Runs an application until a signal ends it; a second signal ends it at once.
    package static func serve(
        _ application: Application,
        _ logger: Logger,
        started: @Sendable () -> Void = {}
    ) async throws -> Int32 {
        let signals = SignalStream.stream()
        logger.info(
            "starting",
            ["program": Version.program, "version": Version.number, "revision": Version.revision]
        )
        try application.start()
        started()
        let (stop, stopping) = AsyncStream<Never>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await Self.run(application, until: stop) }
            group.addTask {
                await Self.watch(signals, application, logger) { stopping.finish() }
            }
            try await group.next()
            group.cancelAll()
        }
        logger.info("stopped")
        return 0
    }

    /// Runs an application until a stream ends, and then lets it finish what it is sending.
    private static func run(
        _ application: Application,
        until stop: AsyncStream<Never>
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            group.addTask { for await _ in stop {} }
            try await group.next()
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// Acts on signals: SIGHUP reloads, the first SIGTERM or SIGINT stops, the second ends at once.
    private static func watch(
        _ signals: AsyncStream<Int32>,
        _ application: Application,
        _ logger: Logger,
        stop: @Sendable () -> Void
    ) async {
        var isStopping = false
        for await signal in signals {
            if signal == SIGHUP {
                application.requestReload()
            } else if isStopping {
                logger.warn("stopping at once")
                _exit(1)
            } else {
                isStopping = true
                logger.info("stopping", ["signal": signal == SIGTERM ? "SIGTERM" : "SIGINT"])
                application.beginDraining()
                stop()
            }
        }
    }

    private func complain(_ lines: [String]) -> Int32 {
        for line in lines {
            output.complain("\(Version.program): \(line)\n")
        }
        return 2
    }
}
