import HTTP
import OCPSimulator
import Testing

@Suite struct TenantScenarioTests {
    private func rows(
        _ harness: SimulatorHarness,
        _ kind: String,
        tenant: Int64 = 31
    ) throws -> [[String: Any]] {
        try harness.ask("task/\(kind)BackupTasks", tenant: tenant).json.contents
    }

    /// What the first user tenant plays leaves the others healthy.
    @Test(arguments: SimulatorHarness.tenantScenarios)
    func theOtherTenantsAreHealthy(_ scenario: String) throws {
        let harness = try SimulatorHarness(scenario: scenario, tenants: 3, timeScale: 60)
        let others = harness.simulator.userTenantIds(cluster: 1_000_001).dropFirst()
        for _ in 0..<12 {
            for tenant in others {
                let data = try rows(harness, "data", tenant: tenant)
                #expect(data.count == 45)
                #expect(data.allSatisfy { ["DONE", "DOING"].contains($0.text("status")) })
                let log = try rows(harness, "log", tenant: tenant).newestFirst(by: "createTime")
                #expect(["RUNNING", "INPROGRESS"].contains(log[0].text("status")))
            }
            harness.advance(seconds: 12 * 3600 / 60)
        }
    }

    @Test func anInterruptedArchiveStandsStill() throws {
        let harness = try SimulatorHarness(scenario: "tenant-archive-interrupted")
        let first = try rows(harness, "log").newestFirst(by: "createTime")[0]
        #expect(first.text("status") == "INTERRUPTED")
        #expect(first.text("errorMsg").contains("trace_id=Y"))
        #expect(abs((first["delay"] as? Double ?? 0) - 600) < 0.01)
        harness.advance(seconds: 3600)
        let later = try rows(harness, "log").newestFirst(by: "createTime")[0]
        #expect(later.text("checkpoint").prefix(23) == first.text("checkpoint").prefix(23))
        #expect(abs((later["delay"] as? Double ?? 0) - 4200) < 0.01)
    }

    @Test func anArchiveThatWasNeverStartedHasNoRows() throws {
        let harness = try SimulatorHarness(scenario: "tenant-archive-never-started")
        #expect(try rows(harness, "log").isEmpty)
        #expect(try rows(harness, "data").count == 45)
    }

    @Test func theLastBackupFailedAndSoDoLaterOnes() throws {
        let harness = try SimulatorHarness(scenario: "tenant-backup-failed", timeScale: 60)
        let newest = try rows(harness, "data").newestFirst()
        #expect(newest[0].text("status") == "FAILED")
        #expect(newest[0]["finishTime"] != nil)
        #expect(newest[0]["snapshotVersionTime"] == nil)
        #expect(newest[0].text("errorMsg").contains("addr=192.0.2."))
        #expect(newest[1].text("status") == "DONE")
        harness.advance(seconds: 3 * 86_400 / 60)
        let later = try rows(harness, "data").newestFirst().filter { $0.text("status") != "DOING" }
        #expect(later.prefix(4).map { $0.text("status") } == Array(repeating: "FAILED", count: 4))
        #expect(later[4].text("status") == "DONE")
    }

    @Test func aFullBackupFailedAndTheNextIncrementalOneDidNot() throws {
        let harness = try SimulatorHarness(scenario: "tenant-full-backup-failed")
        let newest = try rows(harness, "data").newestFirst()
        #expect(newest.prefix(3).map { $0.text("status") } == ["DONE", "FAILED", "DONE"])
        #expect(
            newest.prefix(3).map { $0.text("dataBackupTaskType") }
                == ["INCREMENTAL_BACKUP", "FULL_BACKUP", "INCREMENTAL_BACKUP"]
        )
        let full = newest.filter { $0.text("dataBackupTaskType") == "FULL_BACKUP" }
        #expect(full[1].text("status") == "DONE")
    }

    @Test func aBackupRunsForMoreThanThirtyHours() throws {
        let harness = try SimulatorHarness(scenario: "tenant-backup-too-long", timeScale: 60)
        for hour in 0..<20 {
            let now = SimulatorHarness.start + Double(hour) * 3600
            let newest = try rows(harness, "data").newestFirst()[0]
            #expect(newest.text("status") == "DOING")
            #expect(newest["finishTime"] == nil)
            #expect(try #require(newest.seconds("startTime")) <= now - 30 * 3600)
            harness.advance(seconds: 3600)
        }
    }

    @Test func aTenantAndItsClusterHaveNoStrategyAndTheOthersHave() throws {
        let harness = try SimulatorHarness(scenario: "tenant-without-strategy")
        let tenants = harness.simulator.userTenantIds(cluster: 1_000_001)
        let statuses = try tenants.map {
            try harness.ask("config/backupStrategy", tenant: $0).status
        }
        #expect(statuses == [400, 200, 200])
        #expect(try rows(harness, "data").count == 45)
    }

    @Test func aScheduleIsOff() throws {
        let harness = try SimulatorHarness(scenario: "tenant-schedule-off")
        let data = try harness.askFirstTenant("config/backupStrategy").json.data
        let schedule = try #require(data["obBackupScheduleConfig"] as? [String: Any])
        #expect(schedule["backupScheduleEnabled"] as? Bool == false)
    }

    @Test(arguments: [
        ("tenant-standby", "STANDBY", "NORMAL"), ("tenant-restoring", "RESTORE", "RESTORING"),
    ])
    func aTenantWithAnotherPartHasNoTasks(_ scenario: String, role: String, status: String) throws {
        let harness = try SimulatorHarness(scenario: scenario)
        let pay = try #require(harness.tenants().first { $0.number("id") == 31 })
        #expect(pay.text("role") == role)
        #expect(pay.text("status") == status)
        #expect(try rows(harness, "data").isEmpty)
        #expect(try rows(harness, "log").isEmpty)
    }

    @Test func aTenantComesAndGoes() throws {
        let harness = try SimulatorHarness(scenario: "tenant-comes-and-goes", tenants: 3)
        let all = try harness.tenants().compactMap { $0.number("id") }
        for (minute, isListed) in [(0, true), (9, true), (11, false), (19, false), (21, true)] {
            let harness = try SimulatorHarness(scenario: "tenant-comes-and-goes", tenants: 3)
            harness.advance(seconds: Double(minute) * 60)
            let answer = try harness.get("/api/v2/ob/tenants").json
            #expect(answer.ids == (isListed ? all : all.filter { $0 != 31 }))
            #expect(answer.page("totalElements") == answer.ids.count)
            let status = try harness.askFirstTenant("task/logBackupTasks").status
            #expect(status == (isListed ? 200 : 404))
        }
    }

    @Test func aTenantIsUnreadable() throws {
        let harness = try SimulatorHarness(
            scenario: "tenant-unreadable",
            tenants: 3,
            tasks: .cluster
        )
        for call in ["task/dataBackupTasks", "task/logBackupTasks", "config/backupStrategy"] {
            let answer = try harness.askFirstTenant(call)
            #expect(answer.status == 500)
            #expect(answer.json.error["code"] as? String == "OBE12000")
        }
        let rows = try harness.ask("task/logBackupTasks").json.contents
        #expect(!rows.contains { $0.number("tenantId") == 31 })
        #expect(try harness.tenants().contains { $0.number("id") == 31 })
    }

    /// The standby of an OceanBase 4 cluster has standby tenants.
    @Test func aStandbyClusterHasStandbyTenants() throws {
        var settings = SimulatorSettings()
        settings.fleet = FleetPlan(
            clusters: 2,
            scenarios: [.init("tenant-dimension", count: 1), .init("standby", count: 1)]
        )
        let harness = try SimulatorHarness(settings)
        let id = try #require(harness.simulator.userTenantIds(cluster: 1_000_002).first)
        let tenant = try #require(harness.tenants().first { $0.number("id") == id })
        #expect(tenant.text("role") == "STANDBY")
        let answer = try harness.ask("task/dataBackupTasks", cluster: 1_000_002, tenant: id)
        #expect(answer.status == 200)
        #expect(answer.json.contents.isEmpty)
    }
}
