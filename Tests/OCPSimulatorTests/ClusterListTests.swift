import HTTP
import OCPSimulator
import Testing

@Suite struct ClusterListTests {
    private static let path = "/api/v2/ob/clusters"

    @Test func aPageHoldsTenUnlessMoreAreAskedFor() throws {
        let harness = try SimulatorHarness(scenario: "healthy", clusters: 25)
        let first = try harness.get(Self.path).json
        #expect(first.ids == Array(1_000_001...1_000_010))
        #expect(first.page("number") == 1)
        #expect(first.page("size") == 10)
        #expect(first.page("totalElements") == 25)
        #expect(first.page("totalPages") == 3)
    }

    @Test(arguments: [
        ("page=3", 5), ("page=4", 0), ("page=2147483647&size=2000", 0), ("size=2000", 25),
        ("page=1&size=25", 25), ("page=2&size=24", 1), ("size=1&page=25", 1), ("other=1", 10),
    ])
    func pagesAreCut(_ query: String, count: Int) throws {
        let harness = try SimulatorHarness(scenario: "healthy", clusters: 25)
        let answer = try harness.get(Self.path, query: query)
        #expect(answer.status == 200)
        #expect(answer.json.contents.count == count)
        #expect(answer.json.page("totalElements") == 25)
    }

    @Test(arguments: [
        "page=0", "page=-1", "page=x", "page=", "size=0", "size=2001", "size=1e3",
        "page=99999999999999999999",
    ])
    func badPagesAreRefused(_ query: String) throws {
        let harness = try SimulatorHarness()
        let answer = try harness.get(Self.path, query: query)
        #expect(answer.status == 400)
        #expect(answer.json.error["code"] as? String == "COM10001")
    }

    @Test func pagesTogetherAreTheFleet() throws {
        let harness = try SimulatorHarness(scenario: "healthy", clusters: 1234)
        var ids: [Int64] = []
        for page in 1...7 {
            ids += try harness.get(Self.path, query: "page=\(page)&size=200").json.ids
        }
        #expect(ids == harness.simulator.clusterIds)
    }

    @Test(arguments: [
        ("name=PAY", [1_000_001]), ("name=nothing", []), ("status=UNAVAILABLE", [1_000_003]),
        ("status=RUNNING,STOPPED", [1_000_001, 1_000_002]),
        ("status=STOPPED&status=RUNNING", [1_000_001, 1_000_002]),
        ("status=CREATING%2CUNAVAILABLE", [1_000_003]),
    ])
    func theListIsFiltered(_ query: String, ids: [Int64]) throws {
        var settings = SimulatorSettings()
        settings.fleet = FleetPlan(
            clusters: 3,
            scenarios: [.init("healthy", count: 2), .init("unreachable", count: 1)]
        )
        let harness = try SimulatorHarness(settings)
        #expect(try harness.get(Self.path, query: query).json.ids == ids)
    }

    @Test func aClusterIsDescribedAsInTheManual() throws {
        let harness = try SimulatorHarness()
        let contents = try harness.get(Self.path).json.contents
        let standby = try #require(contents.dropFirst().first)
        for field in [
            "id", "name", "obClusterId", "obVersion", "status", "type", "primaryCluster",
            "standbyClusters", "regionCount", "zones", "rootServers", "tenantCount",
            "serverCount", "partitionCount", "delayTime", "syncStatus", "createTime",
            "updateTime", "creator",
        ] {
            #expect(standby[field] != nil, "\(field)")
        }
        let created = try #require(standby["createTime"] as? String)
        #expect(created.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00/) != nil)
        let one = try harness.get(Self.path + "/1000002").json.data
        #expect(one["name"] as? String == standby["name"] as? String)
        #expect((one["primaryCluster"] as? [String: Any])?["id"] as? Int == 1_000_001)
    }

    @Test func aLongListIsWrittenOffTheEventLoop() throws {
        let clock = ManualClock()
        let isDeferred = Flagged()
        let timer = AnswerTimer { _, work in
            isDeferred.raise()
            work()
        }
        var settings = SimulatorSettings()
        settings.fleet = FleetPlan(clusters: 5000)
        let simulator = try Simulator(settings: settings, clock: clock.seconds, timer: timer)
        let pending = PendingAnswer()
        simulator.handle(
            HTTPRequest(path: Self.path, fields: [SimulatorHarness.authorization])
        ) { pending.take($0) }
        #expect(isDeferred.isRaised)
        #expect(pending.count == 1)
    }
}
