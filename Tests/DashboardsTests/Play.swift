import Exposition
import Foundation
import OCPSimulator
import TestClock

@testable import Exporter

/// What simulated OCPs brought onto the exporter's two pages, moment by moment.
struct Play {
    /// An alert about a cluster.
    struct Alert: Hashable {
        var name: String
        var ocp: String
        var cluster: String

        /// The labels that tell it from others, as PromQL writes them.
        var labels: String {
            #"{alertname="\#(name)",ocp="\#(ocp)",ocp_cluster_id="\#(cluster)"}"#
        }
    }

    /// Minutes between two moments.
    let step: Int
    /// The metrics: the value of each series at each moment, where it has one.
    private(set) var series: [String: [String?]] = [:]
    /// The alerts that the status page calls due, at each moment.
    private(set) var due: [Set<Alert>] = []
    /// The clusters that the status page calls bad, to look at and good, at each moment, by OCP
    /// and id.
    private(set) var health: [[String: String]] = []

    /// Scenarios that end a round, or decide whether OCP as a whole is reached: each has its own OCP.
    private static let alone = ["unauthorized", "throttled", "slow", "hangs"]

    /// Plays every scenario, an outage of OCP, and clusters that change.
    ///
    /// - Parameters:
    ///   - step: minutes between two polls.
    ///   - moments: the number of polls.
    ///   - wanted: the metrics to keep.
    /// - Throws: what OCPs or plays cannot be made of; `CancellationError`.
    init(step: Int, moments: Int, wanted: Set<String>) async throws {
        self.step = step
        let time = ManualTime(shortest: .seconds(2))
        let together = Scenario.all.map(\.name).filter { !Self.alone.contains($0) }
        var ocps = try Self.alone.map { try SimulatedOCP($0, [$0], time) }
        ocps.append(try SimulatedOCP("together", together, time))
        let outage = try SimulatedOCP("outage", ["healthy", "tenant-dimension"], time)
        let changing = try SimulatedOCP(
            "changing",
            ["healthy", "log-backup-stalls", "log-backup-stalls"],
            time
        )
        ocps += [outage, changing]
        for moment in 0..<moments {
            time.advance(by: .seconds(60 * step * moment) - time.uptime())
            let clusters = changing.simulator.clusterIds
            switch moment {
            case 5:
                for endpoint in SimulatedEndpoint.allCases {
                    outage.simulator.setFault(.hang, endpoint: endpoint)
                }
                changing.simulator.setFault(Fault.named("forbidden"), cluster: clusters[0])
            case 20: Self.play("malformed-fields", changing, clusters[1])
            case 45: Self.play("no-strategy", changing, clusters[2])
            default: break
            }
            due.append([])
            health.append([:])
            for ocp in ocps {
                let snapshot = try await ocp.poll()
                readMetrics(snapshot, moment, of: moments, wanted)
                readStatus(snapshot, now: time.instant)
            }
        }
    }

    private static func play(_ scenario: String, _ ocp: SimulatedOCP, _ cluster: Int64) {
        if let scenario = Scenario.named(scenario) {
            ocp.simulator.setScenario(scenario, cluster: cluster)
        }
    }

    private mutating func readMetrics(
        _ ocp: OCPSnapshot,
        _ moment: Int,
        of moments: Int,
        _ wanted: Set<String>
    ) {
        let pieces = PreparedPage.pieces(.text) { writer in
            FleetPage.write([ocp], to: &writer)
            writer.end()
        }
        let page = String(decoding: pieces.reduce(into: []) { $0 += $1 }, as: UTF8.self)
        for family in page.components(separatedBy: "# HELP ") {
            let name = String(family.prefix { $0 != " " })
            guard wanted.contains(name) else { continue }
            for line in family.components(separatedBy: "\n") where line.hasPrefix("\(name){") {
                guard let space = line.range(of: " ", options: .backwards) else { continue }
                var value = String(line[space.upperBound...])
                if name.hasSuffix("_timestamp_seconds"), let time = Double(value) {
                    // Tests of rules begin in 1970.
                    value = String(time - ManualTime.start)
                }
                let key = String(line[..<space.lowerBound])
                series[key, default: Array(repeating: nil, count: moments)][moment] = value
            }
        }
    }

    private mutating func readStatus(_ ocp: OCPSnapshot, now: Instant) {
        let page = StatusPage.html([ocp], telemetryPath: "/metrics", now: now)
        for row in page.components(separatedBy: "<tr>") {
            guard let cluster = row.text(after: #"data-label="OCP&#39;s id">"#, before: "<"),
                let state = row.text(after: #"data-label="State"><span "#, before: "</span>")
            else { continue }
            health[health.count - 1]["\(ocp.name) \(cluster)"] =
                state.text(after: #"class=""#, before: "\"")
            let alerts = state.text(after: #"title=""#, before: "\"") ?? ""
            for alert in alerts.components(separatedBy: ", ") where !alert.isEmpty {
                guard !alert.contains(" in ") else { continue }
                due[due.count - 1].insert(Alert(name: alert, ocp: ocp.name, cluster: cluster))
            }
        }
    }
}

extension String {
    fileprivate func text(after start: String, before end: String) -> String? {
        guard let start = range(of: start),
            let end = range(of: end, range: start.upperBound..<endIndex)
        else { return nil }
        return String(self[start.upperBound..<end.lowerBound])
    }
}
