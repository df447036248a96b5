import Testing

@testable import Exporter

/// Where the tasks of tenants are asked for in mode `auto`.
@Suite struct LevelChoiceTests {
    private static let owner = TaskOwner.id(7)
    private var choice = LevelChoice()

    private mutating func take(_ owners: [TaskOwner], isEmpty: Bool = false, at seconds: Double = 0)
    {
        choice.take(owners: owners, isEmpty: isEmpty, at: .seconds(seconds))
    }

    /// Whether the cluster, a tenant that its list names and one that it does not are asked.
    private func wants(at seconds: Double = 0) -> [Bool] {
        [
            choice.wantsCluster(at: .seconds(seconds)), choice.wantsTenant(true),
            choice.wantsTenant(false),
        ]
    }

    @Test func theClusterIsAskedFirst() {
        #expect(wants() == [true, false, false])
    }

    @Test mutating func rowsWithTenantsDecideForTheCluster() {
        take([Self.owner])
        #expect(wants() == [true, false, true], "who is not named is asked itself")
        #expect(choice.named == [Self.owner])
    }

    @Test mutating func onlyRowsWithoutTenantsDecideForEachTenant() {
        take([])
        #expect(wants() == [false, true, true])
    }

    @Test mutating func anEmptyListDecidesNothing() {
        take([], isEmpty: true)
        #expect(choice.level == nil)
        #expect(wants() == [true, true, true], "both are asked until one has rows")
        choice.tenantHasRows(at: .zero)
        #expect(choice.level == .tenant)
        #expect(wants() == [false, true, true])
    }

    @Test mutating func aFailureLetsTenantsBeAskedAndDecidesNothing() {
        choice.fail(isAbsent: false)
        #expect(wants() == [true, true, true])
        choice.tenantHasRows(at: .zero)
        #expect(choice.level == nil, "the cluster's list may name tenants all the same")
        take([Self.owner])
        choice.fail(isAbsent: false)
        #expect(choice.level == .cluster)
        #expect(wants() == [true, false, true])
    }

    @Test mutating func anAbsentListDecidesForEachTenantOnceOneHasRows() {
        choice.fail(isAbsent: true)
        choice.tenantHasRows(at: .zero)
        #expect(choice.level == .tenant)
    }

    @Test mutating func eachTenantIsAskedForADayAndThenTheClusterIsTriedAnew() {
        take([], at: 100)
        #expect(!choice.wantsCluster(at: .seconds(100 + 86_399)))
        #expect(choice.wantsCluster(at: .seconds(100 + 86_400)))
        take([Self.owner], at: 86_500)
        #expect(wants(at: 86_500) == [true, false, true])
    }

    @Test mutating func aListThatRunsEmptyLetsAllBeAskedAgain() {
        take([Self.owner])
        take([], isEmpty: true)
        #expect(wants() == [true, true, true])
        #expect(choice.named.isEmpty)
    }

    @Test mutating func whoWasEverNamedNeedNotBeAskedItself() {
        take([.id(7)])
        take([.id(8)])
        #expect(choice.named == [.id(7), .id(8)])
    }

    @Test mutating func anotherVersionLetsTheClusterBeTriedAnew() {
        take([], at: 100)
        choice.expire()
        #expect(choice.wantsCluster(at: .zero))
        #expect(choice.wantsTenant(false), "the tenants are asked meanwhile")
    }
}
