import OCP
import Testing

@testable import Exporter

/// Whose the rows of a list are.
@Suite struct TaskRowTests {
    private static let cluster = TaskTarget(cluster: 1)
    private static let tenant = TaskTarget(cluster: 1, tenant: 7)

    /// How many rows everybody has.
    private static func rows(
        _ tenants: [TaskTenant],
        of target: TaskTarget,
        _ names: TenantNames = [:]
    ) -> TaskRows<LogBackups> {
        TaskRows(tenants.map { .row("INPROGRESS", of: $0) }, of: target, names, by: \.tenant) {
            LogBackups($0)
        }
    }

    private static func summary(_ id: Int64, _ obTenantId: String? = nil) -> TenantSummary {
        var summary = TenantSummary(id: id, clusterId: 1)
        summary.obTenantId = obTenantId
        return summary
    }

    @Test func rowsOfTenantsAndOfTheClusterAreToldApart() {
        let rows = Self.rows(
            [.init(id: 7), .init(), .init(id: 8), .init(id: 7, obTenantId: "1002")],
            of: Self.cluster
        )
        #expect(rows.ownCount == 1)
        #expect(rows.own.count == 1)
        #expect(rows.tenants.mapValues(\.count) == [.id(7): 2, .id(8): 1])
        #expect(rows.summary(of: Self.summary(7))?.count == 2)
        #expect(rows.summary(of: Self.summary(9)) == nil)
        #expect(!rows.isEmpty)
        #expect(Self.rows([], of: Self.cluster).isEmpty)
        #expect(!Self.rows([.init(id: 9)], of: Self.cluster).isEmpty)
    }

    /// Where a row has no `tenantId`, the list of tenants or another row tells whose `obTenantId` is.
    @Test(arguments: [["1002": 7], [:]] as [TenantNames])
    func anIdOfOceanBaseWillDo(_ names: TenantNames) {
        let alone = Self.rows([.init(obTenantId: "1002")], of: Self.cluster, names)
        #expect(alone.summary(of: Self.summary(7, "1002"))?.count == 1)
        #expect(alone.summary(of: Self.summary(8, "1003")) == nil)
        let both = Self.rows(
            [.init(obTenantId: "1002"), .init(id: 7, obTenantId: "1002"), .init(id: 7)],
            of: Self.cluster,
            names
        )
        #expect(both.summary(of: Self.summary(7, "1002"))?.count == 3, "all are the same tenant's")
        #expect(both.ownCount == 0)
    }

    @Test func oCPsOwnIdComesFirst() {
        let rows = Self.rows([.init(id: 8, obTenantId: "1002")], of: Self.cluster, ["1002": 7])
        #expect(rows.summary(of: Self.summary(8))?.count == 1)
        #expect(rows.summary(of: Self.summary(7, "1002")) == nil)
    }

    @Test func rowsOfAnotherTenantThanTheOneThatWasAskedAreLeftOut() {
        let rows = Self.rows(
            [
                .init(id: 7), .init(id: 8), .init(), .init(obTenantId: "1003"),
                .init(obTenantId: "1002"),
            ],
            of: Self.tenant,
            ["1002": 7, "1003": 8]
        )
        #expect(rows.ownCount == 3)
        #expect(rows.own.count == 3)
        #expect(rows.tenants.isEmpty)
    }
}

/// Whose backup was restored, and when.
@Suite struct RestoreTests {
    @Test func restoresAreSortedByWhoseBackupItWas() {
        let times = RestoreTimes.all(
            [
                .row(true, at: 2000, of: .init(id: 7), named: "shop", in: 3),
                .row(false, at: 2500, of: .init(id: 7), in: 3),
                .row(true, at: 1500, of: .init(id: 7), in: 3),
                .row(true, at: 1100, of: .init(obTenantId: "1002"), named: "shop"),
                .row(true, at: 1200, named: "shop"), .row(false, at: 1300),
            ],
            askedOf: 1,
            since: 1000
        )
        #expect(
            times == [
                Restored(cluster: 3, tenant: .init(id: 7)):
                    RestoreTimes(lastSuccess: 2000, lastFailure: 2500),
                Restored(cluster: 1, tenant: .init(obTenantId: "1002")):
                    RestoreTimes(lastSuccess: 1100),
                Restored(cluster: 1, tenant: .init(), tenantName: "shop"):
                    RestoreTimes(lastSuccess: 1200),
                Restored(cluster: 1, tenant: .init()): RestoreTimes(lastFailure: 1300),
            ]
        )
    }

    @Test(
        arguments: [
            (true, 1000, true), (true, 999.9, false), (true, nil, false), (nil, 2000, false),
            (false, 1000, true),
        ] as [(Bool?, Double?, Bool)]
    )
    func whatEndedInTheLookBackCounts(_ isSuccess: Bool?, end: Double?, counts: Bool) {
        let times = RestoreTimes.all([.row(isSuccess, at: end)], askedOf: 1, since: 1000)
        #expect(times.isEmpty == !counts)
    }

    @Test func theLaterOfTwoCounts() {
        let one = RestoreTimes(lastSuccess: 5, lastFailure: nil)
        let two = RestoreTimes(lastSuccess: 4, lastFailure: 3)
        #expect(one.merged(two) == RestoreTimes(lastSuccess: 5, lastFailure: 3))
        #expect(two.merged(one) == one.merged(two))
        #expect(RestoreTimes().merged(RestoreTimes()) == RestoreTimes())
    }
}
