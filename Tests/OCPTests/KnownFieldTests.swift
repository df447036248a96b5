import Testing

@testable import OCP

@Suite struct KnownFieldTests {
    /// Reads one answer in every way there is, and returns the names of the bad fields.
    static func namesOfBadFields(_ data: String) async throws -> Set<String> {
        let client = try OCPClient.answering(.text("{\"successful\":true,\"data\":\(data)}"))
        let fields: [[MalformedField]?] = [
            try? await client.overview(of: 1).malformedFields,
            try? await client.clusters().malformedFields,
            try? await client.tenants().malformedFields,
            try? await client.logBackupTasks(of: 1).malformedFields,
            try? await client.dataBackupTasks(of: 1, since: 0).malformedFields,
            try? await client.restoreTasks(of: 1, since: 0).malformedFields,
            try? await client.backupStrategy(of: 1).malformedFields,
        ]
        return Set(fields.compactMap { $0 }.joined().map(\.field))
    }

    @Test func knowsAllNamesOfMalformedFields() async throws {
        let fields = MalformedField.knownFields
        let names = fields.filter { $0 != "contents" }
        let bad = names.map { "\"\($0)\":[[]]" }.joined(separator: ",")
        let good = #"{"id":1,"clusterId":1,"tenantName":"a"}"#
        let answers = [
            "{\"contents\":[7,{\(bad)},\(good)],\"page\":{\"totalElements\":3}}",
            "{\(bad),\"backupSize\":1}", "{\"obBackupAbility\":{\(bad)}}",
            """
            {"obBackupAbility":{\(bad),"obDataBackupSupportAbility":{\(bad)}},"id":1,
            "obBackupScheduleConfig":{\(bad)},"obBackupThresholdConfig":{\(bad)}}
            """,
        ]
        var seen: Set<String> = []
        for answer in answers { seen.formUnion(try await Self.namesOfBadFields(answer)) }
        #expect(seen.sorted() == fields)
        #expect(Set(fields).count == fields.count)
    }
}
