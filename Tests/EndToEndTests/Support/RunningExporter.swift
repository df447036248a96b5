import HTTP
import OCP
import Synchronization
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// The whole exporter on a port of its own, with a clock that a test moves.
final class RunningExporter: Sendable {
    let application: Application
    /// What was logged.
    let log: LogLines
    let directory: TemporaryFolder
    let time: ManualTime
    private let port: UInt16
    private let seen = Mutex<[String]>([])

    /// Runs an exporter for as long as the body does.
    ///
    /// - Parameters:
    ///   - configuration: the configuration file.
    ///   - directory: where the file is put, and where the files that it names are.
    ///   - path: where the file stands already, instead.
    ///   - isReloadable: whether requests to reload are enabled.
    ///   - silence: what stands in the paths of the requests that nothing answers.
    ///   - body: uses the exporter.
    /// - Throws: what the body throws, or an error of the exporter.
    static func run(
        _ configuration: String,
        in directory: TemporaryFolder? = nil,
        at path: String? = nil,
        isReloadable: Bool = true,
        silence: String? = nil,
        _ body: (RunningExporter) async throws -> Void
    ) async throws {
        let directory = try directory ?? TemporaryFolder()
        var options = Options()
        options.configFile = try path ?? directory.write(configuration, to: "config.json")
        options.listenAddresses = [.tcp(host: "127.0.0.1", port: 0)]
        options.enablesLifecycle = isReloadable
        options.logLevel = .debug
        let exporter = try RunningExporter(options, directory, silence)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await exporter.application.run() }
            try await body(exporter)
            group.cancelAll()
        }
    }

    private init(
        _ options: Options,
        _ directory: TemporaryFolder,
        _ silence: String?
    ) throws {
        self.directory = directory
        // Rounds are what tests wait for; the pauses between retries pass by themselves.
        time = ManualTime(shortest: .seconds(2))
        let log = LogLines()
        let loader = SettingsLoader(options: options, environment: [:])
        application = Application(
            loader: loader,
            settings: try loader.load(),
            transport: PatientTransport(curl: CurlTransport { log.add($0) }, silence: silence),
            logger: Logger(level: .debug, time: time) { log.add($0) },
            time: time,
            random: { 0.5 }
        )
        try application.start()
        guard case .tcp(_, let port)? = application.boundAddresses.first else {
            throw LoopbackSocket.Failure(call: "start")
        }
        self.port = port
        self.log = log
    }

    /// Loads the configuration anew, as SIGHUP does.
    func reload() async -> ConfigurationMistakes? {
        await withCheckedContinuation { continuation in
            application.requestReload { continuation.resume(returning: $0) }
        }
    }

    /// Asks a page of the exporter.
    func ask(_ method: String = "GET", _ path: String) async throws -> WebClient.Answer {
        let answer = try await WebClient.ask(method, port: port, path: path)
        seen.withLock { $0.append(answer.head + answer.body) }
        return answer
    }

    /// The metrics as they are at the moment.
    func page() async throws -> MetricsPage {
        let answer = try await ask("GET", "/metrics")
        #expect(answer.status == 200)
        return try MetricsPage(answer.body)
    }

    /// The metrics as soon as they are as a test wants them; the test's time limit ends the wait.
    func page(when isRight: (MetricsPage) -> Bool) async throws -> MetricsPage {
        while true {
            let page = try await page()
            if isRight(page) { return page }
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    /// The metrics after the round that is under way, of an exporter with one OCP.
    func pageAfterRound() async throws -> MetricsPage {
        try await time.waitForSleepers(1)
        let now = time.now()
        return try await page {
            $0.value("oceanbase_ocp_last_round_timestamp_seconds") == now
        }
    }

    /// The metrics when all about tenants and tasks was asked for the first time, of an exporter with
    /// one OCP.
    func pageAfterTasks() async throws -> MetricsPage {
        try await time.waitForSleepers(2)
        return try await page {
            $0.value(
                "oceanbase_ocp_collector_last_round_timestamp_seconds",
                ["collector": "restores"]
            ) != nil
        }
    }

    /// Lets time pass until the next round of an exporter with one OCP, and gives what it found.
    func pageAfterNextRound() async throws -> MetricsPage {
        try await time.advance()
        return try await pageAfterRound()
    }

    /// Everything that came out of the exporter so far: answers, and the log.
    var output: String {
        (seen.withLock(\.self) + log.lines()).joined(separator: "\n")
    }
}

/// libcurl, whose deadlines are of real time, of which a busy machine takes as much as it likes: none
/// ends a request but where nothing else would.
private struct PatientTransport: Transport {
    let curl: CurlTransport
    let silence: String?

    var executor: (any TaskExecutor)? { curl.executor }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        let isSilent = silence.map { request.target.contains($0) } ?? false
        var request = request
        request.settings.timeout = isSilent ? .milliseconds(500) : .seconds(600)
        return try await curl.send(request)
    }
}
