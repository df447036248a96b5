import OCP

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
    let plan: RoundPlan
    let time: any TimeSource
    /// Random numbers in 0..<1 for jitter.
    let random: @Sendable () -> Double

    /// Runs the round.
    ///
    /// - Throws: `CancellationError` only; whatever OCP does is part of the result.
    func run() async throws -> RoundResult {
        let start = time.uptime()
        let deadline = start + budget
        var result = RoundResult()
        try await discover(&result, until: deadline)
        let overview = Collector.overview(inFlight: gate.most)
        let queue = TargetQueue<Int64, [BackupOverview]>(
            plan.order.arrange(overview.targets(result.selected ?? plan.known)),
            once: plan.hanging
        )
        let about = try await gate.queueing(rank: overview.rank, while: { queue.hasTargets }) {
            async let about = askAboutOCP(until: deadline)
            try await round(of: overview).run(queue, until: deadline)
            return try await about
        }
        result.version = about.version ?? result.version
        result.clockOffset = about.clockOffset
        result.overviews = queue.outcomes
        result.closing = gate.closing
        result.isLetIn = gate.isLetIn
        result.duration = (time.uptime() - start).seconds
        return result
    }

    /// Reads the list, or with fixed ids asks something cheap that needs the credentials.
    private func discover(_ result: inout RoundResult, until deadline: Duration) async throws {
        guard selection.needsList else {
            result.selected = selection.select(from: [])
            let info = try await first(.info(rank: 0), until: deadline)
            result.logOnFailure = info?.failure
            result.version = info?.answer?.value.version
            return
        }
        let list = try await first(.clusters, until: deadline)
        result.listFailure = list?.failure
        guard let answer = list?.answer else { return }
        result.selected = selection.select(from: answer.value)
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

    /// Asks what no cluster waits for, one after the other.
    private func askAboutOCP(
        until deadline: Duration
    ) async throws -> (version: String?, clockOffset: Double?) {
        var version: String?
        if plan.wantsVersion, selection.needsList {
            version = try await about(.info(rank: 1), until: deadline)?.version
        }
        return (version, try await about(.time, until: deadline)?.offset)
    }

    private func about<Answer>(
        _ collector: Collector<WholeOCP, Answer>,
        until deadline: Duration
    ) async throws -> Answer? {
        try await round(of: collector).run([WholeOCP()], attempts: 1, until: deadline)
            .last[WholeOCP()]?.answer?.value
    }

    private func round<Target, Answer>(
        of collector: Collector<Target, Answer>
    ) -> CollectorRound<Target, Answer> {
        CollectorRound(
            collector: collector,
            client: client,
            gate: gate,
            time: time,
            random: random
        )
    }
}
