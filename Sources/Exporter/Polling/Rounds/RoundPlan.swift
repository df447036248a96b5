import OCP

/// What a round needs to know of the rounds before it.
struct RoundPlan: Sendable {
    /// The clusters of the last list that was read, for when it cannot be read.
    var known: [ClusterSummary] = []
    /// Who is asked first.
    var order = PollOrder()
    /// Clusters whose last poll took as long as it was allowed to: they are asked once only, so that
    /// those that never answer hold up a round once, not three times.
    var hanging: Set<Int64> = []
    /// How long OCP took for an overview when it was last asked, on average, in seconds; 0 at first.
    var answerTime: Double = 0
    /// Whether OCP has refused us and not let us in since: then nothing follows the first request
    /// unless that one is let in.
    var isProbation = false
    /// Whether to ask for OCP's version, which changes seldom.
    var wantsVersion = true
}
