import Exposition
import HTTP
import Synchronization

/// What the exporter tells of itself: the fresh part at the end of every page.
final class SelfMetrics: Sendable {
    private static let prefix = "oceanbase_backup_exporter_"
    private static let build = MetricFamily(
        .info,
        prefix + "build_info",
        help: "Always 1; the labels say the version, the revision and the compiler."
    )
    private static let shardIndex = MetricFamily(
        .gauge,
        prefix + "shard_index",
        help: "Which shard of the clusters is polled here, from 0; 0 if they are not shared."
    )
    private static let shardCount = MetricFamily(
        .gauge,
        prefix + "shards",
        help: "How many exporters the clusters are shared among; 1 if they are not shared."
    )
    private static let reloadSuccessful = MetricFamily(
        .gauge,
        prefix + "config_last_reload_successful",
        help: "1 if the last attempt to load the configuration succeeded, else 0."
    )
    private static let reloadTime = MetricFamily(
        .gauge,
        prefix + "config_last_reload_success_timestamp_seconds",
        help: "When the configuration was last loaded, in seconds since 1970."
    )
    private static let webReloadSuccessful = MetricFamily(
        .gauge,
        prefix + "web_config_last_reload_successful",
        help: "1 if the last attempt to load the web configuration or a file that it names"
            + " succeeded, else 0; only with --web.config.file."
    )
    private static let webReloadTime = MetricFamily(
        .gauge,
        prefix + "web_config_last_reload_success_timestamp_seconds",
        help: "When the web configuration or a file that it names was last loaded, in seconds"
            + " since 1970; only with --web.config.file."
    )
    private static let requests = MetricFamily(
        .counter,
        prefix + "http_requests_total",
        help: "HTTP requests answered, by handler and status code."
    )
    private static let connections = MetricFamily(
        .gauge,
        prefix + "http_connections",
        help: "Open HTTP connections."
    )
    private static let rejected = MetricFamily(
        .counter,
        prefix + "http_connections_rejected_total",
        help: "HTTP connections that were closed because of a limit or a malformed request."
    )
    private static let renderDuration = MetricFamily(
        .gauge,
        prefix + "page_render_duration_seconds",
        help: "How long it took to render and compress the prepared pages last, in seconds."
    )
    private static let pageBytes = MetricFamily(
        .gauge,
        prefix + "page_bytes",
        help:
            "Size in bytes of the part of each page that is held ready; 0 if nobody asked for it lately."
    )

    /// The families in their order on the page, for the documentation's tests.
    static let families = [
        build, shardIndex, shardCount, reloadSuccessful, reloadTime, webReloadSuccessful,
        webReloadTime, requests, connections, rejected, renderDuration, pageBytes,
    ]

    /// A counter of answers, with its labels made ready.
    private struct Answered {
        let handler: String
        let code: Int
        let labels: Labels

        init(handler: String, code: Int) {
            self.handler = handler
            self.code = code
            labels = Labels(["handler": handler, "code": String(code)])
        }

        func counts(_ requests: HTTPStatistics.Requests) -> Bool {
            requests.code == code && requests.handler == handler
        }
    }

    private static let rejectionLabels = HTTPRejection.allCases.map { reason in
        Labels(["reason": reason.rawValue])
    }

    private static let pageVariants = ExpositionFormat.allCases.flatMap { format in
        [false, true].map { isCompressed in
            (
                variant: PageStore.Variant(format: format, isCompressed: isCompressed),
                labels: Labels([
                    "format": format.name, "encoding": isCompressed ? "gzip" : "identity",
                ])
            )
        }
    }

    private struct Reload {
        var isSuccessful = true
        var lastSuccess: Double
    }

    /// The server, which owns the endpoints that tell of it.
    private struct Observed {
        weak var server: HTTPServer?
    }

    private let buildLabels = Labels([
        "version": Version.number, "revision": Version.revision,
        "swift_version": Version.swift,
    ])
    private let shard: Shard
    private let reload: Mutex<Reload>
    private let process: ProcessMetrics
    private let pages: PageStore
    private let web: WebSecurity?
    private let observed = Mutex(Observed())

    /// Answers whose counters are there from the start, so that the first of them is an increase.
    private let usualAnswers: [Answered]

    /// Makes the metrics; the configuration has just been loaded.
    init(
        pages: PageStore,
        telemetryPath: String,
        web: WebSecurity?,
        shard: Shard,
        time: any TimeSource
    ) {
        self.pages = pages
        self.web = web
        self.shard = shard
        usualAnswers = [
            Answered(handler: telemetryPath, code: 200),
            Answered(handler: EndpointPath.healthy, code: 200),
            Answered(handler: EndpointPath.ready, code: 200),
            Answered(handler: EndpointPath.ready, code: 503),
        ]
        process = ProcessMetrics(time: time)
        reload = Mutex(Reload(lastSuccess: time.now()))
    }

    /// Names the server whose connections and requests are told of.
    func observe(_ server: HTTPServer) {
        observed.withLock { $0.server = server }
    }

    /// Notes an attempt to load the configuration.
    func configurationLoaded(successfully: Bool, at now: Double) {
        reload.withLock { reload in
            reload.isSuccessful = successfully
            reload.lastSuccess = successfully ? now : reload.lastSuccess
        }
    }

    /// Writes the families and ends the page.
    func write(to writer: inout ExpositionWriter) {
        let (isSuccessful, lastSuccess) = reload.withLock { ($0.isSuccessful, $0.lastSuccess) }
        writer.begin(Self.build)
        writer.sample(buildLabels, 1)
        writer.begin(Self.shardIndex)
        writer.sample(Double(shard.index))
        writer.begin(Self.shardCount)
        writer.sample(Double(shard.count))
        writer.begin(Self.reloadSuccessful)
        writer.sample(isSuccessful ? 1 : 0)
        writer.begin(Self.reloadTime)
        writer.sample(lastSuccess)
        if let report = web?.report {
            writer.begin(Self.webReloadSuccessful)
            writer.sample(report.isSuccessful ? 1 : 0)
            writer.begin(Self.webReloadTime)
            writer.sample(report.lastSuccess)
        }
        if let server = observed.withLock({ $0.server }) {
            write(server.statistics, to: &writer)
        }
        let report = pages.report
        writer.begin(Self.renderDuration)
        if let seconds = report.renderSeconds {
            writer.sample(seconds)
        }
        writer.begin(Self.pageBytes)
        for (variant, labels) in Self.pageVariants {
            writer.sample(labels, Double(report.sizes[variant] ?? 0))
        }
        process.write(to: &writer)
        writer.end()
    }

    private func write(_ statistics: HTTPStatistics, to writer: inout ExpositionWriter) {
        writer.begin(Self.requests)
        for answered in usualAnswers {
            let entry = statistics.requests.first(where: answered.counts)
            writer.sample(answered.labels, Double(entry?.count ?? 0))
        }
        for entry in statistics.requests where !usualAnswers.contains(where: { $0.counts(entry) }) {
            let answered = Answered(handler: entry.handler, code: entry.code)
            writer.sample(answered.labels, Double(entry.count))
        }
        writer.begin(Self.connections)
        writer.sample(Double(statistics.openConnections))
        writer.begin(Self.rejected)
        for (labels, entry) in zip(Self.rejectionLabels, statistics.rejections) {
            writer.sample(labels, Double(entry.count))
        }
    }
}
