import OCP

/// The step of an examination that logs on, with a single request, and finds the clusters.
struct LogOnCheck {
    let ocp: OCPSettings
    let findings: Findings
    let time: any TimeSource

    /// Logs on.
    ///
    /// - Returns: the clusters to go on with; nil, with the finding told, if there are none.
    /// - Throws: `OCPError` if OCP does not let us in; `CancellationError`.
    func run(_ client: OCPClient, _ gate: OCPGate) async throws -> [ClusterSummary]? {
        ocp.clusters.needsList
            ? try await readList(client, gate) : try await askForVersion(client, gate)
    }

    /// Asks once, so that wrong credentials cost one failed log-on.
    private func ask<Answer>(
        _ collector: Collector<WholeOCP, Answer>,
        _ client: OCPClient,
        _ gate: OCPGate
    ) async throws -> Answer {
        let outcomes = try await CollectorRound(
            collector: collector,
            client: client,
            gate: gate,
            time: time,
            random: { 0 }
        ).run([WholeOCP()], attempts: 1, until: time.uptime())
        switch outcomes.last[WholeOCP()] {
        case .success(let answer, _, _): return answer.value
        case .failure(let error, _): throw error
        // The gate lets the first request in.
        case nil: throw CancellationError()
        }
    }

    private func readList(
        _ client: OCPClient,
        _ gate: OCPGate
    ) async throws -> [ClusterSummary]? {
        let list: [ClusterSummary]
        do {
            list = try await ask(.clusters, client, gate)
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
        return tellShard(of: selected)
    }

    /// With fixed ids there is no list to read; the version is as cheap, and needs a log-on too.
    private func askForVersion(
        _ client: OCPClient,
        _ gate: OCPGate
    ) async throws -> [ClusterSummary] {
        let ids = ocp.clusters.ids.map { ClusterSummary(id: $0, name: nil) }
        do {
            let version = try await ask(.info, client, gate)
            findings.good("credentials", "accepted" + (version.map { " by OCP \($0)" } ?? ""))
            return tellShard(of: ids)
        } catch let error as OCPError {
            if error.reason == .unauthorized || error.reason.isSilence { throw error }
            // What answered may not have looked at the credentials: they are to be proven anew.
            _ = gate.end()
            gate.begin()
            findings.note(
                "version",
                "/api/v2/info cannot be used: \(error.message)",
                advice: "nothing; the version is left out of the metrics"
            )
            return tellShard(of: ids)
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
