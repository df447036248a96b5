import OCP
import Testing

@testable import Exporter

/// Whose a restore is.
@Suite struct RestoreOwnerTests {
    private typealias Harness = TaskStateHarness

    /// Whose the backup was, as rows of cluster 1 say, and on whose lines it stands; nil for nobody's.
    static let owners: [(Restored, TaskTarget?)] = [
        (Restored(cluster: 1, tenant: .init(id: 7)), TaskTarget(cluster: 1, tenant: 7)),
        (
            Restored(cluster: 1, tenant: .init(id: 7), tenantName: "t8"),
            TaskTarget(cluster: 1, tenant: 7)
        ),
        (
            Restored(cluster: 1, tenant: .init(obTenantId: "1008")),
            TaskTarget(cluster: 1, tenant: 8)
        ),
        (
            Restored(cluster: 1, tenant: .init(), tenantName: "t8"),
            TaskTarget(cluster: 1, tenant: 8)
        ),
        // By name only where no id is sent.
        (Restored(cluster: 1, tenant: .init(id: 99), tenantName: "t8"), TaskTarget(cluster: 1)),
        (Restored(cluster: 1, tenant: .init(id: 99)), TaskTarget(cluster: 1)),
        (Restored(cluster: 1, tenant: .init()), TaskTarget(cluster: 1)),
        // Before OceanBase 4 always the cluster.
        (Restored(cluster: 2, tenant: .init(id: 9)), TaskTarget(cluster: 2)),
        (Restored(cluster: 2, tenant: .init(id: 7)), TaskTarget(cluster: 2)),
        (Restored(cluster: 5, tenant: .init(id: 7)), nil),
    ]

    @Test(arguments: owners)
    func aRestoreIsThatOfWhoseBackupItWas(_ whose: Restored, owner: TaskTarget?) throws {
        var harness = try Harness(clusters: [1: "4.2.5", 2: "3.2.4"])
        harness.list([Harness.tenant(7), Harness.tenant(8), Harness.tenant(9, of: 2)])
        let times = RestoreTimes(lastSuccess: 5, lastFailure: 6)
        harness.answer(.restores, 1, with: .restores([whose: times]))
        for facts in harness.snapshot.subjects.map(\.facts) {
            let target = TaskTarget(cluster: facts.cluster, tenant: facts.tenant?.id)
            #expect(facts.restored == (target == owner ? times : RestoreTimes()), "\(target)")
        }
    }

    /// The backup of a cluster may be restored from others.
    @Test func whatSeveralClustersTellOfOneIsPutTogether() throws {
        var harness = try Harness(clusters: [1: "3.2.4", 2: "3.2.4"])
        let whose = Restored(cluster: 1, tenant: .init())
        harness.answer(.restores, 1, with: .restores([whose: RestoreTimes(lastSuccess: 5)]))
        harness.now += 100
        let other = RestoreTimes(lastSuccess: 4, lastFailure: 9)
        harness.answer(.restores, 2, with: .restores([whose: other]))
        #expect(harness.facts(1)?.restored == RestoreTimes(lastSuccess: 5, lastFailure: 9))
        #expect(
            harness.facts(1)?.restoredEnd == 11_800,
            "as long as the older may be served"
        )
    }

    @Test func whatIsTooOldTakesNothingElseAway() throws {
        var harness = try Harness(clusters: [1: "3.2.4", 2: "3.2.4"])
        let whose = Restored(cluster: 1, tenant: .init())
        harness.answer(.restores, 2, with: .restores([whose: RestoreTimes(lastFailure: 9)]))
        harness.now += 20_000
        harness.answer(.restores, 1, with: .restores([whose: RestoreTimes(lastSuccess: 5)]))
        #expect(harness.facts(1)?.restored == RestoreTimes(lastSuccess: 5))
    }

    @Test func theClusterWasReadThoughNothingWasRestored() throws {
        var harness = try Harness()
        harness.list([Harness.tenant(7)])
        harness.answer(.restores, 1, with: .restores([:]))
        #expect(harness.facts(1)?.lastSuccesses.map(\.0) == [.restores])
        #expect(harness.facts(1, 7)?.lastSuccesses.isEmpty == true)
    }
}
