/// Which scenarios a fleet is made of.
package struct FleetPlan: Sendable, Equatable {
    /// The number of clusters, or nil for as many as the scenarios need and at least twelve.
    package var clusters: Int?
    /// The scenarios that were asked for; empty is the mix.
    package var scenarios: [Share] = []

    /// A scenario and how many clusters play it; nil is an equal part of those that are left.
    package struct Share: Sendable, Equatable {
        package var name: String
        package var count: Int?

        package init(_ name: String, count: Int? = nil) {
            self.name = name
            self.count = count
        }
    }

    /// A plan that cannot be followed, in one line.
    package struct Problem: Error, Equatable, CustomStringConvertible {
        package let description: String
    }

    /// More would not fit into the memory of a small machine.
    package static let mostClusters = 1_000_000
    private static let standardSize = 12

    /// Makes a plan.
    package init(clusters: Int? = nil, scenarios: [Share] = []) {
        self.clusters = clusters
        self.scenarios = scenarios
    }

    /// The scenario of each cluster, in the order of their ids.
    ///
    /// Counted shares come in the order given; the others take turns; where all are counted, the
    /// rest is healthy.
    ///
    /// - Throws: `Problem` for an unknown name or more clusters than allowed.
    func assignment() throws(Problem) -> [Scenario] {
        var counted: [Scenario] = []
        var turns: [Scenario] = []
        for share in scenarios {
            guard let scenario = Scenario.named(share.name) else {
                throw Problem(
                    description: "no scenario \"\(share.name)\""
                        + NearestName.hint(for: share.name, in: Scenario.all.map(\.name))
                )
            }
            guard let count = share.count else {
                turns.append(scenario)
                continue
            }
            guard 0...Self.mostClusters - counted.count ~= count else {
                throw Problem(description: "more than \(Self.mostClusters) clusters")
            }
            counted += Array(repeating: scenario, count: count)
        }
        let total = clusters ?? max(Self.standardSize, counted.count)
        guard 0...Self.mostClusters ~= total else {
            throw Problem(description: "clusters must be 0 to \(Self.mostClusters)")
        }
        guard counted.count <= total else {
            throw Problem(
                description: "the scenarios need \(counted.count) clusters, and there are \(total)"
            )
        }
        let rest = total - counted.count
        if scenarios.isEmpty { return (0..<rest).map(Self.mixed) }
        return counted + (0..<rest).map { turns.isEmpty ? Self.healthy : turns[$0 % turns.count] }
    }

    /// The scenario of a place in the mix: every calm state among the first twelve, and behind them
    /// a fleet in which nine of ten clusters are healthy.
    private static func mixed(_ place: Int) -> Scenario {
        if place < mix.count { return mix[place] }
        let (tenth, rest) = (place - mix.count).quotientAndRemainder(dividingBy: 10)
        return rest == 9 ? mix[tenth % mix.count] : healthy
    }

    /// The scenarios of the mix's first clusters, one each, to put others behind them.
    package static var mixed: [Share] { mix.map { Share($0.name, count: 1) } }

    private static let healthy = Scenario.all[0]

    private static let mix = [
        "healthy", "standby", "tenant-dimension", "log-backup-stalls", "no-strategy", "paused",
        "schedule-abnormal", "data-backup-overdue", "waiting", "never-backed-up", "healthy",
        "healthy",
    ].compactMap(Scenario.named)
}
