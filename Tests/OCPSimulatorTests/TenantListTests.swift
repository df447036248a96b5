import HTTP
import OCPSimulator
import Testing

@Suite struct TenantListTests {
    private static let path = "/api/v2/ob/tenants"

    @Test func aTenantIsDescribedAsInTheManual() throws {
        let harness = try SimulatorHarness(tenants: 4)
        let rows = try harness.tenants()
        #expect(
            Set(rows.map { $0.text("name") })
                == ["sys", "META$1002", "pay", "ledger", "report", "crm"]
        )
        let pay = try #require(rows.first { $0.text("name") == "pay" })
        #expect(pay.number("id") == 31)
        #expect(pay.number("obTenantId") == 1002)
        #expect(pay.number("clusterId") == 1_000_001)
        #expect(pay.number("obClusterId") == 1)
        let texts = [
            "clusterName": "core_pay_01", "clusterType": "PRIMARY", "clusterStatus": "RUNNING",
            "mode": "MYSQL", "role": "PRIMARY", "status": "NORMAL", "obVersion": "4.2.1.10",
        ]
        for (field, text) in texts { #expect(pay.text(field) == text, "\(field)") }
        #expect(
            pay.text("createTime").wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00/) != nil
        )
        #expect(try #require(pay.seconds("createTime")) < SimulatorHarness.start)
        let system = try #require(rows.first { $0.text("name") == "sys" })
        #expect(system.number("obTenantId") == 1)
    }

    @Test(arguments: [("4.2.2", false), ("4.3.0", true), ("4.3.5", true)])
    func olderOCPsTellLessOfATenant(_ version: String, isFull: Bool) throws {
        var settings = SimulatorSettings()
        settings.fleet = FleetPlan(clusters: 1, scenarios: [.init("tenant-dimension")])
        settings.version = try #require(OCPVersion(version))
        for row in try SimulatorHarness(settings).tenants() {
            #expect((row["role"] != nil) == isFull)
            #expect((row["obTenantId"] != nil) == isFull)
        }
    }

    @Test(arguments: [(0, 1), (1, 3), (3, 5), (6, 8)])
    func aClusterHasItsUserTenantsAndThoseOfOceanBase(_ tenants: Int, rows: Int) throws {
        let harness = try SimulatorHarness(tenants: tenants)
        #expect(try harness.tenants().count == rows)
        #expect(harness.simulator.userTenantIds(cluster: 1_000_001).count == tenants)
    }

    @Test func tenantsBeyondTheNamesAreNumbered() throws {
        let names = try SimulatorHarness(tenants: 6).tenants().map { $0.text("name") }
        #expect(names.contains("t0004"))
        #expect(names.contains("t0005"))
    }

    @Test func theMixHasTenantsOfOldAndNewClusters() throws {
        let harness = try SimulatorHarness()
        let rows = try harness.tenants()
        #expect(rows.count == 11 * 3 + 5)
        #expect(Set(rows.compactMap { $0.number("id") }).count == rows.count)
        let old = rows.filter { $0.number("clusterId") == 1_000_001 }
        #expect(old.allSatisfy { $0["role"] == nil })
        #expect(Set(old.map { $0.text("name") }) == ["sys", "pay", "ledger"])
    }

    /// Whatever the size, pages together are the list, which says 5000 and is not ordered by id.
    @Test(arguments: [1, 7, 10, 50, 51])
    func pagesTogetherAreTheList(_ size: Int) throws {
        let harness = try SimulatorHarness(clusters: 7, tenants: 5)
        let whole = try harness.tenants().compactMap { $0.number("id") }
        #expect(Set(whole).count == 49)
        #expect(whole != whole.sorted())
        #expect(whole != whole.sorted(by: >))
        var ids: [Int64] = []
        for page in 1...49 / size + 1 {
            let answer = try harness.get(Self.path, query: "page=\(page)&size=\(size)").json
            #expect(answer.page("number") == page)
            #expect(answer.page("size") == 5000)
            #expect(answer.page("totalElements") == 49)
            #expect(answer.page("totalPages") == (48 + size) / size)
            ids += answer.ids
        }
        #expect(ids == whole)
        #expect(try harness.get(Self.path).json.contents.count == 10)
    }

    @Test(arguments: ["page=0", "page=x", "size=0", "size=2001", "size="])
    func badPagesAreRefused(_ query: String) throws {
        let answer = try SimulatorHarness(tenants: 3).get(Self.path, query: query)
        #expect(answer.status == 400)
        #expect(answer.json.error["code"] as? String == "COM10001")
    }

    @Test func theListIsStable() throws {
        let harness = try SimulatorHarness(clusters: 5, tenants: 5)
        let first = try harness.tenants().compactMap { $0.number("id") }
        harness.advance(seconds: 1e6)
        #expect(try harness.tenants().compactMap { $0.number("id") } == first)
    }

    @Test func tenantsOfAClusterThatIsNotListedAreNotListed() throws {
        let harness = try SimulatorHarness(scenario: "disappears", clusters: 2, tenants: 3)
        #expect(try harness.tenants().count == 6)
        harness.advance(seconds: 31 * 60)
        #expect(try harness.tenants().isEmpty)
    }

    @Test(.timeLimit(.minutes(5))) func aLargeFleetIsAnsweredPageByPage() throws {
        let harness = try SimulatorHarness(clusters: 1000, tenants: 10)
        let ids = harness.simulator.userTenantIds(cluster: 1_000_500)
        #expect(ids.count == 10)
        let page = try harness.get(Self.path, query: "page=60&size=200").json
        #expect(page.contents.count == 200)
        #expect(page.page("totalElements") == 12_000)
        let tasks = try harness.ask("task/logBackupTasks", cluster: 1_000_500, tenant: ids[9])
        #expect(tasks.json.contents.count == 1)
    }

    @Test(arguments: [-1, 100_001])
    func tooManyTenantsAreRefused(_ tenants: Int) {
        #expect(throws: FleetPlan.Problem.self) { _ = try SimulatorHarness(tenants: tenants) }
    }
}
