import OCPSimulator
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// Exporters that share the clusters of an OCP.
@Suite(.timeLimit(.minutes(15))) struct SharedFleetTests {
    /// The ids on the page of one exporter, those of the clusters of each tenant, and what `doctor` says
    /// with the same flags.
    private static func poll(
        _ simulator: RunningSimulator,
        _ flags: [String]
    ) async -> (ids: [String], ofTenants: [String], examination: String) {
        let flags =
            flags + ["--ocp.url=\(simulator.url)", "--ocp.username=exporter", "--poll.timeout=10m"]
        let page = await run(["once"] + flags)
        let lines = page.split(separator: "\n")
        func clusters(_ family: String) -> [String] {
            lines.filter { $0.hasPrefix("\(family){") }.compactMap { line in
                let rest = line.split(separator: "ocp_cluster_id=\"").last
                return rest?.split(separator: "\"").first.map(String.init)
            }
        }
        return (
            clusters("oceanbase_cluster_up"), clusters("oceanbase_tenant_info"),
            await run(["doctor"] + flags)
        )
    }

    private static func run(_ arguments: [String]) async -> String {
        let output = CollectedOutput()
        let code = await output.run(
            arguments,
            environment: ["OCP_PASSWORD": RunningSimulator.password]
        )
        // The simulated clock stands still, which `doctor` finds wrong.
        #expect(code == 0 || arguments.first == "doctor")
        return output.written
    }

    @Test(
        arguments: [[], ["--ocp.cluster-ids=1000001,1000002,1000003,1000004,1000005,1000006"]]
    )
    func everyClusterIsPolledByExactlyOne(_ flags: [String]) async throws {
        try await RunningSimulator.run({
            $0.fleet = FleetPlan(
                clusters: 12,
                scenarios: [.init("healthy"), .init("tenant-dimension")]
            )
        }) { simulator in
            let whole = await Self.poll(simulator, flags)
            let all = whole.ids
            #expect(whole.ofTenants.count == 3 * all.count / 2)
            var tenants: [String] = []
            #expect(all.count == (flags.isEmpty ? 12 : 6))
            var together: [String] = []
            for index in 0..<3 {
                let shard = await Self.poll(
                    simulator,
                    flags + ["--shard.index=\(index)", "--shard.count=3"]
                )
                #expect(shard.ids.count < all.count)
                #expect(
                    shard.examination.contains(
                        "shard: \(shard.ids.count) of \(all.count) clusters are in shard \(index) of 3"
                    )
                )
                together += shard.ids
                // Tenants stay with their cluster.
                #expect(Set(shard.ofTenants).isSubset(of: shard.ids))
                tenants += shard.ofTenants
            }
            #expect(together.sorted() == all.sorted())
            #expect(tenants.sorted() == whole.ofTenants.sorted())
        }
    }
}
