import Foundation
import HTTP
import OCPSimulator
import Testing

@Suite struct OverviewTests {
    /// Every state after an hour at scale 1, byte for byte.
    @Test(
        arguments: Scenario.all.prefix { $0.name != "unreachable" }.map(\.name)
            .filter { !SimulatorHarness.tenantScenarios.contains($0) }
    )
    func overviewIsTheGoldenOne(_ scenario: String) throws {
        let harness = try SimulatorHarness(scenario: scenario)
        harness.advance(seconds: 3600)
        let file = try #require(
            Bundle.module.url(
                forResource: scenario,
                withExtension: "json",
                subdirectory: "Fixtures/overviews"
            )
        )
        let response = try harness.overview()
        #expect(response.status == 200)
        #expect(response.fields["Content-Type"] == "application/json")
        #expect(response.text == String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }

    /// The overview does not tell what goes on in one of its tenants.
    @Test(
        arguments: SimulatorHarness.tenantScenarios.filter { $0 != "tenant-without-strategy" }
    )
    func theOverviewHidesWhatATenantPlays(_ scenario: String) throws {
        let text = try SimulatorHarness(scenario: scenario).overview().text
        #expect(try text == SimulatorHarness(scenario: "tenant-dimension").overview().text)
    }

    @Test func theOverviewTellsThatTheClusterHasNoStrategy() throws {
        let data = try SimulatorHarness(scenario: "tenant-without-strategy").overview().json.data
        #expect(data["obClusterBackupStatus"] as? String == "NO_BACKUP_STRATEGY")
        #expect(data["backupScheduleStatus"] as? String == "NONE")
    }

    @Test func theSameSeedGivesTheSameFleetAndAnotherSeedAnother() throws {
        var settings = SimulatorSettings()
        let first = try SimulatorHarness(settings).overview().text
        #expect(try SimulatorHarness(settings).overview().text == first)
        settings.seed = 2
        #expect(try SimulatorHarness(settings).overview().text != first)
    }

    @Test func theMixShowsEveryCalmStateAndEveryUnit() throws {
        let harness = try SimulatorHarness()
        let mixed = try harness.simulator.clusterIds.map { try harness.overview($0).json.data }
        #expect(mixed.count == 12)
        let statuses = Set(mixed.compactMap { $0["backupScheduleStatus"] as? String })
        #expect(statuses == ["NONE", "NORMAL", "PAUSED", "WAITING", "ABNORMAL"])
        #expect(Set(mixed.compactMap { $0["obClusterType"] as? String }).count == 2)
        #expect(Set(mixed.compactMap { $0["backupDimension"] as? String }).count == 2)

        let healthy = try SimulatorHarness(scenario: "healthy", clusters: 12)
        let all = try healthy.simulator.clusterIds.map { try healthy.overview($0).json.data }
        let units = Set(all.compactMap { $0["obStorageVolumeUnit"] as? String })
        #expect(units == ["B", "KB", "MB", "GB", "TB", "PB"])
        let abilities = all.compactMap { $0["obBackupAbility"] as? [String: Any] }
            .compactMap { $0["backupAbility"] as? String }
        #expect(
            Set(abilities) == ["LOGICAL_BACKUP", "PHYSICAL_BACKUP", "LOGICAL_AND_PHYSICAL"]
        )
    }

    @Test func aStandbySharesNameAndIdWithThePrimaryBeforeIt() throws {
        let harness = try SimulatorHarness()
        let primary = try harness.overview(1_000_001).json.data
        let standby = try harness.overview(1_000_002).json.data
        for field in ["clusterName", "obClusterId", "obVersion"] {
            #expect("\(primary[field] ?? "")" == "\(standby[field] ?? "-")")
        }
        #expect(primary["primaryAndStandbyMode"] as? Bool == true)
        #expect(standby["obClusterType"] as? String == "STANDBY")
        #expect(standby["lastDataBackupTime"] == nil)
    }

    @Test func sizesHaveTwoDecimals() throws {
        let harness = try SimulatorHarness(scenario: "healthy", clusters: 200)
        for id in harness.simulator.clusterIds {
            let text = try harness.overview(id).text
            let size = try #require(text.firstMatch(of: /"backupSize":([0-9]+\.[0-9]+),/))
            #expect(size.1.split(separator: ".").last?.count == 2, "\(size.0)")
        }
    }
}
