import Testing

@testable import OCP

/// Values in unusual clothes, and values that are none, one field at a time.
@Suite struct FieldTests {
    static func overview(
        _ members: String
    ) async throws -> (BackupOverview, [MalformedField]) {
        let decoded = try await OverviewTests.read(#"{"successful":true,"data":{\#(members)}}"#)
        return (try #require(decoded.value.first), decoded.malformedFields)
    }

    static let numbers: [(String, Double?)] = [
        ("98", 98), ("\"98\"", 98), ("77.6421", 77.6421), ("\" 98.00 \"", 98), ("-3", -3),
        ("0", 0), ("1e3", 1_000), ("1e-400", 0), ("9007199254740993", 9_007_199_254_740_992),
        ("1e400", nil), ("\"NaN\"", nil), ("\"inf\"", nil), ("\"-Infinity\"", nil), ("true", nil),
        ("\"98s\"", nil), ("\"0x10\"", nil), ("\"1,5\"", nil), ("[98]", nil), ("{}", nil),
        ("\"+1\"", nil), ("\"1e400\"", nil), ("\"九\"", nil),
    ]

    @Test(arguments: numbers)
    func readsNumbers(text: String, expected: Double?) async throws {
        let (overview, malformed) = try await Self.overview(#""logBackupDelaySeconds":\#(text)"#)
        #expect(overview.logBackupDelaySeconds == expected)
        #expect(malformed.map(\.field) == (expected == nil ? ["logBackupDelaySeconds"] : []))
    }

    static let flags: [(String, Bool?)] = [
        ("true", true), ("false", false), ("\"true\"", true), ("\" FALSE \"", false),
        ("1", nil), ("\"yes\"", nil), ("[]", nil),
    ]

    @Test(arguments: flags)
    func readsTruthValues(text: String, expected: Bool?) async throws {
        let (overview, malformed) = try await Self.overview(#""primaryAndStandbyMode":\#(text)"#)
        #expect(overview.primaryAndStandbyMode == expected)
        #expect(malformed.map(\.field) == (expected == nil ? ["primaryAndStandbyMode"] : []))
    }

    static let states: [(String, String?)] = [
        ("\"NORMAL\"", "NORMAL"), ("\" NORMAL\\n\"", "NORMAL"), ("\"normal\"", "normal"),
        ("\"A\\u0000B\\u001b[31mC\\u202e\"", "AB[31mC"), ("\"\\u0007\"", nil), ("\"  \"", nil),
        ("\"a\\\"b\\\\c\"", "a\"b\\c"),
        ("\"\(String(repeating: "x", count: 80))\"", String(repeating: "x", count: 64)),
        ("\"\(String(repeating: "é", count: 40))\"", String(repeating: "é", count: 32)),
    ]

    @Test(arguments: states)
    func readsStates(text: String, expected: String?) async throws {
        let fields = #""clusterId":1,"backupScheduleStatus":\#(text)"#
        let (overview, malformed) = try await Self.overview(fields)
        #expect(overview.backupScheduleStatus == expected)
        #expect(malformed.isEmpty)
    }

    @Test(arguments: ["1", "true", "[]", "{}"])
    func refusesStatesThatAreNoText(text: String) async throws {
        let (overview, malformed) = try await Self.overview(#""compactionStatus":\#(text)"#)
        #expect(overview.compactionStatus == nil)
        #expect(malformed.map(\.field) == ["compactionStatus"])
    }

    @Test func keepsNamesAsTheyAre() async throws {
        let (overview, malformed) = try await Self.overview(
            #""clusterName":" a\"\\\n\u0000\u202e# EOF ","tenantName":"\ud800""#
        )
        #expect(overview.clusterName == " a\"\\\n\0\u{202E}# EOF ")
        #expect(overview.tenantName == "\u{FFFD}")
        #expect(malformed.isEmpty)
    }

    @Test func cutsLongNamesBetweenCharacters() async throws {
        let family = "👨‍👩‍👧"
        let name = String(repeating: "x", count: 1_020) + family
        let (overview, _) = try await Self.overview(#""clusterName":"\#(name)""#)
        #expect(overview.clusterName == String(repeating: "x", count: 1_020))
        let marks = "e" + String(repeating: "\u{301}", count: 2_000)
        let (other, _) = try await Self.overview(#""clusterName":"\#(marks)""#)
        #expect(other.clusterName?.utf8.count == 1_023)
    }

    static let identifiers: [(String, String?)] = [
        ("5", "5"), ("\"5\"", "5"), ("5.0", "5"), ("\" 5 \"", "5"), ("\"ob-5\"", "ob-5"),
        ("\"9223372036854775808\"", "9223372036854775808"), ("-1", "-1"),
        ("true", nil), ("5.5", nil), ("9223372036854775808", nil), ("[5]", nil),
    ]

    @Test(arguments: identifiers)
    func readsIdentifiers(text: String, expected: String?) async throws {
        let (overview, malformed) = try await Self.overview(#""obClusterId":\#(text)"#)
        #expect(overview.obClusterId == expected)
        #expect(malformed.map(\.field) == (expected == nil ? ["obClusterId"] : []))
    }

    static let times: [(String, Double?)] = [
        ("\"2021-09-16T17:25:02.993+0800\"", 1_631_784_302.993),
        ("\"2021-09-16T17:25:02\"", nil), ("\"2021-02-30T00:00:00Z\"", nil),
        ("1631784302993", nil), ("\"1631784302993\"", nil), ("\"yesterday\"", nil), ("{}", nil),
    ]

    @Test(arguments: times)
    func readsTimes(text: String, expected: Double?) async throws {
        for field in ["lastDataBackupTime", "latestLogBackupCheckpoint"] {
            let (overview, malformed) = try await Self.overview("\"\(field)\":\(text)")
            let time =
                field == "lastDataBackupTime"
                ? overview.lastDataBackupTime : overview.latestLogBackupCheckpoint
            #expect(time == expected)
            #expect(malformed.map(\.field) == (expected == nil ? [field] : []))
        }
    }

    static let sizes: [(String, Double?, String?)] = [
        (#""backupSize":12.34,"obStorageVolumeUnit":"GB""#, 12.34 * 0x1p30, nil),
        (#""backupSize":"12.34","obStorageVolumeUnit":" gb ""#, 12.34 * 0x1p30, nil),
        (#""backupSize":1,"obStorageVolumeUnit":"B""#, 1, nil),
        (#""backupSize":1,"obStorageVolumeUnit":"KB""#, 0x1p10, nil),
        (#""backupSize":1,"obStorageVolumeUnit":"MB""#, 0x1p20, nil),
        (#""backupSize":1,"obStorageVolumeUnit":"TB""#, 0x1p40, nil),
        (#""backupSize":1,"obStorageVolumeUnit":"Pb""#, 0x1p50, nil),
        (#""backupSize":0,"obStorageVolumeUnit":"TB""#, 0, nil),
        (#""obStorageVolumeUnit":"GB""#, nil, nil),
        (#""obStorageVolumeUnit":"what""#, nil, nil),
        (#""backupSize":null,"obStorageVolumeUnit":"GB""#, nil, nil),
        (#""backupSize":12"#, nil, "obStorageVolumeUnit"),
        (#""backupSize":12,"obStorageVolumeUnit":"""#, nil, "obStorageVolumeUnit"),
        (#""backupSize":12,"obStorageVolumeUnit":"GiB""#, nil, "obStorageVolumeUnit"),
        (#""backupSize":12,"obStorageVolumeUnit":3"#, nil, "obStorageVolumeUnit"),
        (#""backupSize":-1,"obStorageVolumeUnit":"GB""#, nil, "backupSize"),
        (#""backupSize":1e308,"obStorageVolumeUnit":"GB""#, nil, "backupSize"),
        (#""backupSize":"much","obStorageVolumeUnit":"GB""#, nil, "backupSize"),
    ]

    @Test(arguments: sizes)
    func readsSizesOnlyWithAUnit(members: String, expected: Double?, bad: String?) async throws {
        let (overview, malformed) = try await Self.overview(members)
        #expect(overview.backupSizeBytes == expected)
        #expect(malformed.map(\.field) == (bad.map { [$0] } ?? []))
    }

    @Test func giveZeroNoSign() async throws {
        let (overview, _) = try await Self.overview(
            #""backupSize":-0.0,"obStorageVolumeUnit":"GB""#
        )
        #expect(overview.backupSizeBytes?.sign == .plus)
    }

    @Test func oneBadFieldCostsOnlyItself() async throws {
        let body = try String(decoding: Fixture.bytes("overview.json"), as: UTF8.self)
            .replacing("\"2021-09-16T17:25:02.993+0800\"", with: "{\"time\":7}")
            .replacing("\"backupAbility\":\"PHYSICAL_BACKUP\"", with: "\"backupAbility\":[1]")
        let decoded = try await OverviewTests.read(body)
        var expected = OverviewTests.sample
        expected.lastDataBackupTime = nil
        expected.backupAbility = nil
        #expect(decoded.value == [expected])
        #expect(
            Set(decoded.malformedFields.map(\.field)) == ["backupAbility", "lastDataBackupTime"]
        )
    }

    @Test func saysInOneLineWhatIsWrong() async throws {
        let (_, malformed) = try await Self.overview(
            #""lastDataBackupTime":"a\nb\u001b","logBackupDelaySeconds":"pa55word!""#
        )
        #expect(
            malformed == [
                MalformedField(
                    field: "lastDataBackupTime",
                    problem: #""a\nb\u001b" is not a time with an offset in 1970 to 9999"#
                ),
                MalformedField(
                    field: "logBackupDelaySeconds",
                    problem: #""<redacted>" is not a finite number"#
                ),
            ]
        )
    }

    @Test func theLastOfDuplicateKeysCounts() async throws {
        let (overview, malformed) = try await Self.overview(
            #""logBackupDelaySeconds":1,"logBackupDelaySeconds":2"#
        )
        #expect(overview.logBackupDelaySeconds == 2)
        #expect(malformed.isEmpty)
    }
}
