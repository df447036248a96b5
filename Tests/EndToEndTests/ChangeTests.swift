import OCPSimulator
import Synchronization
import TestClock
import Testing
import TestSupport

/// Clusters come and go, quotas run out, passwords change.
@Suite(.timeLimit(.minutes(15))) struct ChangeTests {
    @Test func clustersAppearAndDisappear() async throws {
        try await RunningSimulator.run { _ in
        } _: { ocp in
            try await RunningExporter.run(
                Configuration.file(Configuration.ocp(ocp.url)),
                in: try Configuration.directory()
            ) { exporter in
                _ = try await exporter.pageAfterRound()
                let leaving = ocp.simulator.clusterIds[3]
                ocp.simulator.removeCluster(leaving)
                let healthy = try #require(Scenario.named("healthy"))
                let coming = ocp.simulator.addCluster(healthy, name: "new \"quoted\"\n# EOF")
                let page = try await exporter.pageAfterNextRound()
                let gone = page.samples.filter { $0.labels["ocp_cluster_id"] == String(leaving) }
                #expect(gone.isEmpty)
                let info = page.all("oceanbase_cluster_up", ["ocp_cluster_id": String(coming)])
                #expect(info.map { $0.labels["ob_cluster_name"] } == ["new \"quoted\"\n# EOF"])
                #expect(info.map(\.value) == [1])
                #expect(page.value("oceanbase_ocp_clusters") == 12)
            }
        }
    }

    @Test func aQuotaThatRunsOutStopsTheRound() async throws {
        try await RunningSimulator.run {
            $0.rateLimit = RateLimit(requests: 6, windowSeconds: 90)
        } _: { ocp in
            try await RunningExporter.run(
                Configuration.file(Configuration.ocp(ocp.url, "max_concurrent_requests: 1")),
                in: try Configuration.directory()
            ) { exporter in
                let page = try await exporter.pageAfterRound()
                #expect(page.failures(ocp: "prod") == ["overview/throttled": 1])
                #expect(page.value("oceanbase_ocp_up") == 1)
                #expect(page.all("oceanbase_cluster_up").filter { $0.value == 1 }.count == 5)
                #expect(page.value("oceanbase_ocp_rate_limit_remaining") == 0)
                #expect(ocp.simulator.requests.count() == 7)
                // A new window, with room for all.
                ocp.simulator.setRateLimit(RateLimit(requests: 14, windowSeconds: 90))
                let before = exporter.time.now()
                let next = try await exporter.pageAfterNextRound()
                #expect(exporter.time.now() - before == 90)
                #expect(next.all("oceanbase_cluster_up").filter { $0.value == 1 }.count == 12)
            }
        }
    }

    @Test func aWrongPasswordNeverLocksTheAccount() async throws {
        try await RunningSimulator.run {
            $0.fleet = FleetPlan(clusters: 1000)
        } _: { ocp in
            let directory = try Configuration.directory(password: "not-the-password")
            try await RunningExporter.run(
                Configuration.file(
                    Configuration.ocp(ocp.url, "max_concurrent_requests: 100")
                ),
                in: directory
            ) { exporter in
                // An hour of refusals.
                while exporter.time.uptime() < .seconds(3600) { try await exporter.time.advance() }
                try await exporter.time.waitForSleepers(1)
                let requests = ocp.simulator.requests
                #expect(requests.count(.wrong) == 14)
                #expect(requests.count(.locked) == 0)
                #expect(requests.count(.clusters) == 14)
                #expect(requests.count() == 14)
                let page = try await exporter.page()
                #expect(page.failures(ocp: "prod") == ["clusters/unauthorized": 14])
                // The right one is taken from the file within seconds, without a restart.
                try directory.write(RunningSimulator.password, to: "password")
                let before = exporter.time.now()
                try await exporter.time.advance()
                let next = try await exporter.page { $0.value("oceanbase_ocp_up") == 1 }
                #expect(exporter.time.now() - before <= 10)
                #expect(next.value("oceanbase_ocp_clusters") == 1000)
                #expect(next.all("oceanbase_cluster_up").allSatisfy { $0.value == 1 })
                #expect(exporter.log.lines("cannot be polled").count == 1)
                #expect(exporter.log.lines("is readable").isEmpty)
            }
        }
    }

    @Test func anOCPThatIsDownForAnotherReasonIsToldAgain() async throws {
        let isThere = Mutex(false)
        let server = try FaultServer(answering: { _ in
            guard isThere.withLock(\.self) else { return [.close] }
            return [.send(Wire.answer("{}", status: "401 Unauthorized"))]
        })
        defer { server.stop() }
        try await RunningExporter.run(
            Configuration.file(Configuration.ocp(server.url)),
            in: try Configuration.directory()
        ) { exporter in
            _ = try await exporter.pageAfterRound()
            let told = { exporter.log.lines("cannot be polled") }
            #expect(told().count == 1)
            #expect(told().first?.contains("reason=connect") == true)
            isThere.withLock { $0 = true }
            while try await exporter.page().failures(ocp: "prod")["clusters/unauthorized"] == nil {
                try await exporter.time.advance()
                try await exporter.time.waitForSleepers(1)
            }
            #expect(told().count == 2)
            #expect(told().last?.contains("reason=unauthorized") == true)
        }
    }

    @Test func aPasswordIsRotatedUnderWay() async throws {
        try await RunningSimulator.run { _ in
        } _: { ocp in
            let directory = try Configuration.directory()
            try await RunningExporter.run(
                Configuration.file(Configuration.ocp(ocp.url)),
                in: directory
            ) { exporter in
                _ = try await exporter.pageAfterRound()
                ocp.simulator.setAccount(SimulatedAccount(password: "rotated-secret-2"))
                try directory.write("rotated-secret-2\n", to: "password")
                let page = try await exporter.pageAfterNextRound()
                #expect(page.value("oceanbase_ocp_up") == 1)
                #expect(page.failures(ocp: "prod").isEmpty)
                #expect(ocp.simulator.requests.count(.wrong) == 0)
            }
        }
    }

    @Test func accessKeysWorkFromEndToEnd() async throws {
        let key = SimulatedAccount.AccessKey(id: "AK-1", secret: "access-key-secret-5")
        try await RunningSimulator.run {
            $0.account.accessKey = key
        } _: { ocp in
            let directory = try TemporaryFolder()
            try directory.write(key.secret, to: "secret")
            let element = """
                { name: "prod", url: "\(ocp.url)", tenants: { mode: "off" },
                  access_key: { id: "\(key.id)", secret_file: "secret" } }
                """
            try await RunningExporter.run(Configuration.file(element), in: directory) { exporter in
                let page = try await exporter.pageAfterRound()
                #expect(page.value("oceanbase_ocp_up") == 1)
                #expect(page.all("oceanbase_cluster_up").filter { $0.value == 1 }.count == 12)
                #expect(page.failures(ocp: "prod").isEmpty)
                #expect(ocp.simulator.requests.count(.badSignature) == 0)
                try directory.write("another-secret-66", to: "secret")
                let refused = try await exporter.pageAfterNextRound()
                #expect(refused.value("oceanbase_ocp_up") == 0)
                #expect(refused.failures(ocp: "prod") == ["clusters/unauthorized": 1])
                #expect(ocp.simulator.requests.count(.badSignature) == 1)
            }
        }
    }
}
