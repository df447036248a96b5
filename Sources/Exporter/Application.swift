package import HTTP
package import OCP
import Synchronization

/// The whole exporter, put together: OCPs are polled, pages prepared and served.
///
///     Fleet ──round ended──▶ PageStore ──prepared pages──▶ MetricsEndpoint ◀── HTTPServer
package final class Application: Sendable {
    private let loader: SettingsLoader
    private let logger: Logger
    private let time: any TimeSource
    private let fleet: Fleet
    private let pages: PageStore
    private let selfMetrics: SelfMetrics
    private let server: HTTPServer
    private let web: WebSecurity?
    private let notifier: ServiceNotifier
    private let reloads = ReloadRequests()
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
        let latch = PublicationLatch()
        fleet = Fleet(
            environment: PollingEnvironment(
                transport: transport,
                time: time,
                random: random,
                logger: logger,
                roundEnded: { latch.publish() }
            )
        )
        pages = PageStore(time: time, becameReady: LoadedCode.giveBack) { [fleet] in
            fleet.snapshots
        }
        latch.connect(pages)
        selfMetrics = SelfMetrics(
            pages: pages,
            telemetryPath: options.telemetryPath,
            web: web,
            shard: options.shard,
            time: time
        )
        let endpoints = Endpoints(
            telemetryPath: options.telemetryPath,
            metrics: MetricsEndpoint(pages: pages, selfMetrics: selfMetrics),
            fleet: fleet,
            shard: options.shard,
            time: time,
            isDraining: { [draining] in draining.isSet }
        )
        let router = endpoints.router(reloads: options.enablesLifecycle ? reloads : nil)
        var limits = HTTPLimits()
        limits.maxConnections = options.maxConnections
        server = HTTPServer(
            addresses: options.addresses,
            limits: limits,
            handler: web.map { WebGate(security: $0, next: router) } ?? router,
            tls: web?.tls,
            log: { logger.warn($0) }
        )
        selfMetrics.observe(server)
        fleet.apply(settings.ocps, thresholds: settings.thresholds)
    }

    /// Binds the addresses; from then on they are known.
    ///
    /// - Throws: an error that names the address and the reason.
    package func start() throws {
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
    package var snapshots: [OCPSnapshot] {
        let now = time.now()
        return fleet.snapshots.map { $0.expired(at: now) }
    }

    /// Polls and serves until the task is cancelled; answers that are being sent are finished.
    ///
    /// - Throws: an error of the server.
    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.server.run() }
            group.addTask { await self.fleet.run() }
            group.addTask { await self.serveManager() }
            group.addTask {
                for await answer in self.reloads.stream {
                    answer(self.reload())
                }
            }
            try await group.next()
            group.cancelAll()
        }
    }

    /// Tells the service manager as soon as the event loop answers, and then beats for its watchdog,
    /// until the task is cancelled.
    private func serveManager() async {
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
    private var status: String {
        let addresses = server.boundAddresses.map(\.description).joined(separator: ", ")
        let count = fleet.snapshots.count
        return "Serving on \(addresses), polling \(count) OCP\(count == 1 ? "" : "s")"
    }

    /// Says on `/-/ready` from now on that the process is about to end.
    package func beginDraining() {
        draining.set()
        notifier.stopping()
    }

    /// Loads the configuration and the web configuration anew; a bad one leaves everything as it is.
    ///
    /// - Returns: what is wrong with them, or nil.
    @discardableResult
    package func reload() -> ConfigurationMistakes? {
        notifier.reloading(at: time.uptime())
        let lines = (reloadSettings()?.lines ?? []) + (web?.reload()?.lines ?? [])
        notifier.ready(
            status + (lines.isEmpty ? "" : "; the new configuration cannot be used: see the log")
        )
        return lines.isEmpty ? nil : ConfigurationMistakes(lines: lines)
    }

    private func reloadSettings() -> ConfigurationMistakes? {
        do throws(ConfigurationMistakes) {
            let settings = try loader.load()
            fleet.apply(settings.ocps, thresholds: settings.thresholds)
            selfMetrics.configurationLoaded(successfully: true, at: time.now())
            logger.info("configuration loaded", ["ocps": String(settings.ocps.count)])
            return nil
        } catch {
            selfMetrics.configurationLoaded(successfully: false, at: time.now())
            for line in error.lines {
                logger.error("configuration not loaded; the last good one stays", ["err": line])
            }
            return error
        }
    }
}

/// Whether the process is about to end.
private final class DrainFlag: Sendable {
    private let flag = Mutex(false)

    var isSet: Bool { flag.withLock { $0 } }

    func set() {
        flag.withLock { $0 = true }
    }
}

/// Lets the fleet publish pages that are made of it: each needs the other, and does not own it.
private final class PublicationLatch: Sendable {
    private struct Link {
        weak var pages: PageStore?
    }

    private let link = Mutex(Link())

    /// Names the store; what was published before is published now.
    func connect(_ store: PageStore) {
        link.withLock { $0.pages = store }
    }

    /// Prepares the pages anew.
    func publish() {
        link.withLock { $0.pages }?.update()
    }
}
