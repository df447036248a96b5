import HTTP
import OCPSimulator
import Testing

@Suite struct SteeringTests {
    @Test func clustersAreAddedAndRemoved() throws {
        let harness = try SimulatorHarness(scenario: "healthy", clusters: 2)
        let healthy = try #require(Scenario.named("healthy"))
        let id = harness.simulator.addCluster(healthy, name: "new \"one\"\n\u{1}")
        #expect(id == 1_000_003)
        #expect(
            try harness.overview(id).json.data["clusterName"] as? String == "new \"one\"\n\u{1}"
        )
        #expect(harness.simulator.removeCluster(1_000_001))
        #expect(!harness.simulator.removeCluster(1_000_001))
        #expect(try harness.get("/api/v2/ob/clusters").json.ids == [1_000_002, 1_000_003])
        #expect(try harness.overview(1_000_001).status == 404)
        #expect(try harness.overview(1_000_002).status == 200)
        #expect(harness.simulator.addCluster(healthy) == 1_000_004)
    }

    @Test func removingAPrimaryLeavesItsStandbyAlone() throws {
        let harness = try SimulatorHarness()
        #expect(harness.simulator.removeCluster(1_000_001))
        let standby = try #require(harness.get("/api/v2/ob/clusters").json.contents.first)
        #expect(standby["primaryCluster"] == nil)
        #expect(standby["type"] as? String == "STANDBY")
    }

    @Test func aScenarioIsChangedAndTheClusterStaysWhoItIs() throws {
        let harness = try SimulatorHarness(scenario: "healthy")
        let paused = try #require(Scenario.named("paused"))
        #expect(harness.simulator.setScenario(paused, cluster: 1_000_001))
        let data = try harness.overview().json.data
        #expect(data["backupScheduleStatus"] as? String == "PAUSED")
        #expect(data["clusterName"] as? String == "core_pay_01")
    }

    @Test func requestsAreCountedByEndpointAndCluster() throws {
        let harness = try SimulatorHarness(scenario: "healthy", clusters: 2)
        _ = try harness.overview()
        _ = try harness.overview()
        _ = try harness.overview(1_000_002)
        _ = try harness.overview(7)
        _ = try harness.get("/api/v2/ob/clusters")
        _ = harness.ask(HTTPRequest(path: "/"))
        let counts = harness.simulator.requests
        #expect(counts.count() == 6)
        #expect(counts.count(.overview) == 4)
        #expect(counts.count(.overview, .answered(404)) == 1)
        #expect(counts.count(.clusters, .answered(200)) == 1)
        #expect(counts.count(.console, .answered(302)) == 1)
        #expect(counts.overviews == [1_000_001: 2, 1_000_002: 1])
        #expect(counts.count(.accepted) == 5)
        harness.simulator.resetRequests()
        #expect(harness.simulator.requests == RequestCounts())
    }
}
