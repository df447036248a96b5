package import HTTP
package import OCP

/// The whole exporter, put together: OCPs are polled, pages prepared and served.
///
///     Fleet ──snapshots──▶ PageStore ──prepared pages──▶ MetricsEndpoint ◀── HTTPServer
package final class Application: Sendable {
    let loader: SettingsLoader
    let logger: Logger
    let time: any TimeSource
    let fleet: Fleet
    private let pages: PageStore
    let observation: SelfObservation
    let server: HTTPServer
    let web: WebSecurity?
    let notifier: ServiceNotifier
    let reloads = ReloadRequests()
    private let draining = DrainFlag()

    /// Puts an exporter together; nothing is polled or served yet.
    ///
    /// - Parameters:
    ///   - loader: loads the settings, now and at each reload.
    ///   - settings: what it loaded now.
    ///   - web: what the web configuration file asks for, if there is one.
    ///   - notifier: tells the service manager how this service is.
    ///   - transport: sends requests to OCP.
    ///   - logger: takes what is worth a line.
    ///   - time: the clocks.
    ///   - random: random numbers in 0..<1, for jitter.
    package init(
        loader: SettingsLoader,
        settings: Settings,
        web: WebSecurity? = nil,
        notifier: ServiceNotifier = ServiceNotifier(),
        transport: any Transport,
        logger: Logger,
        time: any TimeSource = SystemTime(),
        random: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.loader = loader
        self.web = web
        self.notifier = notifier
        self.logger = logger
        self.time = time
        let options = loader.options
        let statistics = StatisticsCounter()
        pages = PageStore(time: time, becameReady: LoadedCode.giveBack, updated: Heap.trim)
        fleet = Fleet(
            environment: PollingEnvironment(
                transport: transport,
                time: time,
                random: random,
                logger: logger,
                publish: { [pages] in pages.take($0) }
            )
        )
        observation = SelfObservation(
            pages: pages,
            telemetryPath: options.telemetryPath,
            web: web,
            http: statistics,
            shard: options.shard,
            time: time
        )
        let endpoints = Endpoints(
            telemetryPath: options.telemetryPath,
            metrics: MetricsEndpoint(pages: pages, observation: observation),
            shard: options.shard,
            time: time,
            draining: draining
        )
        let router = endpoints.router(reloads: options.enablesLifecycle ? reloads : nil)
        var limits = HTTPLimits()
        limits.maxConnections = options.maxConnections
        server = HTTPServer(
            addresses: options.addresses,
            limits: limits,
            handler: web?.guarding(router) ?? router,
            tls: web?.tls,
            statistics: statistics,
            log: { logger.warn($0) }
        )
        fleet.apply(settings.ocps, thresholds: settings.thresholds)
    }

    /// Binds the addresses; from then on they are known.
    ///
    /// - Throws: an error that names the address and the reason.
    package func start() throws {
        try web?.watch()
        try server.start()
        for address in server.boundAddresses {
            logger.info("listening", ["address": address.description])
        }
    }

    /// Whether it speaks TLS.
    package var isSecure: Bool { web?.tls != nil }

    /// Where it listens.
    package var boundAddresses: [ListenAddress] { server.boundAddresses }

    /// What is known of each OCP now, without values that have become too old.
    package var snapshots: [OCPSnapshot] { pages.snapshots }

    /// Polls and serves until the task is cancelled; answers that are being sent are finished.
    ///
    /// - Throws: an error of the server.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.server.run() }
            group.addTask { await self.fleet.run() }
            group.addTask { await self.serveManager() }
            group.addTask { await self.reloadOnRequest() }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Says on `/-/ready` from now on that the process is about to end.
    package func beginDraining() {
        draining.set()
        notifier.stopping()
    }

    /// Tells the service manager as soon as the event loop answers, and then beats for its watchdog,
    /// until the task is cancelled.
    func serveManager() async {
        let (answer, answering) = AsyncStream<Never>.makeStream()
        server.probe { answering.finish() }
        for await _ in answer {}
        guard !Task.isCancelled else { return }
        notifier.ready(status)
        await Watchdog(
            notifier: notifier,
            fleet: fleet,
            server: server,
            time: time,
            logger: logger
        ).run()
        let (never, _) = AsyncStream<Never>.makeStream()
        for await _ in never {}
    }

    /// One line for the service manager.
    var status: String {
        let addresses = server.boundAddresses.map(\.description).joined(separator: ", ")
        let count = fleet.count
        return "Serving on \(addresses), polling \(count) OCP\(count == 1 ? "" : "s")"
    }
}
