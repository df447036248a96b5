import OCPSimulator
import TestClock
import Testing
import TestSupport

/// What OCP does wrong is on the page, and costs no other cluster anything.
@Suite(.timeLimit(.minutes(15))) struct BadAnswerTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var fault: String
        /// The failure that is counted; nil if the answer is taken.
        var reason: String?

        var testDescription: String { fault }
    }

    /// The second of three clusters is asked for and answers wrongly.
    @Test(arguments: [
        Case(fault: "unreachable", reason: "server_error"),
        Case(fault: "forbidden", reason: "forbidden"),
        Case(fault: "not-found", reason: "not_found"),
        Case(fault: "bad-request", reason: "not_found"),
        Case(fault: "strategy-error"),
        Case(fault: "standby-error", reason: "client_error"),
        Case(fault: "throttled", reason: "throttled"),
        Case(fault: "server-error", reason: "server_error"),
        Case(fault: "unsuccessful", reason: "unsuccessful"),
        Case(fault: "bad-gateway", reason: "server_error"),
        Case(fault: "redirect", reason: "redirected"),
        Case(fault: "garbage", reason: "not_json"),
        Case(fault: "truncated", reason: "malformed"),
        Case(fault: "empty", reason: "not_json"),
        Case(fault: "hangs", reason: "timeout"),
        Case(fault: "no-data", reason: "malformed"),
        Case(fault: "data-in-array"),
    ])
    func isCountedForItsClusterAlone(_ example: Case) async throws {
        let healthy = FleetPlan.Share("healthy")
        try await RunningSimulator.run {
            $0.fleet = FleetPlan(clusters: 3, scenarios: [healthy])
        } _: { ocp in
            let bad = ocp.simulator.clusterIds[1]
            ocp.simulator.setFault(Fault.named(example.fault), cluster: bad)
            try await RunningExporter.run(
                Configuration.file(Configuration.ocp(ocp.url)),
                in: try Configuration.directory(),
                silence: example.fault == "hangs" ? "/clusters/\(bad)/" : nil
            ) { exporter in
                let page = try await exporter.pageAfterRound()
                // HTTP 429 ends the round, at times before the third cluster is asked.
                let last = example.reason == "throttled" ? bad - 1 : Int64.max
                for id in ocp.simulator.clusterIds where id != bad && id <= last {
                    #expect(page.value("oceanbase_cluster_up", cluster: id) == 1)
                    #expect(page.value("oceanbase_log_backup_delay_seconds", cluster: id) != nil)
                }
                let isUp = example.reason == nil
                #expect(page.value("oceanbase_cluster_up", cluster: bad) == (isUp ? 1 : 0))
                #expect(page.value("oceanbase_ocp_up") == 1)
                let failures = page.failures(ocp: "prod")
                let expected = example.reason.map { ["overview/\($0)"] } ?? []
                #expect(Array(failures.keys) == expected)
                let state = page.value(
                    "oceanbase_cluster_backup_status",
                    ["ocp_cluster_id": "\(bad)", "state": "NO_BACKUP_STRATEGY"]
                )
                #expect((state == 1) == (example.fault == "strategy-error"))
                if example.fault != "data-in-array" {
                    #expect(page.value("oceanbase_log_backup_delay_seconds", cluster: bad) == nil)
                }
            }
        }
    }

    /// What goes wrong with the list goes wrong with the OCP.
    @Test(arguments: [
        Case(fault: "unauthorized", reason: "unauthorized"),
        Case(fault: "garbage", reason: "not_json"), Case(fault: "redirect", reason: "redirected"),
        Case(fault: "truncated", reason: "malformed"), Case(fault: "empty", reason: "not_json"),
        Case(fault: "throttled", reason: "throttled"),
        Case(fault: "bad-gateway", reason: "server_error"),
    ])
    func aListThatCannotBeReadIsAnOCPThatIsDown(_ example: Case) async throws {
        try await RunningSimulator.run {
            $0.faults[.clusters] = Fault.named(example.fault)
        } _: { ocp in
            try await RunningExporter.run(
                Configuration.file(Configuration.ocp(ocp.url)),
                in: try Configuration.directory()
            ) { exporter in
                let page = try await exporter.pageAfterRound()
                #expect(page.value("oceanbase_ocp_up") == 0)
                #expect(
                    Array(page.failures(ocp: "prod").keys) == ["clusters/\(example.reason ?? "")"]
                )
                #expect(page.all("oceanbase_cluster_up").isEmpty)
                #expect(page.all("oceanbase_ocp_clusters").isEmpty)
                #expect(exporter.log.lines("cannot be polled", example.reason ?? "").count == 1)
                #expect(try await exporter.ask("GET", "/-/ready").status == 200)
                ocp.simulator.setFault(nil, endpoint: .clusters)
                // After a refusal, time passes in slices.
                while ocp.simulator.requests.count(.overview) == 0 {
                    try await exporter.time.advance()
                    try await exporter.time.waitForSleepers(1)
                }
                let next = try await exporter.page { $0.value("oceanbase_ocp_up") == 1 }
                #expect(next.value("oceanbase_ocp_clusters") == 12)
                #expect(exporter.log.lines("answers and lets us in").count == 1)
            }
        }
    }

    @Test func malformedFieldsCostThemselvesOnly() async throws {
        try await RunningSimulator.run { _ in
        } _: { ocp in
            let id = ocp.simulator.clusterIds[0]
            ocp.simulator.setFault(Fault.named("malformed-fields"), cluster: id)
            try await RunningExporter.run(
                Configuration.file(Configuration.ocp(ocp.url)),
                in: try Configuration.directory()
            ) { exporter in
                let page = try await exporter.pageAfterRound()
                #expect(page.value("oceanbase_cluster_up", cluster: id) == 1)
                let lost = [
                    "log_backup_delay_seconds", "log_backup_checkpoint_timestamp_seconds",
                    "last_data_backup_timestamp_seconds", "backup_size_bytes",
                    "cluster_primary_standby_mode",
                ]
                for name in lost {
                    #expect(page.value("oceanbase_\(name)", cluster: id) == nil)
                }
                let kept = page.all("oceanbase_cluster_status", ["ocp_cluster_id": String(id)])
                #expect(kept.count { $0.value == 1 } == 1)
                let counted = page.all("oceanbase_ocp_malformed_fields_total")
                #expect(counted.filter { $0.value > 0 }.count == 5)
            }
        }
    }

    @Test func valuesStayUntilTheyAreTooOldAndVanishWithoutARound() async throws {
        try await RunningSimulator.run { _ in
        } _: { ocp in
            try await RunningExporter.run(
                Configuration.file(Configuration.ocp(ocp.url)),
                in: try Configuration.directory()
            ) { exporter in
                let delay = "oceanbase_log_backup_delay_seconds"
                let first = try await exporter.pageAfterRound()
                let id = ocp.simulator.clusterIds[0]
                ocp.simulator.setFault(Fault.named("forbidden"), cluster: id)
                let failed = try await exporter.pageAfterNextRound()
                #expect(failed.value("oceanbase_cluster_up", cluster: id) == 0)
                #expect(failed.value(delay, cluster: id) == first.value(delay, cluster: id))
                // From 30 s after the start to 270 s; stale_after is 5 minutes.
                for _ in 1...4 { _ = try await exporter.pageAfterNextRound() }
                let late = try await exporter.pageAfterRound()
                #expect(late.value(delay, cluster: id) == first.value(delay, cluster: id))
                let gone = try await exporter.pageAfterNextRound()
                #expect(gone.value(delay, cluster: id) == nil)
                #expect(gone.all("oceanbase_cluster_info", ["ocp_cluster_id": String(id)]).isEmpty)
                #expect(gone.value("oceanbase_cluster_up", cluster: id) == 0)
                #expect(
                    gone.value("oceanbase_cluster_last_success_timestamp_seconds", cluster: id)
                        == ManualTime.start
                )
                #expect(gone.value(delay, cluster: ocp.simulator.clusterIds[11]) != nil)
            }
        }
    }

    @Test func anOCPThatIsDownHarmsNoOther() async throws {
        let closed = try LoopbackSocket.listening()
        let port = closed.port
        closed.shutDown()
        try await RunningSimulator.run { _ in
        } _: { ocp in
            try await RunningExporter.run(
                Configuration.file(
                    Configuration.ocp(ocp.url, name: "up"),
                    Configuration.ocp("http://127.0.0.1:\(port)", name: "down"),
                    Configuration.ocp("http://no-such-host.invalid:8080", name: "nameless")
                ),
                in: try Configuration.directory()
            ) { exporter in
                try await exporter.time.waitForSleepers(3)
                let page = try await exporter.page { $0.all("oceanbase_ocp_up").count == 3 }
                #expect(page.all("oceanbase_ocp_up").map(\.value) == [1, 0, 0])
                #expect(page.all("oceanbase_cluster_up").count == 12)
                #expect(page.failures(ocp: "up").isEmpty)
                #expect(
                    Set(page.failures(ocp: "down").keys) == ["clusters/connect", "time/connect"]
                )
                #expect(Set(page.failures(ocp: "nameless").keys) == ["clusters/dns", "time/dns"])
            }
        }
    }
}
