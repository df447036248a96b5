import Foundation
import OCPSimulator
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// Tenants and backup tasks, over real sockets.
@Suite(.timeLimit(.minutes(15))) struct TenantTests {
    /// Families of which every healthy tenant has a series.
    private static let families = [
        "oceanbase_tenant_info", "oceanbase_log_backup_task_checkpoint_timestamp_seconds",
        "oceanbase_log_backup_task_delay_seconds", "oceanbase_log_backup_tasks",
        "oceanbase_data_backup_task_start_timestamp_seconds", "oceanbase_backup_schedule_enabled",
        "oceanbase_log_backup_task_delay_threshold_seconds", "oceanbase_backup_expected",
    ]

    /// Where OCP tells tenants' tasks, and where the exporter is told to ask.
    @Test(arguments: [TenantTasks.cluster, .tenant], ["auto", "tenant", "cluster"])
    func everyModeReadsWhatThisOCPTells(_ told: TenantTasks, _ mode: String) async throws {
        try await Self.run(
            mode: mode,
            simulation: { settings in
                settings.tenantTasks = told
                settings.tenants = 3
                settings.fleet = Self.fleet(["tenant-dimension", "healthy", "tenant-dimension"])
            }
        ) { ocp, exporter in
            let page = try await exporter.pageAfterTasks()
            // Lists of clusters that name nobody, and nobody else asked.
            let isBlind = told == .tenant && mode == "cluster"
            for cluster in [ocp.simulator.clusterIds[0], ocp.simulator.clusterIds[2]] {
                for tenant in ocp.simulator.userTenantIds(cluster: cluster) {
                    for family in Self.families {
                        let isTask = family.contains("_task") && !family.contains("threshold")
                        let found = page.all(
                            family,
                            ["ocp_cluster_id": "\(cluster)", "ocp_tenant_id": "\(tenant)"]
                        )
                        #expect(found.count == (isBlind && isTask ? 0 : 1), "\(family)")
                    }
                }
            }
            // A cluster before OceanBase 4 has the same families, without a tenant.
            let old = ocp.simulator.clusterIds[1]
            let rows = page.all("oceanbase_log_backup_tasks", ["ocp_cluster_id": "\(old)"])
            #expect(rows.map { $0.labels["ocp_tenant_id"] } == [nil])
            let asked = ocp.simulator.requests.count(.logBackupTasks, nil, level: .tenant)
            #expect(asked == (mode == "tenant" || mode == "auto" && told == .tenant ? 6 : 0))
            #expect(page.failures(ocp: "prod").isEmpty)
        }
    }

    @Test func withoutTenantsTheOverviewIsAll() async throws {
        try await Self.run(mode: "off", simulation: { $0.fleet = Self.fleet(["tenant-dimension"]) })
        { ocp, exporter in
            let page = try await exporter.pageAfterRound()
            #expect(page.all("oceanbase_tenant_info").isEmpty)
            #expect(page.all("oceanbase_log_backup_tasks").isEmpty)
            #expect(page.all("oceanbase_backup_expected").map(\.value) == [1])
            let collectors = page.all("oceanbase_ocp_collector_up").map { $0.labels["collector"] }
            #expect(collectors == ["overview"])
            #expect(ocp.simulator.requests.count(.tenants, nil, level: .ocp) == 0)
        }
    }

    /// An endpoint of one tenant, or of one cluster, answers wrongly; its neighbours lose nothing.
    @Test(
        arguments: [
            (SimulatedEndpoint.logBackupTasks, "log_backups"),
            (.dataBackupTasks, "data_backups"), (.backupStrategy, "strategies"),
        ],
        [
            ("server-error", "server_error"), ("forbidden", "forbidden"), ("garbage", "not_json"),
            ("truncated", "malformed"), ("no-data", "malformed"), ("bad-gateway", "server_error"),
            ("unsuccessful", "unsuccessful"), ("redirect", "redirected"),
        ]
    )
    func aBadAnswerCostsOneTenantAlone(
        _ endpoint: (SimulatedEndpoint, String),
        _ fault: (String, String)
    ) async throws {
        try await Self.run(simulation: { $0.fleet = Self.fleet(["tenant-dimension"]) }) {
            ocp,
            exporter in
            let cluster = ocp.simulator.clusterIds[0]
            let tenants = ocp.simulator.userTenantIds(cluster: cluster)
            ocp.simulator.setFault(
                Fault.named(fault.0),
                endpoint: endpoint.0,
                level: .tenant,
                cluster: cluster,
                tenant: tenants[0]
            )
            let page = try await exporter.pageAfterTasks()
            #expect(page.failures(ocp: "prod").keys.sorted() == ["\(endpoint.1)/\(fault.1)"])
            #expect(page.value("oceanbase_cluster_up", cluster: cluster) == 1)
            for tenant in tenants {
                let read = page.all(
                    "oceanbase_collector_last_success_timestamp_seconds",
                    ["ocp_tenant_id": "\(tenant)"]
                ).compactMap { $0.labels["collector"] }
                let isBad = tenant == tenants[0]
                #expect(read.count == (isBad ? 2 : 3))
                #expect(read.contains(endpoint.1) != isBad)
            }
            let failed = page.value(
                "oceanbase_ocp_collector_failed_targets",
                ["collector": endpoint.1]
            )
            #expect(failed == 1)
            let up = page.value("oceanbase_ocp_collector_up", ["collector": endpoint.1])
            #expect(up == 1)
        }
    }

    @Test(arguments: [
        (SimulatedEndpoint.tenants, SimulatedEndpoint.Level.ocp, "tenants"),
        (.restoreTasks, .cluster, "restores"),
    ])
    func anEndpointThatIsNotThereRests(
        _ endpoint: SimulatedEndpoint,
        _ level: SimulatedEndpoint.Level,
        _ collector: String
    ) async throws {
        try await Self.run(
            simulation: { $0.fleet = Self.fleet(Array(repeating: "tenant-dimension", count: 5)) }
        ) { ocp, exporter in
            ocp.simulator.setFault(.answer(.notServed), endpoint: endpoint, level: level)
            try await exporter.time.waitForSleepers(2)
            let page = try await exporter.page {
                $0.value("oceanbase_ocp_collector_supported", ["collector": collector]) == 0
            }
            #expect(page.value("oceanbase_ocp_collector_up", ["collector": collector]) == 1)
            let asked = ocp.simulator.requests.count(endpoint, nil, level: level)
            // All permits may have been out when the third answer came.
            #expect(asked <= (collector == "tenants" ? 1 : 5))
            #expect(exporter.log.lines().filter { $0.contains("lacks an endpoint") }.count == 1)
            let before = asked
            for _ in 0..<3 { try await exporter.time.advance(sleepers: 2) }
            #expect(ocp.simulator.requests.count(endpoint, nil, level: level) == before)
            #expect(page.value("oceanbase_ocp_up") == 1)
        }
    }

    @Test func whatStrategiesHideIsNowhere() async throws {
        try await Self.run(
            simulation: { settings in
                settings.tenants = 6
                settings.fleet = Self.fleet(["tenant-dimension", "tenant-unreadable", "healthy"])
            }
        ) { ocp, exporter in
            let cluster = ocp.simulator.clusterIds[0]
            let tenants = ocp.simulator.userTenantIds(cluster: cluster)
            for (tenant, fault) in zip(tenants, [Fault.truncated, .dataInArray, .empty]) {
                ocp.simulator.setFault(
                    fault,
                    endpoint: .backupStrategy,
                    level: .tenant,
                    cluster: cluster,
                    tenant: tenant
                )
            }
            let page = try await exporter.pageAfterTasks()
            #expect(page.all("oceanbase_backup_strategy_level", ["state": "TENANT"]).count > 0)
            _ = try await exporter.ask("GET", "/")
            #expect(!exporter.output.contains("simulated-secret"))
            #expect(exporter.output.contains("oceanbase_backup_retention_seconds{"))
        }
    }

    @Test func aReloadKeepsWhatIsHeldAndWhenItIsDue() async throws {
        try await Self.run(simulation: { $0.fleet = Self.fleet(["tenant-dimension", "healthy"]) }) {
            ocp,
            exporter in
            let before = try await exporter.pageAfterTasks()
            let asked = ocp.simulator.requests.count(.logBackupTasks, nil, level: .tenant)
            try exporter.directory.write(
                Configuration.file(
                    Configuration.ocp(ocp.url, "poll_interval: \"90s\", tenants: { }"),
                    more: "thresholds: [ { ob_tenant_name: \"^pay$\", log_backup_delay: \"1m\" } ]"
                ),
                to: "config.json"
            )
            #expect(await exporter.reload() == nil)
            let name = "oceanbase_log_backup_task_checkpoint_timestamp_seconds"
            let after = try await exporter.page {
                $0.value("oceanbase_ocp_poll_interval_seconds") == 90
            }
            #expect(after.all(name).map(\.value) == before.all(name).map(\.value))
            let limits = after.all(
                "oceanbase_log_backup_task_delay_threshold_seconds",
                ["source": "configuration"]
            )
            #expect(limits.map { $0.labels["ob_tenant_name"] } == ["pay"])
            try await exporter.time.waitForSleepers(2)
            #expect(ocp.simulator.requests.count(.logBackupTasks, nil, level: .tenant) == asked)
        }
    }

    private static func fleet(_ scenarios: [String]) -> FleetPlan {
        FleetPlan(clusters: scenarios.count, scenarios: scenarios.map { .init($0, count: 1) })
    }

    private static func run(
        mode: String = "auto",
        simulation: (inout SimulatorSettings) -> Void,
        _ body: (RunningSimulator, RunningExporter) async throws -> Void
    ) async throws {
        try await RunningSimulator.run(simulation) { ocp in
            try await RunningExporter.run(
                Configuration.file(
                    Configuration.ocp(ocp.url, "tenants: { mode: \"\(mode)\" }")
                ),
                in: try Configuration.directory()
            ) { exporter in
                try await body(ocp, exporter)
            }
        }
    }
}
