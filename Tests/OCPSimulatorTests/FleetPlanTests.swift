import HTTP
import OCPSimulator
import Testing

@Suite struct FleetPlanTests {
    private func statuses(_ plan: FleetPlan) throws -> [String] {
        var settings = SimulatorSettings()
        settings.fleet = plan
        let harness = try SimulatorHarness(settings)
        return try harness.simulator.clusterIds.map { id in
            try harness.overview(id).json.data["backupScheduleStatus"] as? String ?? "?"
        }
    }

    @Test func countedScenariosComeFirstAndTheRestIsHealthy() throws {
        let plan = FleetPlan(scenarios: [.init("paused", count: 2), .init("waiting", count: 1)])
        #expect(
            try statuses(plan)
                == ["PAUSED", "PAUSED", "WAITING"] + Array(repeating: "NORMAL", count: 9)
        )
    }

    @Test func uncountedScenariosTakeTurns() throws {
        let plan = FleetPlan(
            clusters: 5,
            scenarios: [.init("paused"), .init("no-strategy", count: 1), .init("waiting")]
        )
        #expect(try statuses(plan) == ["NONE", "PAUSED", "WAITING", "PAUSED", "WAITING"])
    }

    @Test func aFleetGrowsToWhatTheScenariosNeed() throws {
        #expect(try statuses(FleetPlan(scenarios: [.init("paused", count: 15)])).count == 15)
        #expect(try statuses(FleetPlan(clusters: 0)).isEmpty)
    }

    @Test(arguments: [
        (FleetPlan(clusters: 1, scenarios: [.init("paused", count: 2)]), "need 2 clusters"),
        (FleetPlan(clusters: -1), "clusters must be 0 to"),
        (FleetPlan(clusters: 1_000_001), "clusters must be 0 to"),
        (FleetPlan(scenarios: [.init("paused", count: -1)]), "more than"),
        (FleetPlan(scenarios: [.init("paused", count: .max)]), "more than"),
        (FleetPlan(scenarios: [.init("pausd")]), "did you mean \"paused\"?"),
    ])
    func impossiblePlansAreRefused(_ plan: FleetPlan, reason: String) {
        var settings = SimulatorSettings()
        settings.fleet = plan
        let problem = #expect(throws: FleetPlan.Problem.self) {
            _ = try SimulatorHarness(settings)
        }
        #expect(problem?.description.contains(reason) == true)
    }

    /// A large fleet is mostly healthy, and answers as fast as a small one.
    @Test(.timeLimit(.minutes(15))) func aHundredThousandClustersAreAnsweredOnDemand() throws {
        var settings = SimulatorSettings()
        settings.fleet = FleetPlan(clusters: 100_000)
        let harness = try SimulatorHarness(settings)
        let data = try harness.overview(1_100_000).json.data
        #expect(data["clusterId"] as? Int == 1_100_000)
        #expect(try harness.overview(1_100_001).status == 404)
        let page = try harness.get("/api/v2/ob/clusters", query: "page=50&size=2000").json
        #expect(page.ids.last == 1_100_000)
        #expect(page.page("totalElements") == 100_000)
    }
}
