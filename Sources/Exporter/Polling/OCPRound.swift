import OCP
import Synchronization

/// One round: find the clusters of one OCP, ask each for its backup overview, and OCP for its version
/// and its clock.
///
/// - The first request shows whether the credentials are accepted: the list of clusters or, where
///   fixed ids say it all, the version.
/// - HTTP 401 and 429 end the round; ``OCPGate`` says how.
/// - What is asked about OCP itself waits until every cluster has been asked once.
struct OCPRound: Sendable {
    let client: OCPClient
    let gate: OCPGate
    let selection: ClusterSelection
    /// How long after its start the round may still begin retries.
    let budget: Duration
    /// When the last request may begin, in uptime; nil if every cluster is to be asked.
    var end: Duration?
    /// Counts what was asked, for who waits for it.
    var count: AskedCount?
    let plan: RoundPlan
    let time: any TimeSource
    /// Random numbers in 0..<1 for jitter.
    let random: @Sendable () -> Double

    /// Runs the round.
    ///
    /// - Throws: `CancellationError` only; whatever OCP does is part of the result.
    func run() async throws -> RoundResult {
        let start = time.uptime()
        let deadline = min(start + budget, end ?? .seconds(Int64.max))
        var result = RoundResult()
        try await discover(&result, until: deadline)
        let overview = Collector.overview(inFlight: gate.most)
        let targets = plan.order.arrange(overview.targets(result.selected ?? plan.known))
        let about = Questions()
        result.overviews = try await round(of: overview)
            .run(targets, once: plan.hanging, until: deadline) { try await ask(about) }
        if try await gate.enter(rank: 0, while: { true }) {
            defer { gate.leave() }
            try await ask(about)
        }
        result.version = about.version ?? result.version
        result.clockOffset = about.clockOffset
        result.closing = gate.closing
        result.isLetIn = gate.isLetIn
        result.duration = (time.uptime() - start).seconds
        return result
    }

    /// Reads the list, or with fixed ids asks something cheap that needs the credentials.
    private func discover(_ result: inout RoundResult, until deadline: Duration) async throws {
        guard selection.needsList else {
            result.selected = selection.select(from: [])
            let info = try await first(.info, until: deadline)
            result.logOnFailure = info?.failure
            result.version = info?.answer?.value
            return
        }
        let list = try await first(.clusters, until: deadline)
        result.listFailure = list?.failure
        guard let answer = list?.answer else { return }
        result.selected = selection.select(from: answer.value)
        result.listed = Set(answer.value.lazy.map(\.id))
        result.malformedFields = answer.malformedFields
    }

    /// Asks what all the rest waits for; where nothing answers, OCP is asked whether it lives.
    private func first<Answer>(
        _ collector: Collector<WholeOCP, Answer>,
        until deadline: Duration
    ) async throws -> Outcome<Answer>? {
        let outcome = try await round(of: collector).run([WholeOCP()], until: deadline)
            .last[WholeOCP()]
        if outcome?.failure?.reason.isSilence == true {
            try await gate.askWhetherOCPLives(client)
        }
        return outcome
    }

    /// Asks what no cluster waits for, one after the other, unless it was asked already.
    private func ask(_ about: Questions) async throws {
        guard about.begin() else { return }
        if plan.wantsVersion, selection.needsList, gate.isLetIn {
            about.version = try await round(of: .info).ask(WholeOCP()).answer?.value
        }
        guard gate.isOpen else { return }
        about.clockOffset = try await round(of: .time).ask(WholeOCP()).answer?.value
    }

    private func round<Target, Answer>(
        of collector: Collector<Target, Answer>
    ) -> CollectorRound<Target, Answer> {
        CollectorRound(
            collector: collector,
            client: client,
            gate: gate,
            time: time,
            random: random,
            end: end,
            count: count
        )
    }
}

/// What is asked about OCP itself in a round, by whoever has the time for it first.
private final class Questions: Sendable {
    private let state = Mutex((hasBegun: false, version: String?.none, clockOffset: Double?.none))

    /// True for the first who asks.
    func begin() -> Bool {
        state.withLock { state in
            defer { state.hasBegun = true }
            return !state.hasBegun
        }
    }

    /// OCP's version, if it was asked and answered.
    var version: String? {
        get { state.withLock(\.version) }
        set { state.withLock { $0.version = newValue } }
    }

    /// OCP's clock minus ours in seconds, if it was asked and answered.
    var clockOffset: Double? {
        get { state.withLock(\.clockOffset) }
        set { state.withLock { $0.clockOffset = newValue } }
    }
}
