import TestClock
import Testing
import TestSupport

/// The whole exporter against a server that does all that an upstream can do.
///
/// One at a time: a hundred exporters at once hold up all others. A request that hangs past its
/// deadline runs into the time limit.
@Suite(.serialized, .timeLimit(.minutes(15))) struct UpstreamFaultTests {
    /// Answers as OCP does, but for the second of three clusters.
    private static func script(
        _ steps: [FaultServer.Step]
    ) -> @Sendable (String) -> [FaultServer.Step] {
        { target in
            switch target {
            case "/api/v2/ob/clusters/2/backup/overview": return steps
            case "/api/v2/time": return [.send(Wire.answer("2026-11-22T12:00:00Z"))]
            case "/api/v2/info": return [.send(Wire.answer(#"{"buildVersion":"4.3.5-1"}"#))]
            case _ where target.hasPrefix("/api/v2/ob/clusters?"):
                return [.send(Wire.answer(Wire.envelope(#"[{"id":1},{"id":2},{"id":3}]"#)))]
            default: return [.send(Wire.answer(Wire.fine))]
            }
        }
    }

    @Test(arguments: UpstreamFault.all)
    func costsItsOwnClusterAtMost(_ fault: UpstreamFault) async throws {
        let server = try FaultServer(answering: Self.script(fault.steps))
        defer { server.stop() }
        try await RunningExporter.run(
            Configuration.file(Configuration.ocp(server.url)),
            in: try Configuration.directory(),
            silence: fault.isSilent ? "/clusters/2/" : nil
        ) { exporter in
            let page = try await exporter.pageAfterRound()
            for id: Int64 in [1, 3] {
                #expect(page.value("oceanbase_cluster_up", cluster: id) == 1)
                #expect(page.value(UpstreamFault.delay, cluster: id) == 98)
            }
            #expect(page.value("oceanbase_ocp_up") == 1)
            switch fault.expectation {
            case .fails(let reasons): checkFailure(page, exporter, reasons)
            case .succeeds(let values, let malformed): checkSuccess(page, values, malformed)
            }
            #expect(try await exporter.ask("GET", "/").status == 200)
            for secret in Configuration.secrets {
                #expect(!exporter.output.contains(secret))
            }
            #expect(exporter.log.lines().allSatisfy { $0.count { $0 == "\n" } == 1 })
            #expect(!exporter.output.contains("\u{1B}"))
        }
    }

    private func checkFailure(
        _ page: MetricsPage,
        _ exporter: RunningExporter,
        _ reasons: [String]
    ) {
        #expect(page.value("oceanbase_cluster_up", cluster: 2) == 0)
        let failures = page.failures(ocp: "prod").keys
        let expected = Set(reasons.map { "overview/\($0)" })
        #expect(!expected.isDisjoint(with: failures), "\(failures)")
        #expect(failures.count == 1, "\(failures)")
        let known = page.samples.filter { sample in
            sample.labels["ocp_cluster_id"] == "2" && !sample.name.contains("threshold")
        }
        let names = Set(known.map(\.name))
        let polling: Set = [
            "oceanbase_cluster_up", "oceanbase_cluster_poll_duration_seconds",
            "oceanbase_backup_expected",
        ]
        #expect(names == polling, "nothing is made up")
        #expect(exporter.log.lines("is not readable", "ocp_cluster_id=2").count == 1)
    }

    private func checkSuccess(_ page: MetricsPage, _ values: [String: Double], _ malformed: Int) {
        #expect(page.value("oceanbase_cluster_up", cluster: 2) == 1)
        #expect(page.failures(ocp: "prod").isEmpty)
        for family in UpstreamFault.families {
            #expect(page.value(family, cluster: 2) == values[family], "\(family)")
        }
        let counted = page.all("oceanbase_ocp_malformed_fields_total").map(\.value).reduce(0, +)
        #expect(counted == Double(malformed))
        for sample in page.samples where sample.labels["ocp_cluster_id"] == "2" {
            #expect(sample.labels["ob_cluster_name"]?.utf8.count ?? 0 <= 1024)
            #expect(sample.labels["state"]?.utf8.count ?? 0 <= 64)
            #expect(sample.value.isFinite)
        }
    }
}
