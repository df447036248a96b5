import Testing

@testable import OCP

@Suite struct StrategyTests {
    static func read(_ data: String) async throws -> Decoded<BackupStrategy?> {
        let body = "{\"successful\":true,\"data\":\(data)}"
        return try await OCPClient.answering(.text(body)).backupStrategy(of: 1)
    }

    @Test func readsTheSample() async throws {
        let decoded = try await TaskTests.sample("strategy.json").backupStrategy(of: 1, tenant: 2)
        var expected = BackupStrategy()
        expected.isScheduleEnabled = true
        expected.dataBackupDuration = 420
        expected.dataBackupAge = 172_800
        expected.logBackupDelay = 300
        #expect(decoded.value == expected)
        #expect(decoded.malformedFields.isEmpty)
    }

    @Test(
        arguments: [
            ("true", 604_800), ("\"true\"", 604_800), ("false", nil), ("null", nil), ("7", nil),
        ] as [(String, Double?)]
    )
    func keepsTheRetentionOnlyWhereOCPCleans(flag: String, expected: Double?) async throws {
        let config = "{\"cleanEnabled\":\(flag),\"backupDataRetentionDays\":7}"
        let decoded = try await Self.read("{\"id\":1,\"obBackupScheduleConfig\":\(config)}")
        #expect(decoded.value?.retention == expected)
        #expect(decoded.malformedFields.map(\.field) == (flag == "7" ? ["cleanEnabled"] : []))
    }

    /// A number of some unit, how many units are taken, and whether it is fine.
    static let numbers: [(String, Double?, Bool)] = [
        ("7", 7, true), ("\"7\"", 7, true), ("1.5", 1.5, true), ("0", 0, true), ("-1", nil, true),
        ("\"-1\"", nil, true), ("null", nil, true), ("-2", nil, false), ("-0.5", nil, false),
        ("\"x\"", nil, false), ("true", nil, false), ("1e999", nil, false),
    ]

    @Test(arguments: numbers)
    func readsLengthsOfTime(text: String, count: Double?, isFine: Bool) async throws {
        let decoded = try await Self.read(
            """
            {"id":1,"obBackupScheduleConfig":{"cleanEnabled":true,"backupDataRetentionDays":\(text)},
            "obBackupThresholdConfig":{"logBackupDelaySeconds":\(text),
            "dataBackupTimeoutMinutes":\(text),"noSuccessfulDataBackupAlarmDays":\(text)}}
            """
        )
        let strategy = try #require(decoded.value)
        #expect(strategy.retention == count.map { $0 * 86_400 })
        #expect(strategy.logBackupDelay == count)
        #expect(strategy.dataBackupDuration == count.map { $0 * 60 })
        #expect(strategy.dataBackupAge == count.map { $0 * 86_400 })
        let fields = [
            "backupDataRetentionDays", "logBackupDelaySeconds", "dataBackupTimeoutMinutes",
            "noSuccessfulDataBackupAlarmDays",
        ]
        #expect(decoded.malformedFields.map(\.field) == (isFine ? [] : fields))
    }

    @Test func aStrategyMaySayNothing() async throws {
        for data in [#"{"id":1}"#, #"{"id":"7","type":"BACKUP","obBackupThresholdConfig":null}"#] {
            let decoded = try await Self.read(data)
            #expect(decoded.value == BackupStrategy())
            #expect(decoded.malformedFields.isEmpty)
        }
        let decoded = try await Self.read(#"{"id":1,"type":3,"obBackupScheduleConfig":[]}"#)
        #expect(decoded.value == BackupStrategy())
        #expect(decoded.malformedFields.map(\.field) == ["type", "obBackupScheduleConfig"])
    }

    @Test(arguments: [
        "{}", #"{"id":null,"obBackupScheduleConfig":{"backupScheduleEnabled":true}}"#,
        #"{"id":0}"#, #"{"id":"0"}"#, #"{"id":""}"#, #"{"clusterId":1000001}"#,
        #"{"id":5,"type":"SECONDARY_BACKUP"}"#,
    ])
    func anObjectWithoutAnIdIsNone(data: String) async throws {
        let decoded = try await Self.read(data)
        #expect(decoded.value == nil)
        #expect(decoded.malformedFields.isEmpty)
    }

    @Test(arguments: [200, 400, 404, 500], ["\"BAK21006\"", "\"20106\"", "20106"])
    func ocpsErrorIsNone(status: Int, code: String) async throws {
        let body = "{\"successful\":false,\"status\":\(status),\"error\":{\"code\":\(code)}}"
        let recorder = Recorder()
        let client = try OCPClient.answering(.text(body, status: status), recorder: recorder)
        #expect(try await client.backupStrategy(of: 1, tenant: 2).value == nil)
        #expect(recorder.records.map(\.api) == [.strategies])
        #expect(recorder.records.map(\.failure) == [nil])
    }

    @Test(arguments: [
        (401, "BAK21006", FailureReason.unauthorized), (429, "BAK21006", .throttled),
        (200, "BAK21007", .unsuccessful), (404, "OBE11001", .notFound), (500, "0", .serverError),
    ])
    func otherErrorsAreFailures(status: Int, code: String, reason: FailureReason) async throws {
        let body = "{\"successful\":false,\"error\":{\"code\":\"\(code)\",\"message\":\"no\"}}"
        let client = try OCPClient.answering(.text(body, status: status))
        let error = await #expect(throws: OCPError.self) { try await client.backupStrategy(of: 1) }
        #expect(error?.reason == reason)
        #expect(error?.code == code)
    }

    /// The manual's sample of the clusters' call is a list of clusters.
    @Test(arguments: [
        "null", "[]", #"[{"id":1}]"#, #"{"contents":[{"id":1}]}"#, #"{"contents":[]}"#,
        #"{"contents":[{"id":1000002,"name":"test"}],"page":{"totalElements":1}}"#, "7", "\"x\"",
        "true", #"{"page":{"totalElements":0}}"#,
    ])
    func anotherShapeIsAFailure(data: String) async throws {
        let error = await #expect(throws: OCPError.self) { try await Self.read(data) }
        #expect(error?.reason == .malformed)
        #expect(error?.isFromOCP == true)
    }
}
