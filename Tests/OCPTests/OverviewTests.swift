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
    ])
    func makesNothingUpWithoutData(body: String) async throws {
        let decoded = try await Self.read(body)
        #expect(decoded.value.isEmpty)
        #expect(decoded.malformedFields.isEmpty)
    }

    @Test(arguments: ["{}", #"{"clusterId":null,"obClusterStatus":"","backupSize":" "}"#])
    func takesAbsentNullAndEmptyAsAbsent(data: String) async throws {
        let decoded = try await Self.read(#"{"successful":true,"data":\#(data)}"#)
        #expect(decoded.value == [BackupOverview()])
        #expect(decoded.malformedFields.isEmpty)
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

    @Test func knowsAllNamesOfMalformedFields() async throws {
        let fields = MalformedField.knownFields
        let members = fields.filter { $0 != "tenantName" }.map { "\"\($0)\":[[]]" }
        let inner = members.joined(separator: ",")
        let body = """
            {"successful":true,"data":{"tenantName":[],\(inner),"obBackupAbility":{\(inner),
            "obDataBackupSupportAbility":{\(inner)}}}}
            """
        // Of the known names only those of lists cannot come up here.
        let decoded = try await Self.read(body.replacing("\"contents\":[[]],", with: ""))
        let seen = Set(decoded.malformedFields.map(\.field))
        #expect(seen.isSubset(of: fields))
        #expect(
            Set(fields).subtracting(seen) == [
                "contents", "data", "id", "name", "obBackupAbility", "obDataBackupSupportAbility",
                "obStorageVolumeUnit",
            ]
        )
    }
}
