import HTTP
import OCPSimulator
import Testing

@Suite struct TenantSteeringTests {
    /// Where the log backup tasks of two clusters are asked for.
    private func statuses(_ harness: SimulatorHarness) throws -> [Int] {
        let call = "task/logBackupTasks"
        var statuses: [Int] = []
        for cluster in harness.simulator.clusterIds {
            statuses.append(try harness.ask(call, cluster: cluster).status)
            for tenant in harness.simulator.userTenantIds(cluster: cluster) {
                statuses.append(try harness.ask(call, cluster: cluster, tenant: tenant).status)
            }
        }
        return statuses
    }

    /// The statuses are those of the first cluster, its two tenants, then the second and its two.
    @Test(
        arguments: [
            (nil, nil, nil, [500, 500, 500, 500, 500, 500]),
            (.tenant, nil, nil, [200, 500, 500, 200, 500, 500]),
            (.cluster, nil, nil, [500, 200, 200, 500, 200, 200]),
            (nil, 1_000_002, nil, [200, 200, 200, 500, 500, 500]),
            (.tenant, 1_000_002, nil, [200, 200, 200, 200, 500, 500]),
            (nil, 1_000_001, 31, [200, 500, 200, 200, 200, 200]),
            (nil, 1_000_002, 31, [200, 200, 200, 200, 200, 200]),
        ] as [(SimulatedEndpoint.Level?, Int64?, Int64?, [Int])]
    )
    func aPartOfAnEndpointIsSpoiled(
        _ level: SimulatedEndpoint.Level?,
        cluster: Int64?,
        tenant: Int64?,
        expected: [Int]
    ) throws {
        let harness = try SimulatorHarness(clusters: 2, tenants: 2)
        func set(_ fault: Fault?) {
            harness.simulator.setFault(
                fault,
                endpoint: .logBackupTasks,
                level: level,
                cluster: cluster,
                tenant: tenant
            )
        }
        set(.named("server-error"))
        #expect(try statuses(harness) == expected)
        #expect(try harness.ask("task/dataBackupTasks").status == 200)
        set(nil)
        #expect(try statuses(harness).allSatisfy { $0 == 200 })
    }

    @Test func whatIsSetForLessComesFirst() throws {
        let harness = try SimulatorHarness(clusters: 2, tenants: 2)
        let simulator = harness.simulator
        simulator.setFault(.named("forbidden"), endpoint: .logBackupTasks)
        simulator.setFault(
            .named("throttled"),
            endpoint: .logBackupTasks,
            cluster: 1_000_001
        )
        simulator.setFault(
            .named("server-error"),
            endpoint: .logBackupTasks,
            cluster: 1_000_001,
            tenant: 31
        )
        #expect(try statuses(harness) == [429, 500, 429, 403, 403, 403])
        simulator.removeCluster(1_000_001)
        #expect(try statuses(harness) == [403, 403, 403])
    }

    @Test(
        arguments: [
            ("hangs", nil), ("garbage", 200), ("bad-gateway", 502), ("truncated", 200),
            ("empty", 200),
            ("no-data", 200), ("data-in-array", 200), ("malformed-fields", 200),
        ] as [(String, Int?)]
    )
    func newEndpointsAreSpoiledInEveryWay(_ fault: String, status: Int?) throws {
        let harness = try SimulatorHarness(tenants: 3)
        let task = "/api/v2/ob/clusters/1000001/backup/"
        let paths: [SimulatedEndpoint: String] = [
            .tenants: "/api/v2/ob/tenants", .logBackupTasks: task + "task/logBackupTasks",
            .dataBackupTasks: task + "task/dataBackupTasks",
            .restoreTasks: task + "task/restoreTasks",
            .backupStrategy: task + "config/backupStrategy",
        ]
        for (endpoint, path) in paths {
            harness.simulator.setFault(.named(fault), endpoint: endpoint)
            let request = HTTPRequest(
                path: path,
                query: "page=1&size=10",
                fields: [SimulatorHarness.authorization]
            )
            #expect(harness.ask(request)?.status == status)
        }
    }

    @Test func aPathThatIsNotServedHasNoEnvelope() throws {
        let harness = try SimulatorHarness(tenants: 3)
        harness.simulator.setFault(.answer(.notServed), endpoint: .tenants)
        let answer = try harness.get("/api/v2/ob/tenants")
        #expect(answer.status == 404)
        #expect(answer.text.hasPrefix("<html>"))
    }

    @Test func requestsAreCountedByLevel() throws {
        let harness = try SimulatorHarness(tenants: 3)
        _ = try harness.tenants()
        for call in ["task/logBackupTasks", "task/dataBackupTasks", "config/backupStrategy"] {
            _ = try harness.ask(call)
            _ = try harness.askFirstTenant(call)
            _ = try harness.askFirstTenant(call)
        }
        _ = try harness.ask("task/restoreTasks")
        let counts = harness.simulator.requests
        for endpoint in [
            SimulatedEndpoint.logBackupTasks, .dataBackupTasks, .backupStrategy,
        ] {
            #expect(counts.count(endpoint) == 3)
            #expect(counts.count(endpoint, level: .cluster) == 1)
            #expect(counts.count(endpoint, .answered(200), level: .tenant) == 2)
        }
        #expect(counts.count(.tenants, level: .ocp) == 1)
        #expect(counts.count(.restoreTasks, level: .cluster) == 1)
        #expect(counts.count(level: .tenant) == 6)
    }

    @Test func newPathsNeedALogOnAndCountAgainstTheLimit() throws {
        var settings = SimulatorSettings()
        settings.rateLimit = RateLimit(requests: 1, windowSeconds: 10)
        settings.tenantTasks = .absent
        let harness = try SimulatorHarness(settings)
        #expect(harness.ask(HTTPRequest(path: "/api/v2/ob/tenants"))?.status == 401)
        let first = try harness.get("/api/v2/ob/tenants")
        #expect(first.fields["RateLimit-Remaining"] == "0")
        #expect(try harness.ask("task/logBackupTasks").status == 429)
    }
}
