import OCP

/// What came of asking clusters for their backup, summed up: there may be thousands.
struct SurveyResult {
    /// Clusters with the same reason or the same bad field.
    struct Group {
        /// What was said of the first.
        var message: String
        /// The first few, by id and name.
        var examples: [String] = []
        var count = 0

        /// The most clusters that are named.
        static let limit = 5

        mutating func add(_ cluster: ClusterSummary) {
            add("\(cluster.id)" + (cluster.name.map { " (\($0))" } ?? ""))
        }

        mutating func add(_ example: String) {
            count += 1
            if examples.count < Self.limit { examples.append(example) }
        }

        /// The clusters in one line.
        var clusters: String {
            let more = count - examples.count
            return examples.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
        }
    }

    let total: Int
    /// Clusters that were not asked in the end.
    private(set) var unasked: Int
    private(set) var readable = 0
    private(set) var failures: [FailureReason: Group] = [:]
    private(set) var malformed: [String: Group] = [:]
    /// Clusters by what is wrong with their backup.
    private var conditions: [String: Group] = [:]

    /// Starts with no answers.
    init(total: Int) {
        self.total = total
        unasked = total
    }

    /// Counts what came of asking a cluster, and what is wrong with its backup.
    mutating func take(
        _ outcome: Outcome<[BackupOverview]>,
        of cluster: ClusterSummary,
        judge: ([BackupOverview]) -> [Condition]
    ) {
        unasked -= 1
        switch outcome {
        case .success(let answer, _, _):
            readable += 1
            for field in answer.malformedFields {
                malformed[field.field, default: Group(message: field.problem)].add(cluster)
            }
            for condition in judge(answer.value) {
                let group = Group(message: condition.earlyWords)
                conditions[condition.alert, default: group].add(cluster)
            }
        case .failure(let error, _):
            failures[error.reason, default: Group(message: error.message)].add(cluster)
        }
    }

    /// Tells what was found, each reason once.
    func tell(_ findings: Findings) {
        for field in malformed.keys.sorted() {
            guard let group = malformed[field] else { continue }
            findings.note(
                "backup",
                "the field \(field) of \(Self.clusters(group.count)) cannot be used:"
                    + " \(group.message): \(group.clusters)",
                advice: "nothing; it is left out of the metrics, and counted"
            )
        }
        for reason in FailureReason.allCases {
            guard let group = failures[reason] else { continue }
            findings.fail(
                "backup",
                "\(Self.clusters(group.count)) cannot be read (\(reason.rawValue)):"
                    + " \(group.message)",
                details: [group.clusters],
                advice: Advice.textAfterLogOn(reason)
            )
        }
        if unasked > 0 {
            findings.fail(
                "backup",
                "\(Self.clusters(unasked)) not asked, because of the failures before",
                advice: "mend those, and run doctor again"
            )
        }
        for condition in Condition.all {
            guard let group = conditions[condition.alert] else { continue }
            let wait = QuantityText.age(condition.patience)
            findings.note(
                "backup",
                "\(group.message): \(Self.clusters(group.count)): \(group.clusters)",
                advice:
                    "see the runbook of \(condition.alert), which alerts when this lasts \(wait)"
            )
        }
        if readable > 0 {
            findings.good("backup", "that of \(readable) of \(Self.clusters(total)) can be read")
        }
    }

    private static func clusters(_ count: Int) -> String {
        count == 1 ? "1 cluster" : "\(count) clusters"
    }
}
