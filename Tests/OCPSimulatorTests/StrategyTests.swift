import HTTP
import OCPSimulator
import Testing

@Suite struct StrategyTests {
    private static let call = "config/backupStrategy"

    /// The strategy of a cluster, old or new, and a tenant's own one.
    @Test(arguments: [("healthy", nil), ("tenant-dimension", nil), ("tenant-dimension", 31)])
    func aStrategyIsDescribedAsInTheManual(_ scenario: String, tenant: Int64?) throws {
        let answer = try SimulatorHarness(scenario: scenario).ask(Self.call, tenant: tenant)
        #expect(answer.status == 200)
        let data = answer.json.data
        #expect(data.number("id") != nil)
        #expect(data.number("clusterId") == 1_000_001)
        #expect(data.number("tenantId") == tenant)
        #expect(data.text("type") == "BACKUP")
        let schedule = try #require(data["obBackupScheduleConfig"] as? [String: Any])
        #expect(schedule["backupScheduleEnabled"] as? Bool == true)
        #expect(schedule["cleanEnabled"] as? Bool == true)
        #expect(schedule.number("backupDataRetentionDays") == 7)
        let days = try #require(schedule["dayAndDataBackupModelMap"] as? [String: String])
        #expect(days.values.filter { $0 == "FULL_BACKUP" }.count == 1)
        let thresholds = try #require(data["obBackupThresholdConfig"] as? [String: Any])
        #expect(thresholds.number("logBackupDelaySeconds") == 300)
        #expect(thresholds.number("dataBackupTimeoutMinutes") == 240)
        #expect(thresholds.number("noSuccessfulDataBackupAlarmDays") == (tenant == nil ? 8 : 2))
    }

    @Test func aStrategyStaysAsItIs() throws {
        let harness = try SimulatorHarness(tenants: 1)
        let before = try harness.askFirstTenant(Self.call).text
        harness.advance(seconds: 3600)
        let after = try harness.askFirstTenant(Self.call).text
        #expect(before.prefix { $0 != "}" } == after.prefix { $0 != "}" })
        let updated = /"updateTime":"[^"]+"/
        #expect(before.firstMatch(of: updated)?.0 == after.firstMatch(of: updated)?.0)
    }

    /// So that a test can tell whether one of them was let out.
    @Test func secretsAreInTheBodyAndCanBeRecognized() throws {
        let harness = try SimulatorHarness(clusters: 3, tenants: 1)
        for cluster in harness.simulator.clusterIds {
            for tenant in harness.simulator.userTenantIds(cluster: cluster) + [nil] {
                let answer = try harness.ask(Self.call, cluster: cluster, tenant: tenant)
                let secrets = answer.text.matches(of: /simulated-secret-[0-9]+-[0-9]+-[a-z-]+/)
                #expect(secrets.count == 4)
                let storage = answer.json.data["obBackupServiceStorageConfig"] as? [String: Any]
                let base = storage?["obBackupStorageBaseInfo"] as? [String: Any] ?? [:]
                #expect(base.text("storageUrl").contains("simulated-secret-"))
                let kind = base.text("backupStorageType").lowercased()
                let key = base[kind + "AccessKey"] as? [String: Any] ?? [:]
                #expect(key.text("accessKeySecret").hasPrefix("simulated-secret-"))
                #expect(key.text("accessKeyId").hasPrefix("simulated-secret-"))
            }
        }
    }

    @Test func aTenantWithoutItsOwnIsAnErrorOrAnObjectWithoutId() throws {
        let harness = try SimulatorHarness(tenants: 6)
        let answers = try harness.simulator.userTenantIds(cluster: 1_000_001).map {
            try harness.ask(Self.call, tenant: $0)
        }
        #expect(answers.map(\.status) == [200, 400, 200, 200, 400, 200])
        for answer in answers where answer.status == 400 {
            #expect(answer.json.error["code"] as? String == "BAK21006")
        }
        #expect(
            answers.map { $0.json.data["id"] != nil } == [true, false, false, true, false, false]
        )
    }

    @Test(arguments: ["no-strategy", "standby", "tenant-without-strategy"])
    func aClusterWithoutAStrategyIsAnError(_ scenario: String) throws {
        let answer = try SimulatorHarness(scenario: scenario).ask(Self.call)
        #expect(answer.status == 400)
        #expect(answer.json.error["code"] as? String == "BAK21006")
    }
}
