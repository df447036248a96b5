import OCP

/// One thing that OCP can be asked, over and over, of many targets.
struct Collector<Target: Hashable & Sendable, Answer: Sendable>: Sendable {
    /// Whose turn it is first where permits are few: the lowest.
    var rank = 0
    /// Requests in a row without any answer after which OCP is asked whether it lives.
    var patience = Int.max
    /// Whether an answer shows that the credentials are accepted, and a failure that they are not.
    var provesLogOn = true
    /// Whether an answer is short enough to be read on the thread that sends everybody's requests.
    var isShort = false
    /// From the clusters that are selected, the targets to ask.
    var targets: @Sendable ([ClusterSummary]) -> [Target]
    /// Asks for one target, with the permit that is held for it.
    var ask: @Sendable (OCPClient, OCPGate, Target) async throws -> Decoded<Answer>
}

extension Collector<Int64, [BackupOverview]> {
    /// What OCP says of the backup of each cluster.
    static func overview(inFlight limit: Int) -> Collector {
        Collector(
            patience: max(8, min(2 * limit, 64)),
            isShort: true,
            targets: { $0.map(\.id) },
            ask: { client, _, id in try await client.overview(of: id) }
        )
    }
}

/// The target of what is asked of an OCP as a whole.
struct WholeOCP: Hashable, Sendable {}

extension Collector<WholeOCP, [ClusterSummary]> {
    /// The clusters that OCP lists: all pages, those after the first at the same time.
    static var clusters: Collector {
        Collector(targets: { _ in [WholeOCP()] }) { client, gate, _ in
            var more = 0
            defer { gate.leave(more) }
            return try await client.clusters {
                // The first page is there: it shows that the credentials are accepted.
                gate.letIn()
                more = gate.takeMore(upTo: gate.most - 1, rank: 0)
                return 1 + more
            }
        }
    }
}

extension Collector<WholeOCP, String?> {
    /// OCP's version; also the cheapest question that needs the credentials.
    static var info: Collector {
        Collector(targets: { _ in [WholeOCP()] }) { client, _, _ in
            Decoded(try await client.info())
        }
    }
}

extension Collector<WholeOCP, Double> {
    /// OCP's clock minus ours in seconds; it tells the time without a log-on.
    static var time: Collector {
        Collector(provesLogOn: false, targets: { _ in [WholeOCP()] }) { client, _, _ in
            Decoded(try await client.time())
        }
    }
}
