import Foundation
import HTTP
import OCPSimulator

extension SimulatorHarness {
    /// The scenarios that the first user tenant of an OceanBase 4 cluster plays.
    static let tenantScenarios = [
        "tenant-archive-interrupted", "tenant-archive-never-started", "tenant-backup-failed",
        "tenant-full-backup-failed", "tenant-backup-too-long", "tenant-without-strategy",
        "tenant-schedule-off", "tenant-standby", "tenant-restoring", "tenant-comes-and-goes",
        "tenant-unreadable",
    ]

    /// A fleet of clusters that all play one scenario, with some user tenants each.
    convenience init(
        scenario: String = "tenant-dimension",
        clusters: Int = 1,
        tenants: Int,
        tasks: TenantTasks = .tenant,
        timeScale: Double = 1
    ) throws {
        var settings = SimulatorSettings()
        settings.fleet = FleetPlan(clusters: clusters, scenarios: [.init(scenario)])
        settings.tenants = tenants
        settings.tenantTasks = tasks
        settings.timeScale = timeScale
        try self.init(settings)
    }

    /// The answer about a cluster, or about one of its tenants by OCP's id.
    func ask(
        _ call: String,
        cluster: Int64 = 1_000_001,
        tenant: Int64? = nil,
        query: String? = "page=1&size=2000"
    ) throws -> HTTPResponse {
        let subject = "/api/v2/ob/clusters/\(cluster)" + (tenant.map { "/tenants/\($0)" } ?? "")
        return try get("\(subject)/backup/\(call)", query: query)
    }

    /// The answer about the first user tenant of the first cluster.
    func askFirstTenant(_ call: String, query: String? = "page=1&size=2000") throws -> HTTPResponse
    {
        try ask(call, tenant: 31, query: query)
    }

    /// All tenants of the list, in its order.
    func tenants() throws -> [[String: Any]] {
        try get("/api/v2/ob/tenants", query: "size=2000").json.contents
    }
}

extension [String: Any] {
    /// The seconds since 1970 of a field in any of the forms that OCP writes.
    func seconds(_ field: String) -> Double? {
        guard let text = self[field] as? String,
            let parts = text.wholeMatch(of: /(.{19})(\.\d+)?(Z|[+-]\d\d:?\d\d)/)
        else { return nil }
        let zone = parts.3.count == 5 ? "\(parts.3.prefix(3)):00" : String(parts.3)
        let whole = try? Date(String(parts.1) + zone, strategy: .iso8601).timeIntervalSince1970
        return whole.map { $0 + (parts.2.flatMap { Double("0" + $0) } ?? 0) }
    }

    /// The text of a field, empty if it is none.
    func text(_ field: String) -> String { self[field] as? String ?? "" }

    /// The number of a field.
    func number(_ field: String) -> Int64? { (self[field] as? NSNumber)?.int64Value }
}

extension [[String: Any]] {
    /// The rows with the newest one first.
    func newestFirst(by field: String = "startTime") -> Self {
        sorted { $0.seconds(field) ?? 0 > $1.seconds(field) ?? 0 }
    }
}
