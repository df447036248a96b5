import Exposition
import OCP

/// What is held of the tenants of one OCP and of their backups, and what is to be asked next.
struct TaskState: Sendable {
    /// A cluster, as far as it decides what is asked of it.
    struct KnownCluster: Sendable {
        var name: String
        var labels: Labels
        /// Whether its backups are tenants' (OceanBase 4 and later); nil as long as its version is
        /// unknown.
        var isBackedUpByTenant: Bool?
    }

    let settings: OCPSettings
    var rules: ThresholdRules
    var agenda: Agenda
    /// The clusters that are polled, by OCP's id.
    var clusters: [Int64: KnownCluster] = [:]
    /// The tenants that are on the page, by their cluster, by ascending id.
    var tenants: [Int64: [TenantRecord]] = [:]
    var list = Held<[TenantSummary]>()
    var logBackups: [TaskTarget: Held<TaskRows<LogBackups>>] = [:]
    var dataBackups: [TaskTarget: Held<TaskRows<DataBackups>>] = [:]
    var strategies: [TaskTarget: Held<BackupStrategy?>] = [:]
    var restores: [Int64: Held<[Restored: RestoreTimes]>] = [:]
    /// Where tasks of tenants are asked for, by collector and cluster.
    var choices: [TaskCollector: [Int64: LevelChoice]] = [:]
    /// When a target of a collector answered last.
    var lastAnswers: [TaskCollector: Instant] = [:]
    /// Whether all that there is to ask was asked once.
    var wasReadOnce = false
    /// True if what is to be asked may have changed since it was last written down.
    var isAgendaOld = true
    private var version: String?
    /// The collectors that were told to fail.
    private var troubled: Set<TaskCollector> = []
    /// When the next request may be sent.
    private var nextTurn: Duration = .zero

    /// Starts with nothing, or with what is held of the same OCP.
    init(settings: OCPSettings, rules: ThresholdRules, after before: TaskState?, at now: Duration) {
        let intervals = settings.tenants.intervals
        self.settings = settings
        self.rules = rules
        agenda = before?.agenda ?? Agenda(intervals: intervals)
        agenda.apply(intervals, at: now)
        // What nobody asks for is on no page, and no longer worth knowing.
        guard let before, settings.tenants.mode != .off else { return }
        clusters = before.clusters
        list = before.list
        logBackups = before.logBackups
        dataBackups = before.dataBackups
        strategies = before.strategies
        restores = before.restores
        choices = before.choices
        lastAnswers = before.lastAnswers
        version = before.version
        arrangeTenants()
    }

    var mode: TenantSettings.Mode { settings.tenants.mode }

    /// Takes over the rules of a new configuration.
    mutating func apply(_ rules: ThresholdRules) {
        self.rules = rules
        arrangeTenants()
    }

    /// Takes over what a round has told: the clusters, and OCP's version.
    mutating func take(_ snapshot: OCPSnapshot) {
        guard mode != .off else { return }
        // A choice of where to ask may have come of age.
        isAgendaOld = true
        var isChanged = clusters.count != snapshot.clusters.count
        var now: [Int64: KnownCluster] = [:]
        for cluster in snapshot.clusters {
            let old = clusters[cluster.id]
            let new = KnownCluster(
                name: cluster.name,
                labels: cluster.labels,
                isBackedUpByTenant: cluster.isBackedUpByTenant
            )
            isChanged =
                isChanged || old?.name != new.name
                || old?.isBackedUpByTenant != new.isBackedUpByTenant
            now[cluster.id] = new
        }
        let version = snapshot.statistics.version
        if let version, let before = self.version, version != before {
            agenda.wake()
            for (collector, all) in choices {
                for cluster in all.keys { choices[collector]?[cluster]?.expire() }
            }
        }
        self.version = version ?? self.version
        guard isChanged else { return }
        clusters = now
        arrangeTenants()
    }

    /// Takes a turn among the requests that are spread, and returns how long to wait for it.
    ///
    /// They may come half as fast again as they must on average, so that what waited for OCP is made
    /// up for, and twice a second at least.
    mutating func pace(at uptime: Duration) -> Duration {
        let turn = max(uptime, nextTurn)
        nextTurn = turn + .seconds(1 / max(2, 1.5 * agenda.rate))
        return turn - uptime
    }

    /// Takes over what came of a question.
    ///
    /// - Returns: what is worth logging.
    mutating func take(
        _ outcome: Outcome<TaskAnswer>,
        of question: TaskQuestion,
        share: Double,
        at now: Instant,
        uptime: Duration
    ) -> [PollingEvent] {
        let endpoint = question.endpoint
        let wasAbsent = agenda.supports[endpoint]?.isAbsent == true
        agenda.end(question, outcome.failure, at: uptime, share: share)
        let isAbsent = agenda.supports[endpoint]?.isAbsent == true
        if wasAbsent != isAbsent { isAgendaOld = true }
        var events: [PollingEvent] = []
        switch outcome {
        case .success(let answer, let duration, let end):
            lastAnswers[question.collector] = end
            take(answer.value, of: question, duration, at: end, uptime: uptime)
            if wasAbsent, !isAbsent { events.append(.endpointPresent(endpoint)) }
        case .failure(let error, let duration):
            fail(error, question, duration)
            if isAbsent, !wasAbsent {
                events.append(.endpointAbsent(endpoint, error))
            } else if !isAbsent, !error.saysEndpointAbsent || agenda.hasAnswered(endpoint),
                troubled.insert(question.collector).inserted
            {
                events.append(.tasksFailed(question, error))
            }
        }
        if agenda.failures[question.collector] == nil,
            troubled.remove(question.collector) != nil
        {
            events.append(.tasksWork(question.collector))
        }
        return events
    }

    private mutating func take(
        _ answer: TaskAnswer,
        of question: TaskQuestion,
        _ duration: Double,
        at end: Instant,
        uptime: Duration
    ) {
        guard let target = question.target else {
            guard case .tenants(let all) = answer else { return }
            list = Held(all, at: end, duration: duration)
            return arrangeTenants()
        }
        switch answer {
        case .tenants: break
        case .logBackups(let rows):
            logBackups[target] = Held(rows, at: end, duration: duration)
            choose(rows, of: question, target, uptime)
        case .dataBackups(let rows):
            dataBackups[target] = Held(rows, at: end, duration: duration)
            choose(rows, of: question, target, uptime)
        case .strategy(let strategy):
            strategies[target] = Held(strategy, at: end, duration: duration)
        case .restores(let times):
            restores[target.cluster] = Held(times, at: end, duration: duration)
        }
    }

    private mutating func fail(
        _ error: OCPError,
        _ question: TaskQuestion,
        _ duration: Double
    ) {
        guard let target = question.target else {
            list = list.failed(error, duration: duration)
            return
        }
        switch question.collector {
        case .tenants: break
        case .logBackups:
            logBackups[target] = (logBackups[target] ?? Held()).failed(error, duration: duration)
        case .dataBackups:
            dataBackups[target] = (dataBackups[target] ?? Held()).failed(error, duration: duration)
        case .strategies:
            strategies[target] = (strategies[target] ?? Held()).failed(error, duration: duration)
        case .restores:
            let held = restores[target.cluster] ?? Held()
            restores[target.cluster] = held.failed(error, duration: duration)
        }
        let isChoosing = question.collector == .logBackups || question.collector == .dataBackups
        guard isChoosing, target.level == .cluster else { return }
        let isAbsent = agenda.supports[question.endpoint]?.isAbsent == true
        choices[question.collector, default: [:]][target.cluster, default: LevelChoice()]
            .fail(isAbsent: isAbsent)
        isAgendaOld = true
    }

    /// Looks at where the tasks of a cluster's tenants are to be had.
    private mutating func choose<Summary>(
        _ rows: TaskRows<Summary>,
        of question: TaskQuestion,
        _ target: TaskTarget,
        _ uptime: Duration
    ) {
        guard clusters[target.cluster]?.isBackedUpByTenant == true else { return }
        var choice = choices[question.collector]?[target.cluster] ?? LevelChoice()
        if target.level == .cluster {
            choice.take(owners: rows.tenants.keys, isEmpty: rows.isEmpty, at: uptime)
        } else if !rows.isEmpty {
            choice.tenantHasRows(at: uptime)
        }
        guard choices[question.collector]?[target.cluster] != choice else { return }
        choices[question.collector, default: [:]][target.cluster] = choice
        isAgendaOld = true
    }
}
