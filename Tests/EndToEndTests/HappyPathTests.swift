import Exposition
import Foundation
import OCPSimulator
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// Everything that OCP says is on the page, with the right values.
@Suite(.timeLimit(.minutes(15))) struct HappyPathTests {
    @Test func everyFamilyIsThereWithTheSimulatorsValues() async throws {
        try await RunningSimulator.run {
            $0.rateLimit = RateLimit(requests: 1000, windowSeconds: 60)
            $0.clockOffset = 2500
            $0.fleet.scenarios =
                FleetPlan.mixed + [
                    .init("tenant-backup-too-long", count: 1),
                    .init("tenant-backup-failed", count: 1),
                ]
        } _: { ocp in
            try await RunningExporter.run(
                Configuration.file(
                    Configuration.ocp(ocp.url, "tenants: {}"),
                    more: "defaults: { restore_age: \"90d\" }"
                ),
                in: try Configuration.directory()
            ) { exporter in
                let page = try await exporter.pageAfterTasks()
                for family in FleetPage.tables.flatMap(\.families) {
                    #expect(page.types[family.name] != nil, "\(family.name)")
                    #expect(page.helps[family.name] != nil, "\(family.name)")
                }
                let ids = ocp.simulator.clusterIds
                #expect(ids.count == 14)
                for id in ids {
                    try await compare(page, id, with: ocp.overview(id))
                    #expect(page.value("oceanbase_cluster_up", cluster: id) == 1)
                    #expect(
                        page.value("oceanbase_cluster_last_success_timestamp_seconds", cluster: id)
                            == ManualTime.start
                    )
                }
                #expect(page.value("oceanbase_ocp_up", ["ocp": "prod"]) == 1)
                #expect(page.value("oceanbase_ocp_clusters") == 14)
                #expect(page.value("oceanbase_ocp_clock_offset_seconds") == 2.5)
                #expect(page.value("oceanbase_ocp_rate_limit_limit") == 1000)
                #expect(page.value("oceanbase_ocp_poll_interval_seconds") == 60)
                #expect(page.value("oceanbase_ocp_requests_total", ["api": "overview"]) == 14)
                #expect(page.failures(ocp: "prod").isEmpty)
                let reasons = page.all(
                    "oceanbase_ocp_request_failures_total",
                    ["api": "overview"]
                )
                #expect(reasons.count == 15)
            }
        }
    }

    /// Compares the series of one cluster with the simulator's own words.
    private func compare(_ page: MetricsPage, _ id: Int64, with data: [String: Any]) throws {
        #expect(data["clusterId"] as? Int64 == id)
        func number(_ name: String, _ field: String) {
            #expect(page.value(name, cluster: id) == (data[field] as? NSNumber)?.doubleValue)
        }
        func time(_ name: String, _ field: String) {
            let expected = (data[field] as? String).flatMap(Self.seconds)
            #expect(page.value(name, cluster: id) == expected)
        }
        func state(_ name: String, _ value: Any?) {
            let active = page.all(name, ["ocp_cluster_id": String(id)]).filter { $0.value == 1 }
            #expect(active.map { $0.labels["state"] } == [value as? String])
        }
        number("oceanbase_log_backup_delay_seconds", "logBackupDelaySeconds")
        number("oceanbase_cluster_primary_standby_mode", "primaryAndStandbyMode")
        time("oceanbase_log_backup_checkpoint_timestamp_seconds", "latestLogBackupCheckpoint")
        time("oceanbase_last_data_backup_timestamp_seconds", "lastDataBackupTime")
        let units = ["B": 0, "KB": 1, "MB": 2, "GB": 3, "TB": 4, "PB": 5]
        let unit = (data["obStorageVolumeUnit"] as? String).flatMap { units[$0] }
        let size = (data["backupSize"] as? NSNumber)?.doubleValue
        let bytes = size.flatMap { size in unit.map { size * pow(1024, Double($0)) } }
        #expect(page.value("oceanbase_backup_size_bytes", cluster: id) == bytes)
        state("oceanbase_backup_schedule_status", data["backupScheduleStatus"])
        state("oceanbase_cluster_backup_status", data["obClusterBackupStatus"])
        state("oceanbase_cluster_status", data["obClusterStatus"])
        state("oceanbase_cluster_type", data["obClusterType"])
        state("oceanbase_cluster_compaction_status", data["compactionStatus"])
        state("oceanbase_backup_dimension", data["backupDimension"])
        let ability = data["obBackupAbility"] as? [String: Any]
        state("oceanbase_backup_ability", ability?["backupAbility"])
        state("oceanbase_backup_mode", ability?["backupMode"])
        let support = ability?["obDataBackupSupportAbility"] as? [String: Any]
        for (name, field) in [
            ("full_enabled", "fullBackupEnabled"),
            ("incremental_enabled", "incrementBackupEnabled"),
            ("incremental_ready", "canDoIncrementalBackup"),
        ] {
            let flag = (support?[field] as? NSNumber)?.doubleValue
            #expect(page.value("oceanbase_backup_\(name)", cluster: id) == flag)
        }
        let info = page.all("oceanbase_cluster_info", ["ocp_cluster_id": String(id)]).first
        #expect(info?.labels["ob_version"] == data["obVersion"] as? String)
        #expect(info?.labels["ob_cluster_name"] == data["clusterName"] as? String)
        #expect(info?.labels["ob_tenant_name"] == data["tenantName"] as? String)
    }

    /// Reads `2021-09-16T17:25:02.993+0800`.
    private static func seconds(_ text: String) -> Double? {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        guard let date = formatter.date(from: text.dropLast(2) + ":" + text.suffix(2)) else {
            return nil
        }
        return (date.timeIntervalSince1970 * 1000).rounded() / 1000
    }

    @Test func isReadyAfterTheFirstRound() async throws {
        try await RunningSimulator.run {
            $0.faults[.clusters] = .hang
        } _: { ocp in
            try await RunningExporter.run(
                Configuration.file(Configuration.ocp(ocp.url)),
                in: try Configuration.directory()
            ) { exporter in
                let early = try await exporter.ask("GET", "/-/ready")
                #expect(early.status == 503)
                #expect(try await exporter.ask("GET", "/-/healthy").status == 200)
                #expect(try await exporter.page().all("oceanbase_ocp_up").isEmpty)
                // Asked again, the list is there.
                ocp.simulator.setFault(nil, endpoint: .clusters)
                ocp.simulator.releaseUnanswered()
                _ = try await exporter.pageAfterRound()
                #expect(try await exporter.ask("GET", "/-/ready").status == 200)
                let status = try await exporter.ask("GET", "/")
                #expect(status.status == 200)
                #expect(status.body.contains("prod"))
            }
        }
    }
}
