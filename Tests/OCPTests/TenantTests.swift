import Testing

@testable import OCP

@Suite struct TenantTests {
    static func read(_ data: String) async throws -> Decoded<[TenantSummary]> {
        let body = "{\"successful\":true,\"data\":\(data)}"
        return try await OCPClient.answering(.text(body)).tenants()
    }

    /// Reads a tenant with some members besides its ids.
    static func tenant(_ members: String) async throws -> (TenantSummary, [String]) {
        let data =
            "{\"contents\":[{\"id\":12,\"clusterId\":7,\(members)}],\"page\":{\"totalElements\":1}}"
        let decoded = try await read(data)
        return (try #require(decoded.value.first), decoded.malformedFields.map(\.field))
    }

    @Test func readsTheSample() async throws {
        let response = TransportResponse(status: 200, body: try Fixture.bytes("tenants.json"))
        let transport = FakeTransport { _ in response }
        let decoded = try await OCPClient.fake(transport: transport).tenants()
        var sys = TenantSummary(id: 1_000_011, clusterId: 1_000_001)
        sys.obTenantId = "1"
        sys.name = "sys"
        sys.mode = "MYSQL"
        sys.role = "PRIMARY"
        sys.status = "NORMAL"
        sys.createTime = 1_747_815_106
        var user = sys
        user.id = 1_000_012
        user.obTenantId = "1002"
        user.name = "mysql_tenant"
        var new = TenantSummary(id: 1_000_013, clusterId: 1_000_001)
        new.name = "ora"
        new.mode = "ORACLE"
        new.status = "CREATING"
        #expect(decoded.value == [sys, user, new])
        #expect(decoded.malformedFields.isEmpty)
        // OCP says that a page has 5,000; what was asked for was all.
        #expect(transport.sent.count == 1)
    }

    @Test func takesEachIdOnce() async throws {
        let rows = [
            #"{"id":1,"clusterId":7,"name":"a"}"#, #"{"id":1,"clusterId":7,"name":"twin"}"#,
            #"{"id":"2","clusterId":"7"}"#,
        ]
        let decoded = try await Self.read("[\(rows.joined(separator: ","))]")
        #expect(decoded.value.map(\.id) == [1, 2])
        #expect(decoded.value.map(\.clusterId) == [7, 7])
        #expect(decoded.value.map(\.name) == ["a", nil])
        #expect(decoded.malformedFields.isEmpty)
    }

    @Test func leavesOutRowsWithoutIds() async throws {
        let rows = [
            #"{"id":1,"clusterId":7}"#, #"{"clusterId":7}"#, #"{"id":2}"#, "{}", "7", "null",
            #"{"id":0,"clusterId":7}"#, #"{"id":3,"clusterId":-1}"#, #"{"id":"x","clusterId":[]}"#,
        ]
        let contents = rows.joined(separator: ",")
        let data = "{\"contents\":[\(contents)],\"page\":{\"totalElements\":\(rows.count)}}"
        let decoded = try await Self.read(data)
        #expect(decoded.value == [TenantSummary(id: 1, clusterId: 7)])
        #expect(
            decoded.malformedFields.map(\.field) == [
                "id", "clusterId", "id", "clusterId", "contents", "contents", "id", "clusterId",
                "id", "clusterId",
            ]
        )
    }

    static let obTenantIds: [(String, String?)] = [
        ("1002", "1002"), ("\"1002\"", "1002"), ("0", nil), ("\"0\"", nil), ("-1", nil),
        ("\"-1\"", nil), ("\"\"", nil), ("null", nil),
    ]

    @Test(arguments: obTenantIds)
    func readsTheIdOnOceanBasesSide(text: String, expected: String?) async throws {
        let (tenant, malformed) = try await Self.tenant("\"obTenantId\":\(text)")
        #expect(tenant.obTenantId == expected)
        #expect(malformed.isEmpty)
    }

    static let words: [(String, String?, [String])] = [
        ("\"Oracle\"", "ORACLE", []), ("\" mysql \"", "MYSQL", []), ("\"\"", nil, []),
        ("null", nil, []), ("3", nil, ["mode", "role", "status"]),
    ]

    @Test(arguments: words)
    func readsWords(text: String, mode: String?, bad: [String]) async throws {
        let (tenant, malformed) = try await Self.tenant(
            "\"mode\":\(text),\"role\":\(text),\"status\":\(text)"
        )
        #expect(tenant.mode == mode)
        #expect(tenant.role?.uppercased() == mode)
        #expect(tenant.status?.uppercased() == mode)
        #expect(malformed == bad)
    }

    @Test func oneBadFieldCostsOnlyItself() async throws {
        let (tenant, malformed) = try await Self.tenant(
            #""name":"t","createTime":"yesterday","obTenantId":true,"status":"NORMAL""#
        )
        #expect(tenant.name == "t")
        #expect(tenant.status == "NORMAL")
        #expect(tenant.createTime == nil)
        #expect(malformed == ["obTenantId", "createTime"])
    }
}
