import Exposition
import OCP
import Testing

@testable import Exporter

/// Which tenants are on the page, and which of them are asked.
@Suite struct TenantSelectionTests {
    private typealias Harness = TaskStateHarness

    /// A tenant, and whether it is on the page and asked.
    static let tenants: [(TenantSummary, Bool, Bool)] = [
        (Harness.tenant(7), true, true),
        (Harness.tenant(7) { $0.name = "sys" }, false, false),
        (Harness.tenant(7) { $0.name = "META$1004" }, false, false),
        (Harness.tenant(7) { $0.obTenantId = "1" }, false, false),
        (Harness.tenant(7) { $0.name = "system" }, true, true),
        (Harness.tenant(7) { $0.obTenantId = nil }, true, true),
        (Harness.tenant(7) { $0.status = nil }, true, true),
        (Harness.tenant(7) { $0.status = "MODIFYING" }, true, true),
        (Harness.tenant(7) { $0.status = "CREATING" }, true, false),
        (Harness.tenant(7) { $0.status = "DELETING" }, true, false),
        (Harness.tenant(7) { $0.status = "RESTORING" }, true, false),
    ]

    @Test(arguments: tenants)
    func tenantsOfOceanBaseItselfAreLeftOutAndPassiveOnesNotAsked(
        _ tenant: TenantSummary,
        isShown: Bool,
        isAsked: Bool
    ) throws {
        var harness = try Harness(mode: .tenant)
        harness.list([tenant])
        let facts = harness.facts(1, 7)
        #expect((facts != nil) == isShown)
        #expect(
            harness.state.served.map(\.id) == (isShown ? [7] : []),
            "whose states are looked at"
        )
        #expect(facts?.isAsked ?? false == isAsked)
        #expect(harness.asked().contains("log_backups 1/7") == isAsked)
        #expect(harness.asked().contains("strategies 1") == isAsked, "for nobody's sake")
    }

    @Test(
        arguments: [
            (nil, nil, ["pay", "pay_test", "shop"]), ("^pay", nil, ["pay", "pay_test"]),
            (nil, "_test$", ["pay", "shop"]), ("^pay", "_test$", ["pay"]), ("^x", nil, []),
        ] as [(String?, String?, [String])]
    )
    func namesMayBeIncludedAndExcluded(
        _ include: String?,
        exclude: String?,
        names: [String]
    ) throws {
        var harness = try Harness {
            $0.tenants.selection.include = try? include.map(Pattern.init)
            $0.tenants.selection.exclude = try? exclude.map(Pattern.init)
        }
        let all = ["pay", "pay_test", "shop"]
        harness.list(
            all.enumerated().map { index, name in Harness.tenant(Int64(index)) { $0.name = name } }
        )
        #expect(harness.snapshot.subjects.compactMap(\.facts.tenant?.name) == names)
    }

    /// What is known of a tenant goes as soon as it is made or removed.
    @Test func aTenantThatBecomesPassiveKeepsItsInfoAlone() throws {
        var harness = try Harness(mode: .tenant)
        harness.list([Harness.tenant(7), Harness.tenant(8)])
        harness.logs([.row("INPROGRESS")], of: 1, 7)
        harness.answer(.strategies, 1, 7, with: .strategy(BackupStrategy()))
        #expect(harness.facts(1, 7)?.logBackups.answer?.count == 1)
        harness.list([Harness.tenant(7) { $0.status = "DELETING" }, Harness.tenant(8)])
        let facts = try #require(harness.facts(1, 7))
        #expect(facts.tenant?.status == "DELETING")
        #expect(facts.logBackups.answer == nil)
        #expect(facts.strategy == nil)
        #expect(facts.limits.logBackupDelay == nil)
        #expect(facts.lastSuccesses.isEmpty && facts.failures.isEmpty)
    }

    @Test func rowsAndRestoresAboutPassiveTenantsAreIgnored() throws {
        var harness = try Harness(mode: .cluster)
        harness.list([Harness.tenant(7) { $0.status = "RESTORING" }, Harness.tenant(8)])
        harness.logs([.row("INPROGRESS", of: .init(id: 7))], of: 1)
        harness.answer(
            .restores,
            1,
            with: .restores([
                Restored(cluster: 1, tenant: .init(id: 7)): RestoreTimes(lastSuccess: 5)
            ])
        )
        #expect(harness.facts(1, 7)?.logBackups.answer == nil)
        #expect(harness.facts(1, 7)?.restored == RestoreTimes())
        #expect(harness.facts(1)?.restored == RestoreTimes(), "nor are they the cluster's")
    }

    @Test func aTenantThatLeftTheListLeavesThePage() throws {
        var harness = try Harness(mode: .tenant)
        harness.list([Harness.tenant(7), Harness.tenant(8)])
        harness.logs([.row("INPROGRESS")], of: 1, 7)
        harness.list([Harness.tenant(8)])
        #expect(harness.facts(1, 7) == nil)
        #expect(!harness.asked().contains("log_backups 1/7"))
        harness.list([Harness.tenant(7), Harness.tenant(8)])
        #expect(harness.facts(1, 7)?.logBackups.answer == nil, "nothing is kept of it")
    }

    @Test func aListThatFailedKeepsTheTenantsHoweverLong() throws {
        var harness = try Harness(mode: .tenant)
        harness.list([Harness.tenant(7)])
        harness.now += 100 * 86_400
        harness.fail(.tenants)
        #expect(harness.facts(1, 7)?.tenant?.status == "NORMAL")
        #expect(harness.snapshot.listFailure?.reason == .serverError)
        #expect(harness.collector("tenants")?.isUp == false)
        harness.list([])
        #expect(harness.snapshot.listFailure == nil)
    }

    @Test func labelsAreThoseOfTheClusterAndItsOwn() throws {
        var harness = try Harness()
        harness.list([Harness.tenant(7) { $0.name = "a\"b" }, Harness.tenant(8) { $0.name = nil }])
        let labels = harness.snapshot.subjects.map {
            String(decoding: $0.facts.labels.bytes, as: UTF8.self)
        }
        let cluster = #"ocp_cluster_id="1""#
        #expect(
            labels == [
                cluster, cluster + #",ocp_tenant_id="7",ob_tenant_name="a\"b""#,
                cluster + #",ocp_tenant_id="8",ob_tenant_name="""#,
            ]
        )
    }
}
