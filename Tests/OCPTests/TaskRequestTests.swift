import Testing

@testable import OCP

/// What is asked for tenants, tasks and strategies, and how an OCP without them answers.
@Suite struct TaskRequestTests {
    /// 2024-08-09T08:00:52Z and a little more.
    static let since = 1_723_190_452.9

    /// Asks one thing and returns the path and query that were sent.
    static func target(_ ask: (OCPClient) async throws -> Void) async throws -> String? {
        let transport = FakeTransport { _ in
            .text(#"{"successful":true,"data":{"contents":[],"page":{"totalElements":0}}}"#)
        }
        try await ask(try OCPClient.fake(transport: transport))
        #expect(transport.sent.count == 1)
        return transport.sent.first?.target
    }

    @Test func asksForTenants() async throws {
        let target = try await Self.target { _ = try await $0.tenants() }
        #expect(target == "/api/v2/ob/tenants?page=1&size=200")
    }

    @Test func asksForLogBackups() async throws {
        let cluster = try await Self.target { _ = try await $0.logBackupTasks(of: 7) }
        #expect(cluster == "/api/v2/ob/clusters/7/backup/task/logBackupTasks?page=1&size=200")
        let tenant = try await Self.target { _ = try await $0.logBackupTasks(of: 7, tenant: 12) }
        #expect(
            tenant
                == "/api/v2/ob/clusters/7/tenants/12/backup/task/logBackupTasks?page=1&size=200"
        )
    }

    @Test func asksForDataBackupsSinceATimeInTheFormOfTheLevel() async throws {
        let cluster = try await Self.target {
            _ = try await $0.dataBackupTasks(of: 7, since: Self.since)
        }
        #expect(
            cluster == "/api/v2/ob/clusters/7/backup/task/dataBackupTasks?page=1&size=200"
                + "&startTime=2024-08-09T08%3A00%3A52%2B00%3A00"
        )
        let tenant = try await Self.target {
            _ = try await $0.dataBackupTasks(of: 7, tenant: 12, since: Self.since)
        }
        #expect(
            tenant == "/api/v2/ob/clusters/7/tenants/12/backup/task/dataBackupTasks"
                + "?page=1&size=200&startTime=2024-08-09T08%3A00%3A52Z"
        )
    }

    @Test func asksForRestores() async throws {
        let target = try await Self.target {
            _ = try await $0.restoreTasks(of: 7, since: Self.since)
        }
        #expect(
            target == "/api/v2/ob/clusters/7/backup/task/restoreTasks?page=1&size=200"
                + "&startTime=2024-08-09T08%3A00%3A52%2B00%3A00"
        )
    }

    @Test func asksForStrategies() async throws {
        let transport = FakeTransport { _ in .text(#"{"successful":true,"data":{"id":1}}"#) }
        let client = try OCPClient.fake(transport: transport)
        _ = try await client.backupStrategy(of: 7)
        _ = try await client.backupStrategy(of: 7, tenant: 12)
        #expect(
            transport.sent.map(\.target) == [
                "/api/v2/ob/clusters/7/backup/config/backupStrategy",
                "/api/v2/ob/clusters/7/tenants/12/backup/config/backupStrategy",
            ]
        )
    }

    static let starts: [(Double, String)] = [
        (since, "2024-08-09T08:00:52Z"), (0, "1970-01-01T00:00:00Z"), (-5, "1970-01-01T00:00:00Z"),
        (.nan, "1970-01-01T00:00:00Z"), (1e300, "9999-12-31T23:59:59Z"),
    ]

    @Test(arguments: starts)
    func writesTimes(seconds: Double, expected: String) {
        #expect(Timestamp.text(seconds, offset: "Z") == expected)
    }

    @Test func theLabelNamesWhatIsAsked() {
        #expect(
            API.allCases.map(\.rawValue) == [
                "clusters", "overview", "tenants", "log_backups", "data_backups", "strategies",
                "restores", "info", "time",
            ]
        )
    }

    /// Status, body, and whether an OCP without the endpoint may answer so.
    static let absences: [(Int, String, Bool)] = [
        (404, "", true), (404, "<html>", true), (404, "not found", true), (404, "[]", true),
        (404, #"{"timestamp":"x","status":404,"error":"Not Found","path":"/api"}"#, true),
        (200, "<!DOCTYPE html><html></html>", true), (200, "\u{FEFF} \n<html>", true),
        (404, #"{"successful":false,"status":404,"error":{"code":"OBE11001"}}"#, false),
        (404, #"{"successful":false}"#, false), (404, #"{"error":{"code":11001}}"#, false),
        (200, "", false), (200, "not found", false), (200, "{", false), (200, "[]", false),
        (200, #"{"successful":false}"#, false), (200, #"{"successful":true}"#, false),
        (400, "<html>", false), (403, "<html>", false), (500, "<html>", false),
        (302, "<html>", false), (401, "<html>", false), (429, "", false),
    ]

    @Test(arguments: absences)
    func tellsAnAbsentEndpoint(status: Int, body: String, isAbsent: Bool) async throws {
        let client = try OCPClient.answering(.text(body, status: status))
        let errors = [
            await #expect(throws: OCPError.self) { try await client.logBackupTasks(of: 1) },
            await #expect(throws: OCPError.self) { try await client.backupStrategy(of: 1) },
        ]
        #expect(errors.map { $0?.saysEndpointAbsent } == [isAbsent, isAbsent])
    }
}
