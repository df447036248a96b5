import OCP

/// The step of an examination that logs on, with a single request, and finds the clusters.
struct LogOnCheck {
    let ocp: OCPSettings
    let findings: Findings

    /// What an account that was let in may look at.
    struct Access {
        var clusters: [ClusterSummary]
        /// True if a request has shown that the credentials are accepted.
        var isLetIn: Bool
    }

    /// Logs on.
    ///
    /// - Returns: the clusters to go on with; nil, with the finding told, if there are none.
    /// - Throws: `OCPError` if OCP does not let us in; `CancellationError`.
    func run(_ client: OCPClient) async throws -> Access? {
        ocp.clusters.needsList
            ? try await readList(client) : try await askForVersion(client)
    }

    private func readList(_ client: OCPClient) async throws -> Access? {
        let list: [ClusterSummary]
        do {
            list = try await client.clusters().value
        } catch let error as OCPError where error.reason == .forbidden {
            findings.good("credentials", "accepted")
            findings.fail(
                "permission",
                "the clusters may not be listed: \(error.message)",
                advice: Advice.text(.forbidden)
            )
            return nil
        }
        findings.good("credentials", "accepted")
        var all = ocp.clusters
        all.shard = .whole
        let selected = all.select(from: list)
        guard !selected.isEmpty else {
            findings.fail(
                "clusters",
                "\(list.count) listed, none selected",
                advice: list.isEmpty
                    ? "give the account read-only permission on the clusters"
                    : "correct clusters.include and clusters.exclude"
            )
            return nil
        }
        findings.good("clusters", "\(list.count) listed, \(selected.count) selected")
        return Access(clusters: tellShard(of: selected), isLetIn: true)
    }

    /// With fixed ids there is no list to read; the version is as cheap, and needs a log-on too.
    private func askForVersion(_ client: OCPClient) async throws -> Access? {
        let ids = ocp.clusters.ids.map { ClusterSummary(id: $0, name: nil) }
        do {
            let version = try await client.info().version
            findings.good("credentials", "accepted" + (version.map { " by OCP \($0)" } ?? ""))
            return Access(clusters: tellShard(of: ids), isLetIn: true)
        } catch let error as OCPError {
            if error.reason == .unauthorized || error.reason.isSilence { throw error }
            findings.note(
                "version",
                "/api/v2/info cannot be used: \(error.message)",
                advice: "nothing; the version is left out of the metrics"
            )
            return Access(clusters: tellShard(of: ids), isLetIn: false)
        }
    }

    /// Leaves the clusters of other shards out, and says so.
    private func tellShard(of clusters: [ClusterSummary]) -> [ClusterSummary] {
        let shard = ocp.clusters.shard
        guard shard.isPart else { return clusters }
        let own = clusters.filter { shard.contains($0.id) }
        findings.good("shard", "\(own.count) of \(clusters.count) clusters are in \(shard)")
        return own
    }
}
