import Testing

@testable import OCP

@Suite struct OverviewTests {
    /// What the manual's sample says.
    static var sample: BackupOverview {
        var overview = BackupOverview()
        overview.clusterId = 1_000_005
        overview.obClusterId = "5"
        overview.clusterName = "yc0820_17"
        overview.obVersion = "2.2.77"
        overview.obClusterType = "PRIMARY"
        overview.obClusterStatus = "RUNNING"
        overview.compactionStatus = "IDLE"
        overview.obClusterBackupStatus = "HAS_BACKUP_STRATEGY"
        overview.backupDimension = "CLUSTER"
        overview.backupScheduleStatus = "NORMAL"
        overview.backupAbility = "PHYSICAL_BACKUP"
        overview.backupMode = "PHYSICAL_BACKUP"
        overview.primaryAndStandbyMode = false
        overview.fullBackupEnabled = true
        overview.incrementBackupEnabled = true
        overview.canDoIncrementalBackup = false
        overview.lastDataBackupTime = 1_631_784_302.993
        overview.latestLogBackupCheckpoint = 1_632_293_347.296
        overview.logBackupDelaySeconds = 98
        return overview
    }

    static func read(_ body: [UInt8]) async throws -> Decoded<[BackupOverview]> {
        try await OCPClient.answering(TransportResponse(status: 200, body: body)).overview(of: 1)
    }

    static func read(_ body: String) async throws -> Decoded<[BackupOverview]> {
        try await read(Array(body.utf8))
    }

    @Test func readsTheManualsSample() async throws {
        let decoded = try await Self.read(Fixture.bytes("overview.json"))
        #expect(decoded.value == [Self.sample])
        #expect(decoded.malformedFields.isEmpty)
    }

    @Test func readsASizeWithItsUnit() async throws {
        let decoded = try await Self.read(Fixture.bytes("overview-with-size.json"))
        var expected = Self.sample
        expected.backupSizeBytes = 12.34 * 1_073_741_824
        #expect(decoded.value == [expected])
        #expect(decoded.malformedFields.isEmpty)
    }

    @Test func leavesAbsentWhatAClusterWithoutStrategyLacks() async throws {
        let decoded = try await Self.read(Fixture.bytes("overview-no-strategy.json"))
        var expected = Self.sample
        expected.obClusterBackupStatus = "NO_BACKUP_STRATEGY"
        expected.backupScheduleStatus = "NONE"
        expected.lastDataBackupTime = nil
        expected.latestLogBackupCheckpoint = nil
        expected.logBackupDelaySeconds = nil
        #expect(decoded.value == [expected])
        #expect(decoded.malformedFields.isEmpty)
    }

    @Test func readsATenant() async throws {
        let decoded = try await Self.read(Fixture.bytes("overview-tenant.json"))
        var expected = Self.sample
        expected.backupDimension = "TENANT"
        expected.obVersion = "4.2.1.0"
        expected.tenantName = "mysql_tenant"
        #expect(decoded.value == [expected])
        #expect(decoded.malformedFields.isEmpty)
    }

    @Test(arguments: [
        #"{"successful":true}"#, #"{"data":null,"successful":true,"status":200}"#,
        #"{"data":[],"successful":true}"#, #"{"data":{"contents":[]},"status":200}"#,
        #"{"data":{},"successful":true}"#, #"{"data":[{}],"successful":true}"#,
        #"{"data":[null,7],"successful":true}"#, #"{"data":{"contents":null},"status":200}"#,
        #"{"data":{"contents":[{}]},"successful":true}"#, #"{"data":{"x":1},"successful":true}"#,
        #"{"data":{"clusterId":null,"obClusterStatus":"","backupSize":" "},"successful":true}"#,
    ])
    func aSuccessWithoutAValueIsAFailure(body: String) async throws {
        let error = await #expect(throws: OCPError.self) { try await Self.read(body) }
        #expect(error?.reason == .malformed)
        #expect(error?.isFromOCP == true)
        #expect(error?.message.contains("sends no data") == true)
    }

    @Test func takesAbsentNullAndEmptyAsAbsent() async throws {
        let data = #"{"clusterId":5,"obVersion":null,"obClusterStatus":"","backupSize":" "}"#
        let decoded = try await Self.read(#"{"successful":true,"data":\#(data)}"#)
        var expected = BackupOverview()
        expected.clusterId = 5
        #expect(decoded.value == [expected])
        #expect(decoded.malformedFields.isEmpty)
    }

    /// OCP's way to say never; a cluster that was never backed up has been answered for.
    @Test(arguments: [
        "1970-01-01T08:00:00.000+08:00", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000+0800",
        "1969-12-31T19:00:00-05:00",
    ])
    func aTimeAtTheEpochIsAbsent(time: String) async throws {
        let times = ["lastDataBackupTime", "latestLogBackupCheckpoint"].map {
            "\"\($0)\":\"\(time)\""
        }
        let data = "{\(times.joined(separator: ","))}"
        let decoded = try await Self.read(#"{"successful":true,"data":\#(data)}"#)
        #expect(decoded.value == [BackupOverview()])
        #expect(decoded.malformedFields.isEmpty)
    }

    @Test(arguments: [200, 400, 404, 500], ["\"BAK21006\"", "\"20106\"", "20106"])
    func noStrategyIsAnAnswer(status: Int, code: String) async throws {
        let body = "{\"successful\":false,\"status\":\(status),\"error\":{\"code\":\(code)}}"
        let recorder = Recorder()
        let client = try OCPClient.answering(.text(body, status: status), recorder: recorder)
        var expected = BackupOverview()
        expected.obClusterBackupStatus = "NO_BACKUP_STRATEGY"
        #expect(try await client.overview(of: 1).value == [expected])
        #expect(recorder.records.map(\.failure) == [nil])
    }

    /// Whoever is not let in has learnt nothing; nor does something in front of OCP know.
    @Test(arguments: [
        (401, "BAK21006", FailureReason.unauthorized), (429, "BAK21006", .throttled),
        (302, "BAK21006", .redirected), (200, "BAK21007", .unsuccessful),
    ])
    func otherErrorsAreFailures(status: Int, code: String, reason: FailureReason) async throws {
        let body = "{\"successful\":false,\"error\":{\"code\":\"\(code)\"}}"
        let client = try OCPClient.answering(.text(body, status: status))
        let error = await #expect(throws: OCPError.self) { try await client.overview(of: 1) }
        #expect(error?.reason == reason)
    }

    @Test(arguments: [
        #"[{"tenantName":"a"},{"tenantName":"b"},7,{"tenantName":"a"}]"#,
        #"{"contents":[{"tenantName":"a"},{"tenantName":"b"},7,{"tenantName":"a"}]}"#,
    ])
    func takesSeveralForTenantsEachOnce(data: String) async throws {
        let decoded = try await Self.read(#"{"successful":true,"data":\#(data)}"#)
        #expect(decoded.value.map(\.tenantName) == ["a", "b"])
        #expect(decoded.malformedFields.map(\.field) == ["data", "tenantName"])
    }

    @Test(arguments: ["1", "\"x\"", "true"])
    func refusesDataThatIsNoObject(data: String) async throws {
        let error = await #expect(throws: OCPError.self) {
            try await Self.read(#"{"successful":true,"data":\#(data)}"#)
        }
        #expect(error?.reason == .malformed)
        #expect(error?.isFromOCP == true)
    }
}
