import Testing

@testable import OCP

/// A strategy's answer may hold the keys of the backup's storage, which no redactor of ours knows.
@Suite struct StrategySecretTests {
    static let secret = "s3cr3t"

    /// Asks for a strategy and returns everything that can be seen of it.
    static func traces(_ response: TransportResponse) async throws -> String {
        let recorder = Recorder()
        let client = try OCPClient.answering(response, recorder: recorder)
        var seen = ""
        do {
            let decoded = try await client.backupStrategy(of: 1, tenant: 2)
            seen = String(reflecting: decoded)
            dump(decoded, to: &seen)
        } catch {
            seen = "\(error) " + String(reflecting: error)
            dump(error, to: &seen)
        }
        return seen + String(reflecting: recorder.records)
    }

    @Test func theSamplesKeysAreNotRead() async throws {
        let body = try Fixture.bytes("strategy.json")
        #expect(String(decoding: body, as: UTF8.self).contains(Self.secret))
        let seen = try await Self.traces(TransportResponse(status: 200, body: body))
        #expect(!seen.contains(Self.secret))
    }

    /// Every beginning of the sample, as a connection that breaks early leaves it.
    @Test func brokenJSONIsNotQuoted() async throws {
        let body = try Fixture.bytes("strategy.json")
        for length in stride(from: 1, to: body.count, by: 7) {
            for tail in [[], Array("}".utf8), Array("\u{1}s3cr3t".utf8)] {
                let response = TransportResponse(status: 200, body: body[..<length] + tail)
                #expect(!(try await Self.traces(response)).contains(Self.secret))
            }
        }
    }

    /// What a field may hold instead of its value.
    static let values = [
        "\"s3cr3t\"", "[\"s3cr3t\"]", "{\"s3cr3t\":\"s3cr3t\"}", "{\"accessKeySecret\":\"s3cr3t\"}",
        "\"-1 s3cr3t\"", "\"s3cr3t\\u0000\"",
    ]

    @Test(arguments: values)
    func badFieldsAreNotQuoted(value: String) async throws {
        let schedule = ["backupScheduleEnabled", "cleanEnabled", "backupDataRetentionDays"]
        let threshold = [
            "logBackupDelaySeconds", "dataBackupTimeoutMinutes", "noSuccessfulDataBackupAlarmDays",
        ]
        func object(_ fields: [String]) -> String {
            "{" + fields.map { "\"\($0)\":\(value)" }.joined(separator: ",") + "}"
        }
        let objects = [
            "{\"id\":\(value),\"type\":\(value)}", "{\"type\":\(value)}",
            "{\"id\":1,\"obBackupScheduleConfig\":\(value),\"obBackupThresholdConfig\":\(value)}",
            "{\"id\":1,\"obBackupScheduleConfig\":\(object(schedule)),"
                + "\"obBackupThresholdConfig\":\(object(threshold))}",
            value, "[\(value)]", "{\"contents\":[\(value)]}", "{\"id\":1,\"storageUrl\":\(value)}",
        ]
        for data in objects {
            let body = "{\"successful\":true,\"data\":\(data)}"
            #expect(!(try await Self.traces(.text(body))).contains(Self.secret), "\(data)")
        }
        let decoded = try await StrategyTests.read(objects[3])
        #expect(decoded.malformedFields.map(\.field) == schedule + threshold)
    }

    @Test(arguments: [200, 201, 302, 400, 401, 403, 404, 429, 500], values)
    func envelopesAreQuotedOnlyByTheirCode(status: Int, value: String) async throws {
        let bodies = [
            "{\"successful\":false,\"error\":{\"code\":\"BAK1\",\"message\":\(value)}}",
            "{\"successful\":false,\"error\":{\"code\":\(value),\"message\":\(value)}}",
            "{\"successful\":false,\"error\":\(value),\"data\":\(value)}",
            "{\"successful\":\(value),\"status\":\(value),\"error\":\(value)}",
            "{\"error\":{\"code\":1,\"message\":\(value),\"subErrors\":[\(value)],"
                + "\"target\":\(value),\"debugMessage\":\(value)}}",
            value,
        ]
        for body in bodies {
            let seen = try await Self.traces(.text(body, status: status))
            #expect(!seen.contains(Self.secret), "\(body)")
        }
    }

    @Test(arguments: [200, 401, 404, 500])
    func otherBodiesAreNotQuoted(status: Int) async throws {
        for body in ["<html>s3cr3t</html>", "s3cr3t", "{s3cr3t", "[s3cr3t]", "\"s3cr3t"] {
            let seen = try await Self.traces(.text(body, status: status))
            #expect(!seen.contains(Self.secret), "\(body)")
        }
    }

    @Test func theCodeIsToldAndTheMessageIsNot() async throws {
        let body = #"{"successful":false,"error":{"code":"OBE12345","message":"key AKIA"}}"#
        let client = try OCPClient.answering(.text(body, status: 500))
        let error = await #expect(throws: OCPError.self) { try await client.backupStrategy(of: 1) }
        #expect(error?.message == "HTTP 500 (code OBE12345)")
        let other = await #expect(throws: OCPError.self) { try await client.logBackupTasks(of: 1) }
        #expect(other?.message == "HTTP 500: OCP says \"key AKIA\" (code OBE12345)")
    }

    static let codes: [(String, Bool)] = [
        ("BAK21006", true), ("20106", true), ("0", true), ("IAM10000", true), ("OBE", false),
        ("", false), ("AKIAIOSFODNN7EXAMPLE", false), ("LTAI5tAbC", false),
        ("12345678", false), ("BAK21006x", false), ("BAK 1", false),
    ]

    @Test(arguments: codes)
    func knowsWhatIsACode(text: String, expected: Bool) {
        #expect(ErrorCode.isPlain(text) == expected)
    }
}
