import OCPSimulator
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// A new configuration, good or bad, while the exporter runs.
@Suite(.timeLimit(.minutes(15))) struct ReloadTests {
    private static let successful = "oceanbase_backup_exporter_config_last_reload_successful"
    private static let successTime =
        "oceanbase_backup_exporter_config_last_reload_success_timestamp_seconds"

    @Test(arguments: [false, true])
    func aBadOneLeavesEverythingAsItIs(byRequest: Bool) async throws {
        try await RunningSimulator.run { _ in
        } _: { ocp in
            try await RunningExporter.run(
                Configuration.file(Configuration.ocp(ocp.url)),
                in: try Configuration.directory()
            ) { exporter in
                let before = try await exporter.pageAfterRound()
                #expect(before.value(Self.successful) == 1)
                #expect(before.value(Self.successTime) == ManualTime.start)
                exporter.time.advance(by: .seconds(1))
                try exporter.directory.write(
                    Configuration.file(Configuration.ocp(ocp.url, #"pol_interval: "1m""#)),
                    to: "config.json"
                )
                if byRequest {
                    let answer = try await exporter.ask("POST", "/-/reload")
                    #expect(answer.status == 500)
                    #expect(answer.body.contains("ocps[0].pol_interval"))
                    #expect(answer.body.contains("poll_interval"))
                } else {
                    let mistakes = await exporter.reload()
                    #expect(mistakes?.lines.count == 1)
                }
                let after = try await exporter.page()
                #expect(after.value(Self.successful) == 0)
                #expect(after.value(Self.successTime) == ManualTime.start)
                #expect(
                    after.all("oceanbase_log_backup_delay_seconds")
                        == before.all("oceanbase_log_backup_delay_seconds")
                )
                #expect(exporter.log.lines("configuration not loaded", "pol_interval").count == 1)
                let next = try await exporter.pageAfterNextRound()
                #expect(next.value("oceanbase_ocp_up") == 1)
            }
        }
    }

    @Test(arguments: [false, true])
    func aGoodOneIsTakenOver(byRequest: Bool) async throws {
        try await RunningSimulator.run { _ in
        } _: { first in
            try await RunningSimulator.run { _ in
            } _: { second in
                let kept = Configuration.ocp(first.url, name: "kept")
                try await RunningExporter.run(
                    Configuration.file(kept, Configuration.ocp(second.url, name: "old")),
                    in: try Configuration.directory()
                ) { exporter in
                    try await exporter.time.waitForSleepers(2)
                    _ = try await exporter.page { $0.all("oceanbase_ocp_up").count == 2 }
                    first.simulator.resetRequests()
                    exporter.time.advance(by: .seconds(1))
                    try exporter.directory.write(
                        Configuration.file(
                            Configuration.ocp(second.url, name: "new"),
                            kept,
                            more: #"thresholds: [{ log_backup_delay: "7m" }]"#
                        ),
                        to: "config.json"
                    )
                    if byRequest {
                        #expect(try await exporter.ask("POST", "/-/reload").status == 200)
                    } else {
                        #expect(await exporter.reload() == nil)
                    }
                    let page = try await exporter.page {
                        $0.all("oceanbase_ocp_up", ["ocp": "new"]).count == 1
                    }
                    #expect(page.value(Self.successful) == 1)
                    #expect(page.value(Self.successTime) == ManualTime.start + 1)
                    #expect(page.samples.allSatisfy { $0.labels["ocp"] != "old" })
                    #expect(page.all("oceanbase_cluster_up", ["ocp": "kept"]).count == 12)
                    let thresholds = page.all("oceanbase_log_backup_delay_threshold_seconds")
                    #expect(thresholds.count == 24)
                    #expect(thresholds.allSatisfy { $0.value == 420 })
                    // The one that did not change was not asked anew.
                    #expect(first.simulator.requests.count() == 0)
                }
            }
        }
    }

    @Test func whatKubernetesSwapsInIsLoaded() async throws {
        let folder = try TemporaryFolder()
        func publish(_ name: String) throws -> String {
            let ocp = Configuration.ocp("http://127.0.0.1:1", name: name)
            let text = Configuration.file(ocp)
            try folder.publish(["config.json": text, "password": "x"])
            return text
        }
        let text = try publish("old")
        try await RunningExporter.run(text, at: folder.file("config.json")) { exporter in
            _ = try publish("new")
            #expect(await exporter.reload() == nil)
            #expect(exporter.application.snapshots.map(\.name) == ["new"])
        }
    }

    @Test func ofTwoKindsThatRaceTheNewestFileWins() async throws {
        let times = 100
        try await RunningExporter.run(
            Configuration.file(Configuration.ocp("http://127.0.0.1:1")),
            in: try Configuration.directory()
        ) { exporter in
            try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 1...times {
                    let ocp = Configuration.ocp("http://127.0.0.1:1", name: "ocp-\(number)")
                    try exporter.directory.write(Configuration.file(ocp), to: "config.json")
                    group.addTask { await exporter.reload() == nil }
                    group.addTask { try await exporter.ask("POST", "/-/reload").status == 200 }
                    guard number.isMultiple(of: 5) else { continue }
                    for _ in 1...10 { #expect(try await group.next() == true) }
                    #expect(exporter.application.snapshots.map(\.name) == ["ocp-\(number)"])
                }
            }
        }
    }

    @Test(.enabled(if: BlockingFiles.areAvailable))
    func aFileThatHangsKeepsTheExporterNeitherFromAnsweringNorFromStopping() async throws {
        let files = try BlockingFiles()
        defer { files.free() }
        let file = Configuration.file(Configuration.ocp("http://127.0.0.1:1"))
        let path = files.write(file, to: "config.json")
        files.write("password", to: "password")
        try await RunningExporter.run(file, at: path) { exporter in
            files.block(.all)
            exporter.application.requestReload()
            try await files.waitForCall()
            #expect(try await exporter.page().value(Self.successful) == 1)
        }
    }

    @Test func reloadingByRequestMustBeEnabled() async throws {
        try await RunningSimulator.run { _ in
        } _: { ocp in
            try await RunningExporter.run(
                Configuration.file(Configuration.ocp(ocp.url)),
                in: try Configuration.directory(),
                isReloadable: false
            ) { exporter in
                let answer = try await exporter.ask("POST", "/-/reload")
                #expect(answer.status == 403)
            }
        }
    }
}
