import HTTP
import OCPSimulator
import Testing

@Suite struct TenantTaskTests {
    @Test func aDataBackupIsDescribedAsInTheManual() throws {
        let harness = try SimulatorHarness(tenants: 3)
        let answer = try harness.askFirstTenant("task/dataBackupTasks")
        #expect(answer.status == 200)
        let rows = answer.json.contents
        #expect(rows.count == 45)
        #expect(answer.json.page("size") == 5000)
        #expect(answer.json.page("totalElements") == 45)
        #expect(
            answer.json.properties.text("timestamp")
                .wholeMatch(of: /.{19}\.\d{9}\+08:00/) != nil
        )
        for row in rows {
            #expect(row.number("tenantId") == 31)
            #expect(row.number("obTenantId") == 1002)
            #expect(row.text("tenantName") == "pay")
            #expect(row.number("clusterId") == 1_000_001)
            #expect(row.text("backupDimension") == "TENANT")
            #expect(row.text("backupMode") == "PHYSICAL_BACKUP")
            #expect(row.text("status") == "DONE")
            #expect(row["errorMsg"] as? String == "")
            #expect(
                row.text("backupUri")
                    == "file:///obbackup/core_pay_01/1/tenant_incarnation_1/1002/data"
            )
            for field in ["startTime", "finishTime", "snapshotVersionTime"] {
                #expect(row.text(field).wholeMatch(of: /.{19}\.\d{6}Z/) != nil, "\(field)")
            }
            let start = try #require(row.seconds("startTime"))
            let finish = try #require(row.seconds("finishTime"))
            let snapshot = try #require(row.seconds("snapshotVersionTime"))
            #expect(1200...3600 ~= finish - start)
            #expect(abs(finish - snapshot - 0.07) < 0.002)
            #expect(abs(finish - start - Double(row.number("duration") ?? 0)) < 1.01)
        }
        #expect(Set(rows.compactMap { $0.number("taskId") }).count == 45)
    }

    @Test func aFullBackupComesOnceAWeekAndAnIncrementalOneEveryDay() throws {
        let harness = try SimulatorHarness(tenants: 3)
        let rows = try harness.askFirstTenant("task/dataBackupTasks").json.contents.newestFirst()
        let starts = rows.compactMap { $0.seconds("startTime") }
        for (later, earlier) in zip(starts, starts.dropFirst()) {
            #expect(abs(later - earlier - 86_400) < 0.01)
        }
        #expect(try #require(starts.last) < SimulatorHarness.start - 35 * 86_400)
        let full = rows.indices.filter { rows[$0].text("dataBackupTaskType") == "FULL_BACKUP" }
        #expect(full.count >= 6)
        #expect(zip(full, full.dropFirst()).allSatisfy { $1 - $0 == 7 })
        let types = Set(rows.map { $0.text("dataBackupTaskType") })
        #expect(types == ["FULL_BACKUP", "INCREMENTAL_BACKUP"])
    }

    @Test func aRunningBackupHasNoEnd() throws {
        let harness = try SimulatorHarness(tenants: 3, timeScale: 60)
        var seen = 0
        for _ in 0..<144 {
            harness.advance(seconds: 10)
            let rows = try harness.askFirstTenant("task/dataBackupTasks").json.contents
            for row in rows where row.text("status") == "DOING" {
                seen += 1
                #expect(row["finishTime"] == nil)
                #expect(row["duration"] == nil)
                #expect(row["snapshotVersionTime"] == nil)
                #expect(row["errorMsg"] as? String == "")
            }
        }
        #expect(2...6 ~= seen)
    }

    /// The newest row is never the first, and the order stays.
    @Test(arguments: ["task/dataBackupTasks", "task/logBackupTasks"])
    func rowsAreNotOrdered(_ call: String) throws {
        let harness = try SimulatorHarness(tenants: 12)
        let field = call.contains("log") ? "createTime" : "startTime"
        for tenant in harness.simulator.userTenantIds(cluster: 1_000_001) {
            let rows = try harness.ask(call, tenant: tenant).json.contents
            let starts = rows.map { $0.seconds(field) }
            if rows.count > 1 {
                #expect(starts.first != rows.newestFirst(by: field)[0].seconds(field))
            }
            let again = try harness.ask(call, tenant: tenant).json.contents
            #expect(again.map { $0.seconds(field) } == starts)
        }
    }

    @Test func whatIsOverStaysAsItWas() throws {
        let harness = try SimulatorHarness(tenants: 3)
        let before = try harness.askFirstTenant("task/dataBackupTasks").json.contents
        harness.advance(seconds: 3600)
        let after = try harness.askFirstTenant("task/dataBackupTasks").json.contents
        #expect(
            "\(before.map { $0.sorted { $0.key < $1.key } })"
                == "\(after.map { $0.sorted { $0.key < $1.key } })"
        )
    }

    @Test func pagesTogetherAreTheList() throws {
        let harness = try SimulatorHarness(tenants: 3)
        let whole = try harness.askFirstTenant("task/dataBackupTasks", query: nil).json.contents
        var ids: [Int64] = []
        for page in 1...6 {
            let answer = try harness.askFirstTenant(
                "task/dataBackupTasks",
                query: "page=\(page)&size=10"
            ).json
            #expect(answer.page("totalElements") == 45)
            ids += answer.contents.compactMap { $0.number("taskId") }
        }
        #expect(ids == whole.compactMap { $0.number("taskId") })
    }

    @Test func onlyTasksThatBeganInTimeAreListed() throws {
        let harness = try SimulatorHarness(tenants: 3)
        // 12 September 2021 in UTC, ten days and some hours before the start.
        let query = "page=1&size=100&startTime=2021-09-12T00:00:00Z"
        let rows = try harness.askFirstTenant("task/dataBackupTasks", query: query).json.contents
        #expect(10...11 ~= rows.count)
        #expect(rows.allSatisfy { $0.text("startTime") >= "2021-09-12T00:00:00" })
        let day = query + "&endTime=2021-09-12T23:59:59Z"
        #expect(
            try harness.askFirstTenant("task/dataBackupTasks", query: day).json.contents.count == 1
        )
    }

    @Test(arguments: [
        "startTime=yesterday", "startTime=2021-09-12", "startTime=2021-02-30T00:00:00Z",
        "startTime=2021-09-12T00:00:00%2B08:00", "startTime=2021-09-12T00:00:00.000Z",
        "startTime=", "page=0", "size=0", "startTime=2021-09-12T24:00:00Z",
    ])
    func badQueriesAreRefused(_ query: String) throws {
        let harness = try SimulatorHarness(tenants: 3)
        #expect(try harness.askFirstTenant("task/dataBackupTasks", query: query).status == 400)
    }

    @Test func aLogArchiveIsDescribedAsInTheManual() throws {
        let harness = try SimulatorHarness(tenants: 4, timeScale: 60)
        var words: Set<String> = []
        var delays: Set<Double> = []
        for step in 0..<10 {
            for tenant in harness.simulator.userTenantIds(cluster: 1_000_001) {
                let answer = try harness.ask("task/logBackupTasks", tenant: tenant)
                let now = SimulatorHarness.start + Double(step) * 0.7
                for row in answer.json.contents {
                    let delay = try #require(row["delay"] as? Double)
                    let checkpoint = try #require(row.seconds("checkpoint"))
                    #expect(abs(now - checkpoint - delay) < 0.003)
                    for field in ["checkpoint", "createTime"] {
                        #expect(row.text(field).wholeMatch(of: /.{19}\.\d{6}\+08:00/) != nil)
                    }
                    #expect(row["errorMsg"] == nil)
                    if row.text("status") == "STOPPED" { continue }
                    words.insert(row.text("status"))
                    delays.insert(delay)
                    #expect(8...109 ~= delay)
                }
            }
            harness.advance(seconds: 0.7)
        }
        #expect(words == ["RUNNING", "INPROGRESS"])
        #expect(delays.count > 20)
        let rows = try harness.askFirstTenant("task/logBackupTasks").json.contents
        #expect(Set(rows.map { $0.text("status") }) == ["RUNNING", "STOPPED"])
        #expect(rows.newestFirst(by: "createTime")[0].text("status") == "RUNNING")
    }

    @Test(arguments: ["sys", "META$1002"])
    func tenantsOfOceanBaseHaveNoTasks(_ name: String) throws {
        let harness = try SimulatorHarness(tenants: 3)
        let tenant = try #require(harness.tenants().first { $0.text("name") == name })
        let id = try #require(tenant.number("id"))
        for call in ["task/dataBackupTasks", "task/logBackupTasks"] {
            let answer = try harness.ask(call, tenant: id)
            #expect(answer.status == 200)
            #expect(answer.json.contents.isEmpty)
        }
    }

    @Test(arguments: [
        ("1000001/tenants/32", 404), ("1000001/tenants/0", 404), ("1000001/tenants/-1", 404),
        ("1000001/tenants/9223372036854775807", 404), ("1000001/tenants/abc", 400),
        ("1000001/tenants/-9223372036854775808", 404), ("7/tenants/31", 404),
    ])
    func tenantsThatAreNotThereAreRefused(_ subject: String, status: Int) throws {
        let harness = try SimulatorHarness(tenants: 3)
        for call in ["task/dataBackupTasks", "task/logBackupTasks", "config/backupStrategy"] {
            let answer = try harness.get("/api/v2/ob/clusters/\(subject)/backup/\(call)")
            #expect(answer.status == status)
            #expect(answer.json.properties["successful"] as? Bool == false)
        }
    }
}
