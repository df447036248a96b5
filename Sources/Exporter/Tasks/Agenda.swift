import OCP

/// When what OCP is asked about tenants and tasks is due; pure, so that it is tested without a clock.
///
/// What was never asked is due at once. From then on every question has its moment in the interval of
/// its collector, and keeps it, so that requests are spread. One that failed is asked again after a
/// minute, then in doubling pauses up to the interval.
struct Agenda: Sendable {
    /// Which questions are looked at.
    enum Part {
        case new, asked, all
    }

    private var entries: [TaskQuestion: Appointment] = [:]
    /// Of how many questions the last attempt failed; none that fails is not there.
    private(set) var failures: [TaskCollector: Int] = [:]
    private(set) var supports: [TaskEndpoint: EndpointSupport] = [:]
    /// How many questions each endpoint answers.
    private var counts: [TaskEndpoint: Int] = [:]
    /// How often each collector asks.
    private var intervals: [TaskCollector: Duration]

    /// Makes an empty agenda.
    init(intervals: [TaskCollector: Duration]) {
        self.intervals = intervals
    }

    /// Takes over other intervals: what is due later than they say is due as they say.
    mutating func apply(_ intervals: [TaskCollector: Duration], at uptime: Duration) {
        self.intervals = intervals
        for (question, entry) in entries {
            var entry = entry
            entry.apply(interval(question), at: uptime)
            entries[question] = entry
        }
    }

    /// Takes over which questions there are; new ones are due at once.
    mutating func keep(_ wanted: some Sequence<TaskQuestion>, at uptime: Duration) {
        var kept: [TaskQuestion: Appointment] = [:]
        kept.reserveCapacity(entries.count)
        counts = [:]
        for question in wanted {
            kept[question] = entries[question] ?? Appointment(at: uptime)
            counts[question.endpoint, default: 0] += 1
        }
        entries = kept
        failures = kept.reduce(into: [:]) { counts, entry in
            if entry.value.failures > 0 { counts[entry.key.collector, default: 0] += 1 }
        }
    }

    /// Requests a second if every question is asked once in its interval.
    var rate: Double {
        counts.reduce(0) { sum, count in
            let endpoint = supports[count.key]
            if endpoint?.isAbsent == true { return sum }
            return sum + Double(count.value) / (intervals[count.key.collector]?.seconds ?? 1)
        }
    }

    /// The questions that are due now or in a moment, those that are late by the largest part of their
    /// interval first.
    ///
    /// - Parameters:
    ///   - uptime: the moment.
    ///   - which: those that were never asked, the others, or all.
    ///   - limit: how many at most.
    /// - Returns: each once, in the order in which to ask them.
    func due(at uptime: Duration, _ which: Part = .all, limit: Int = .max) -> [TaskQuestion] {
        var due: [(question: TaskQuestion, lateness: Double)] = []
        let latest = uptime + Appointment.longestMoment
        for (question, entry) in entries where entry.due <= latest && !entry.isUnderWay {
            let interval = interval(question)
            guard entry.due <= uptime + Appointment.moment(interval) else { continue }
            if which == .new, entry.wasAsked { continue }
            if which == .asked, !entry.wasAsked { continue }
            let late = (uptime - entry.due).seconds / interval.seconds
            due.append((question, late))
        }
        due.sort { one, two in
            if which != .new, one.lateness != two.lateness { return one.lateness > two.lateness }
            return Self.precedes(one.question, two.question)
        }
        var allowed: [TaskEndpoint: Int] = [:]
        var result: [TaskQuestion] = []
        for (question, _) in due where result.count < limit {
            let endpoint = question.endpoint
            let left = allowed[endpoint] ?? allowance(endpoint, at: uptime)
            guard left > 0 else { continue }
            allowed[endpoint] = left - 1
            result.append(question)
        }
        return result
    }

    /// The questions of one collector that were never asked: of the first that has any.
    ///
    /// - Parameters:
    ///   - uptime: the moment.
    ///   - most: how many of each endpoint are to be asked, those that were included.
    /// - Returns: in the order in which to ask them.
    func new(at uptime: Duration, most: Int = .max) -> [TaskQuestion] {
        var asked: [TaskEndpoint: Int] = [:]
        for (question, entry) in entries where entry.wasAsked {
            asked[question.endpoint, default: 0] += 1
        }
        let all = due(at: uptime, .new).filter { question in
            asked[question.endpoint, default: 0] += 1
            return asked[question.endpoint, default: 0] <= most
        }
        return Array(all.prefix { $0.collector == all[0].collector })
    }

    /// Those whose last attempt failed in a way that may pass.
    var repeatable: [TaskQuestion] {
        entries.lazy.filter { $0.value.mayPass && !$0.value.isUnderWay }.map(\.key)
            .sorted(by: Self.precedes)
    }

    /// When the next question is due; nil if there is none.
    var nextDue: Duration? {
        let rests = supports.compactMapValues(\.restsUntil)
        return entries.lazy.filter { !$0.value.isUnderWay }.map { question, entry in
            rests.isEmpty ? entry.due : max(entry.due, rests[question.endpoint] ?? .zero)
        }.min()
    }

    /// Takes a question to ask it now; false if that is not wanted any more.
    mutating func begin(_ question: TaskQuestion, at uptime: Duration) -> Bool {
        guard let entry = entries[question], !entry.isUnderWay,
            allowance(question.endpoint, at: uptime) > 0
        else { return false }
        entries[question]?.isUnderWay = true
        return true
    }

    /// Puts a question back that could not be asked now.
    mutating func putBack(_ question: TaskQuestion) {
        entries[question]?.isUnderWay = false
    }

    /// Takes what came of a question, and sets when it is due again.
    ///
    /// - Parameters:
    ///   - question: which.
    ///   - failure: why it failed; nil for an answer.
    ///   - uptime: the moment.
    ///   - share: where in the interval its moment shall be if it has none yet, 0 to 1.
    mutating func end(
        _ question: TaskQuestion,
        _ failure: OCPError?,
        at uptime: Duration,
        share: Double
    ) {
        let endpoint = question.endpoint
        supports[endpoint, default: EndpointSupport()].take(
            failure,
            targets: counts[endpoint] ?? 1,
            at: uptime
        )
        guard var entry = entries[question] else { return }
        let before = entry.failures
        entry.end(failure, interval(question), at: uptime, share: share)
        count(question.collector, from: before, to: entry.failures)
        entries[question] = entry
    }

    private mutating func count(_ collector: TaskCollector, from before: Int, to after: Int) {
        let change = min(after, 1) - min(before, 1)
        let count = (failures[collector] ?? 0) + change
        failures[collector] = count > 0 ? count : nil
    }

    /// Ends all rests: OCP's version has changed.
    mutating func wake() {
        for endpoint in supports.keys { supports[endpoint]?.wake() }
    }

    /// Whether an endpoint ever gave an answer.
    func hasAnswered(_ endpoint: TaskEndpoint) -> Bool {
        supports[endpoint]?.hasAnswered == true
    }

    /// The number of questions of a collector.
    func count(of collector: TaskCollector) -> Int {
        counts.reduce(0) { $1.key.collector == collector ? $0 + $1.value : $0 }
    }

    /// How the questions of a collector stand.
    struct Standing {
        /// Those whose last attempt failed, and those that were never answered; not those of endpoints
        /// that this OCP lacks.
        var failed = 0
        var unread = 0
        /// Those that were ever answered.
        var read = 0
    }

    /// How the questions of each collector stand.
    var standing: [TaskCollector: Standing] {
        let absent = Set(supports.lazy.filter { $0.value.isAbsent }.map(\.key))
        return entries.reduce(into: [:]) { all, entry in
            let (question, entry) = entry
            var standing = all[question.collector] ?? Standing()
            defer { all[question.collector] = standing }
            if entry.hasAnswered { standing.read += 1 }
            guard !absent.contains(question.endpoint) else { return }
            if entry.failures > 0 { standing.failed += 1 }
            if !entry.hasAnswered { standing.unread += 1 }
        }
    }

    /// The endpoints that a collector needs.
    func endpoints(of collector: TaskCollector) -> [TaskEndpoint] {
        counts.keys.filter { $0.collector == collector }
    }

    private func allowance(_ endpoint: TaskEndpoint, at uptime: Duration) -> Int {
        guard let support = supports[endpoint] else { return .max }
        let allowance = support.allowance(at: uptime)
        guard allowance == 1 else { return allowance }
        let isProbed = entries.contains { $0.value.isUnderWay && $0.key.endpoint == endpoint }
        return isProbed ? 0 : 1
    }

    private func interval(_ question: TaskQuestion) -> Duration {
        intervals[question.collector] ?? .seconds(600)
    }

    /// The order of the first round: by collector, then by cluster and tenant.
    private static func precedes(_ one: TaskQuestion, _ two: TaskQuestion) -> Bool {
        func key(_ question: TaskQuestion) -> (Int, Int64, Int64) {
            let rank = TaskCollector.allCases.firstIndex(of: question.collector) ?? 0
            return (rank, question.target?.cluster ?? 0, question.target?.tenant ?? 0)
        }
        return key(one) < key(two)
    }
}
