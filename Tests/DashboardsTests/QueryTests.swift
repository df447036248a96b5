import Foundation
import OCP
import Testing

/// Every query of ours against a Prometheus that scrapes exporters in every kind of trouble.
///
/// The fire drill runs this while all is at its worst; alone, it has nobody to ask.
@Suite(.enabled(if: PrometheusServer.url != nil))
struct QueryTests {
    let server: PrometheusServer

    init() throws {
        server = try PrometheusServer()
    }

    @Test(.timeLimit(.minutes(15)), arguments: GrafanaDashboard.files)
    func everyPanelShowsSomething(file: String) async throws {
        // A cluster of which an alert fires, for the dashboard that shows one.
        let cluster = try await server.label(
            "ob_cluster_name",
            of: #"ALERTS{alertname="OceanBaseBackupLogDelayHigh", alertstate="firing"}"#
        )
        for panel in try GrafanaDashboard(file: file).panels {
            for expression in panel.expressions {
                let count = try await server.count(filledIn(expression, cluster: cluster))
                #expect(count > 0, "\(panel.title): \(expression)")
                #expect(count <= 60, "\(panel.title): \(expression)")
            }
        }
    }

    @Test(.timeLimit(.minutes(15)), arguments: ["alerts.yaml", "rules.yaml", "aliases.yaml"])
    func everyRecordingRuleRecords(file: String) async throws {
        for rule in try RuleFile(file).records {
            #expect(try await server.count(rule.name) > 0, "\(rule.name)")
        }
    }

    /// Puts values for the variables, as Grafana would.
    private func filledIn(_ expression: String, cluster: String) -> String {
        [
            ("$__rate_interval", "20s"), ("$__range", "1m"), ("$ob_cluster_name", cluster),
        ].reduce(expression) { text, variable in
            // The overview matches names with =~, and shows all of them.
            let value =
                variable.0 == "$ob_cluster_name" && text.contains("=~\"$ob_") ? ".*" : variable.1
            return text.replacingOccurrences(of: variable.0, with: value)
        }.replacing(/\$[a-z_]+/, with: ".*")
    }
}

/// The HTTP API of a Prometheus.
struct PrometheusServer {
    /// Where it is, from the environment.
    static let url = ProcessInfo.processInfo.environment["PROMETHEUS_URL"]

    private let settings: ConnectionSettings
    private let transport = CurlTransport()

    init() throws {
        settings = ConnectionSettings(baseURL: try BaseURL(Self.url ?? ""))
    }

    /// How many series a query gives now.
    func count(_ query: String) async throws -> Int {
        try await result(query).count
    }

    /// A label of the first series that a query gives now.
    func label(_ name: String, of query: String) async throws -> String {
        let first = try #require(try await result(query).first)
        return try #require((first["metric"] as? [String: String])?[name])
    }

    private func result(_ query: String) async throws -> [[String: Any]] {
        let unreserved = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
        let encoded = query.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
        let host = (Self.url ?? "").replacingOccurrences(of: "http://", with: "")
        let response = try await transport.send(
            TransportRequest(
                settings: settings,
                target: "/api/v1/query?query=\(encoded)",
                headers: [HeaderField("Host", host)]
            )
        )
        let body = try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any]
        try #require(response.status == 200, "\(body?["error"] ?? ""): \(query)")
        return (body?["data"] as? [String: Any])?["result"] as? [[String: Any]] ?? []
    }
}
