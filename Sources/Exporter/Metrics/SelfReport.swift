import Exposition
import HTTP
import Synchronization

/// What the exporter knows of itself at the moment of a scrape.
struct SelfReport {
    /// How attempts to load a configuration ended.
    struct Loading: Sendable, Equatable {
        /// Whether the last one succeeded.
        var isSuccessful = true
        /// When one last succeeded, in seconds since 1970.
        var lastSuccess: Double
    }

    var shard: Shard
    var configuration: Loading
    /// The same of the web configuration, if there is one.
    var web: Loading?
    /// What the server counted.
    var http: HTTPStatistics
    /// The counters of answers.
    var answered: [(labels: Labels, count: Double)]
    /// What the pages tell about themselves.
    var pages: (renderSeconds: Double?, sizes: [PageStore.Variant: Int])
    var process: ProcessReading
}

/// Puts together what the exporter knows of itself, for the end of every page.
final class SelfObservation: Sendable {
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

    private let shard: Shard
    private let loading: Mutex<SelfReport.Loading>
    private let process: ProcessReader
    private let pages: PageStore
    private let web: WebSecurity?
    private let http: StatisticsCounter

    /// Answers whose counters are there from the start, so that the first of them is an increase.
    private let usualAnswers: [Answered]

    /// Begins; the configuration has just been loaded.
    init(
        pages: PageStore,
        telemetryPath: String,
        web: WebSecurity?,
        http: StatisticsCounter,
        shard: Shard,
        time: any TimeSource
    ) {
        self.pages = pages
        self.web = web
        self.http = http
        self.shard = shard
        usualAnswers = [
            Answered(handler: telemetryPath, code: 200),
            Answered(handler: EndpointPath.healthy, code: 200),
            Answered(handler: EndpointPath.ready, code: 200),
            Answered(handler: EndpointPath.ready, code: 503),
        ]
        process = ProcessReader(time: time)
        loading = Mutex(SelfReport.Loading(lastSuccess: time.now()))
    }

    /// Notes an attempt to load the configuration.
    func configurationLoaded(successfully: Bool, at now: Double) {
        loading.withLock { loading in
            loading.isSuccessful = successfully
            loading.lastSuccess = successfully ? now : loading.lastSuccess
        }
    }

    /// Writes the families of the table and ends the page.
    func write(to writer: inout ExpositionWriter) {
        let http = http.snapshot
        let report = SelfReport(
            shard: shard,
            configuration: loading.withLock(\.self),
            web: web?.report,
            http: http,
            answered: answered(http.requests),
            pages: pages.report,
            process: process.reading
        )
        for row in SelfTable.rows { row.write(to: &writer) { $0(.none, report) } }
        writer.end()
    }

    private func answered(
        _ requests: [HTTPStatistics.Requests]
    ) -> [(labels: Labels, count: Double)] {
        let usual = usualAnswers.map { answered in
            let count = requests.first(where: answered.counts)?.count ?? 0
            return (labels: answered.labels, count: Double(count))
        }
        let others = requests.lazy.filter { entry in
            !self.usualAnswers.contains { $0.counts(entry) }
        }
        return usual
            + others.map { entry in
                let labels = Answered(handler: entry.handler, code: entry.code).labels
                return (labels, Double(entry.count))
            }
    }
}
