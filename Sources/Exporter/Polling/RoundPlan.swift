import OCP

/// What a round needs to know of the rounds before it.
struct RoundPlan: Sendable {
    /// The clusters of the last list that was read, for when it cannot be read.
    var known: [ClusterSummary] = []
    /// Who is asked first.
    var order = TargetOrder<Int64>()
    /// Clusters whose last poll took as long as it was allowed to.
    var hanging: Set<Int64> = []
    /// Whether to ask for OCP's version, which changes seldom.
    var wantsVersion = true
}

/// What a round found out.
struct RoundResult: Sendable {
    /// The selected clusters by ascending id; nil if the list could not be read.
    var selected: [ClusterSummary]?
    /// The ids of all clusters that OCP lists, selected or not; nil if no list was read.
    var listed: Set<Int64>?
    /// Why the list could not be read.
    var listFailure: OCPError?
    /// Fields of the list that could not be used.
    var malformedFields: [MalformedField] = []
    /// Why the version could not be read, where that was asked first.
    var logOnFailure: OCPError?
    /// What came of asking the clusters.
    var overviews = Outcomes<Int64, [BackupOverview]>()
    /// OCP's version, if it was asked and answered.
    var version: String?
    /// OCP's clock minus ours in seconds, if it was asked and answered.
    var clockOffset: Double?
    /// Why the round was cut short.
    var closing: GateClosing?
    /// Whether an answer showed that the credentials are accepted.
    var isLetIn = false
    /// How long it took, in seconds.
    var duration: Double = 0

    /// About how many requests a round needs: one for each cluster, and those for the list and for OCP
    /// itself.
    func requestCount(_ snapshot: OCPSnapshot) -> Int {
        snapshot.clusters.count + (listed?.count ?? 0) / 200 + 3
    }

    /// True if OCP was reached to the end, and the credentials were accepted.
    var isUp: Bool {
        switch closing {
        case .refused, .unreachable: false
        case .throttled, nil: isLetIn
        }
    }
}
