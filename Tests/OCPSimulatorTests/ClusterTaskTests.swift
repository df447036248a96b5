import HTTP
import OCPSimulator
import Testing

@Suite struct ClusterTaskTests {
    private static let lists = ["task/dataBackupTasks", "task/logBackupTasks"]

    @Test func beforeOceanBase4TasksAreTheWholeClusters() throws {
        let harness = try SimulatorHarness(scenario: "healthy")
        let answer = try harness.ask("task/dataBackupTasks")
        #expect(answer.json.page("size") == 2000)
        let rows = answer.json.contents.newestFirst()
        #expect(rows.count == 45)
        #expect(Set(rows.compactMap { $0.number("taskId") }).count == 45)
        for row in rows {
            #expect(row.number("tenantId") == 0)
            #expect(row["tenantName"] == nil)
            #expect(row.text("backupDimension") == "CLUSTER")
            #expect(row.text("startTime").wholeMatch(of: /.{19}\.\d{3}\+0800/) != nil)
            #expect(row["duration"] == nil)
            #expect(row["snapshotVersionTime"] == nil)
        }
        let overview = try harness.overview().json
        #expect(rows[0].seconds("startTime") == overview.data.seconds("lastDataBackupTime"))
        let log = try harness.ask("task/logBackupTasks").json.contents
            .newestFirst(by: "createTime")
        #expect(log.count == 2)
        #expect(
            log[0].seconds("checkpoint") == overview.data.seconds("latestLogBackupCheckpoint")
        )
        #expect(log[0].text("checkpoint").hasSuffix("+0800"))
    }

    @Test(arguments: [
        ("no-strategy", 0, 0), ("standby", 0, 0), ("never-backed-up", 0, 2), ("paused", 45, 2),
    ])
    func theTasksAreWhatTheOverviewTells(_ scenario: String, data: Int, log: Int) throws {
        let harness = try SimulatorHarness(scenario: scenario)
        #expect(try harness.ask("task/dataBackupTasks").json.contents.count == data)
        #expect(try harness.ask("task/logBackupTasks").json.contents.count == log)
    }

    @Test func dataBackupsFailWhereTheScheduleIsAbnormal() throws {
        let harness = try SimulatorHarness(scenario: "schedule-abnormal")
        let rows = try harness.ask("task/dataBackupTasks").json.contents.newestFirst()
        #expect(
            rows.prefix(4).map { $0.text("status") } == ["FAILED", "FAILED", "FAILED", "DONE"]
        )
        #expect(rows[0].text("errorMsg").contains("addr=192.0.2."))
    }

    @Test(arguments: lists + ["config/backupStrategy"])
    func beforeOceanBase4TenantsHaveNoTasks(_ call: String) throws {
        let harness = try SimulatorHarness(scenario: "healthy")
        let answer = try harness.askFirstTenant(call)
        #expect(answer.status == 404)
        #expect(answer.json.error["code"] as? String == "OBE21002")
    }

    @Test(arguments: lists + ["task/restoreTasks"], [nil, "page=1", "size=10"] as [String?])
    func pageAndSizeAreRequired(_ call: String, query: String?) throws {
        let harness = try SimulatorHarness(scenario: "healthy")
        #expect(try harness.ask(call, query: query).status == 400)
    }

    @Test(arguments: [
        ("2021-09-12T08:00:00%2B08:00", 10...11), ("2021-09-12T08:00:00+0800", 10...11),
        ("2021-09-12T00:00:00.000Z", 10...11), ("2021-09-11T16:00:00-08:00", 10...11),
        ("2030-01-01T00:00:00Z", 0...0),
    ])
    func startTimesHaveAnyOffset(_ time: String, count: ClosedRange<Int>) throws {
        let harness = try SimulatorHarness(scenario: "healthy")
        let query = "page=1&size=100&startTime=" + time
        #expect(count ~= (try harness.ask(Self.lists[0], query: query).json.contents.count))
    }

    /// Where the lists of an OceanBase 4 cluster have tenants, and where these have their own.
    @Test(arguments: [
        (TenantTasks.cluster, 135, 200), (.tenant, 0, 200), (.absent, 0, 404),
    ])
    func tenantsAreInTheListsOfTheFlag(_ tasks: TenantTasks, rows: Int, status: Int) throws {
        let harness = try SimulatorHarness(tenants: 3, tasks: tasks)
        let answer = try harness.ask("task/dataBackupTasks")
        #expect(answer.status == 200)
        #expect(answer.json.contents.count == rows)
        #expect(answer.json.page("totalElements") == rows)
        for call in Self.lists + ["config/backupStrategy"] {
            let own = try harness.askFirstTenant(call)
            #expect(own.status == status)
            if status == 404 { #expect(own.text.hasPrefix("<html>")) }
        }
        #expect(try harness.tenants().count == 5)
        #expect(try harness.ask("config/backupStrategy").status == 200)
    }

    @Test func theRowsOfTheClusterAreThoseOfItsTenants() throws {
        let harness = try SimulatorHarness(tenants: 5, tasks: .cluster)
        for call in Self.lists {
            let rows = try harness.ask(call).json.contents
            for tenant in harness.simulator.userTenantIds(cluster: 1_000_001) {
                let own = try harness.ask(call, tenant: tenant).json.contents
                let same = rows.filter { $0.number("tenantId") == tenant }
                #expect(
                    "\(same.map { $0["startTime"] ?? $0["createTime"] })"
                        == "\(own.map { $0["startTime"] ?? $0["createTime"] })"
                )
            }
        }
    }

    @Test(arguments: ["healthy", "tenant-dimension"])
    func restoresAreDescribedAsInTheManual(_ scenario: String) throws {
        let harness = try SimulatorHarness(scenario: scenario)
        let answer = try harness.ask("task/restoreTasks").json
        #expect(answer.page("size") == 2000)
        #expect(answer.contents.count == 6)
        let isNew = scenario != "healthy"
        for row in answer.contents {
            let hasFailed = row.text("status") == "RESTORE_FAIL"
            #expect(hasFailed || row.text("status") == "RESTORE_SUCCESS")
            #expect(row.number("ocpJobId") == -1)
            #expect(row.number("backupClusterId") == 1_000_001)
            #expect(row["successful"] as? Bool == (isNew ? !hasFailed : nil))
            #expect(row["finished"] as? Bool == (isNew ? true : nil))
            #expect(row.text("errorMsg").contains("trace_id=Y") == hasFailed)
            #expect(row.text("errorMsg").contains("192.0.2.") == hasFailed)
            let created = try #require(row.seconds("createTime"))
            #expect(try #require(row.seconds("finishTime")) > created)
        }
        #expect(Set(answer.contents.map { $0.text("status") }).count == 2)
        let tenants = harness.simulator.userTenantIds(cluster: 1_000_001)
        #expect(
            answer.contents.compactMap { $0.number("backupTenantId") }.allSatisfy(tenants.contains)
        )
        let path = "/api/v2/ob/clusters/1000001/tenants/31/backup/task/restoreTasks"
        #expect(try harness.get(path).text.hasPrefix("<!DOCTYPE"))
    }
}
