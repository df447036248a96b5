import OCP
import Testing

@testable import Exporter

/// Who is asked what.
@Suite struct TaskQuestionTests {
    private typealias Harness = TaskStateHarness

    @Test(arguments: TenantSettings.Mode.allCases)
    func aVersionThatIsUnknownLetsNothingBeAsked(_ mode: TenantSettings.Mode) throws {
        var harness = try Harness(mode: mode, clusters: [1: nil, 2: "unknown"])
        #expect(harness.asked().isEmpty)
    }

    @Test(arguments: [TenantSettings.Mode.auto, .cluster, .tenant])
    func clustersBeforeOceanBase4AreAskedThemselves(_ mode: TenantSettings.Mode) throws {
        var harness = try Harness(mode: mode, clusters: [1: "3.2.4"])
        #expect(
            harness.asked() == ["data_backups 1", "log_backups 1", "restores 1", "strategies 1"]
        )
    }

    @Test(arguments: [TenantSettings.Mode.auto, .cluster, .tenant])
    func withoutTenantsTheirListAndRestoresAreAskedFor(_ mode: TenantSettings.Mode) throws {
        var harness = try Harness(mode: mode)
        #expect(harness.asked() == ["restores 1", "tenants"])
        harness.list([])
        #expect(harness.asked() == ["restores 1", "tenants"])
    }

    @Test(
        arguments: [
            (.auto, ["data_backups 1", "log_backups 1"]),
            (.cluster, ["data_backups 1", "log_backups 1"]),
            (
                .tenant,
                ["data_backups 1/7", "data_backups 1/8", "log_backups 1/7", "log_backups 1/8"]
            ),
        ] as [(TenantSettings.Mode, [String])]
    )
    func theModeSaysWhereTasksAreAskedFor(_ mode: TenantSettings.Mode, tasks: [String]) throws {
        var harness = try Harness(mode: mode)
        harness.list([Harness.tenant(7), Harness.tenant(8)])
        let rest = ["restores 1", "strategies 1", "strategies 1/7", "strategies 1/8", "tenants"]
        #expect(harness.asked() == tasks + rest)
    }

    @Test func offLetsNothingBeAskedOfOldClustersEither() throws {
        var harness = try Harness(mode: .off, clusters: [1: "4.2.5", 2: "2.2.77"])
        #expect(harness.asked().isEmpty)
        #expect(harness.snapshot.wasReadOnce)
    }

    @Test func autoAsksTenantsWhomTheListOfTheirClusterNeverNames() throws {
        var harness = try Harness()
        harness.list([Harness.tenant(7), Harness.tenant(8)])
        harness.logs([.row("INPROGRESS", of: .init(id: 7))], of: 1)
        #expect(
            harness.asked().filter { $0.contains("log") } == ["log_backups 1", "log_backups 1/8"]
        )
        #expect(
            harness.asked().filter { $0.contains("data") } == ["data_backups 1"],
            "each list alone"
        )
        harness.logs([.row("INPROGRESS", of: .init(obTenantId: "1008"))], of: 1)
        #expect(harness.asked().filter { $0.contains("log") } == ["log_backups 1"])
    }

    @Test func autoAsksEachTenantWhereTheListNamesNone() throws {
        var harness = try Harness()
        harness.list([Harness.tenant(7), Harness.tenant(8)])
        harness.logs([.row("INPROGRESS")], of: 1)
        let logs = ["log_backups 1/7", "log_backups 1/8"]
        #expect(harness.asked().filter { $0.contains("log") } == logs)
        // A day later the cluster is tried beside them.
        harness.now += 86_400
        harness.round([1: "4.2.5"])
        #expect(harness.asked().filter { $0.contains("log") } == ["log_backups 1"] + logs)
    }

    @Test func autoAsksBothWhileTheListIsEmpty() throws {
        var harness = try Harness()
        harness.list([Harness.tenant(7), Harness.tenant(8)])
        harness.logs([], of: 1)
        let both = ["log_backups 1", "log_backups 1/7", "log_backups 1/8"]
        #expect(harness.asked().filter { $0.contains("log") } == both)
        harness.logs([], of: 1, 7)
        #expect(harness.asked().filter { $0.contains("log") } == both)
        harness.logs([.row("STOPPED")], of: 1, 8)
        #expect(harness.asked().filter { $0.contains("log") } == Array(both.dropFirst()))
    }

    /// Three clusters tell of all that the endpoint is absent.
    @Test
    func whereNoClusterHasAListTenantsAreAsked() throws {
        let ids = Array(1...5 as ClosedRange<Int64>)
        var harness = try Harness(
            clusters: Dictionary(uniqueKeysWithValues: ids.map { ($0, "4.2.5") })
        )
        harness.list(ids.map { Harness.tenant(10 + $0, of: $0) })
        for id in 1...3 as ClosedRange<Int64> {
            harness.fail(.logBackups, id, because: .absent)
        }
        let logs = harness.asked().filter { $0.hasPrefix("log") && $0.contains("/") }
        #expect(logs == ids.map { "log_backups \($0)/\(10 + $0)" })
    }

    @Test func anotherVersionOfOCPLooksAnewAtOnce() throws {
        var harness = try Harness()
        harness.round([1: "4.2.5"], version: "4.3.5")
        harness.list([Harness.tenant(7)])
        harness.logs([.row("INPROGRESS")], of: 1)
        #expect(!harness.asked().contains("log_backups 1"))
        harness.round([1: "4.2.5"], version: "4.3.6")
        #expect(harness.asked().contains("log_backups 1"))
    }

    @Test func aTenantListOfAnotherClusterChangesNothing() throws {
        var harness = try Harness(clusters: [1: "4.2.5", 2: "3.2.4"])
        harness.list([Harness.tenant(7, of: 2), Harness.tenant(8, of: 3)])
        #expect(!harness.asked().contains { $0.contains("/") })
    }

    @Test func aClusterThatLeftIsAskedNothing() throws {
        var harness = try Harness(mode: .tenant, clusters: [1: "4.2.5", 2: "4.2.5"])
        harness.list([Harness.tenant(7), Harness.tenant(8, of: 2)])
        harness.logs([.row("INPROGRESS")], of: 2, 8)
        harness.round([1: "4.2.5"])
        #expect(!harness.asked().contains { $0.contains(" 2") })
        #expect(harness.facts(2) == nil)
        #expect(harness.state.logBackups.isEmpty)
    }

    @Test func whatBecomesOfAVersionChangesWhoIsAsked() throws {
        var harness = try Harness(clusters: [1: "3.2.4"])
        #expect(harness.asked().contains("log_backups 1"))
        harness.round([1: "4.2.1"])
        #expect(harness.asked() == ["restores 1", "tenants"])
    }
}
