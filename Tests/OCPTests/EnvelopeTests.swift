import Testing

@testable import OCP

@Suite struct EnvelopeTests {
    static let failures: [(String, FailureReason)] = [
        // Not JSON at all.
        ("", .notJSON), ("  \n", .notJSON), ("<!doctype html><html></html>", .notJSON),
        ("\u{FEFF}<html>", .notJSON), ("OK", .notJSON), ("successful: true", .notJSON),
        // JSON that is broken.
        ("{\"data\":{\"clusterId\":1", .malformed), ("{\"successful\":true,}", .malformed),
        ("{\"successful\":true}{}", .malformed), ("{\"successful\":true,\"data\":NaN}", .malformed),
        ("[", .malformed), (String(repeating: "[", count: 100_000), .malformed),
        // JSON that is no envelope.
        ("{}", .malformed), ("[]", .malformed), ("\"x\"", .malformed), ("1", .malformed),
        ("null", .malformed), ("{\"data\":{}}", .malformed), ("{\"successful\":1}", .malformed),
        ("{\"successful\":\"maybe\"}", .malformed), ("{\"error\":\"not found\"}", .unsuccessful),
        // Envelopes that report a failure, or contradict themselves.
        ("{\"successful\":false}", .unsuccessful), ("{\"successful\":\"false\"}", .unsuccessful),
        ("{\"successful\":false,\"status\":200,\"data\":{}}", .unsuccessful),
        ("{\"successful\":true,\"status\":500,\"data\":{}}", .unsuccessful),
        ("{\"successful\":true,\"status\":\"404\",\"data\":{}}", .unsuccessful),
        (
            "{\"successful\":true,\"error\":{\"code\":0,\"message\":\"m\"},\"data\":{}}",
            .unsuccessful
        ),
        ("{\"error\":{\"code\":1115}}", .unsuccessful), ("{\"status\":500}", .unsuccessful),
        ("{\"successful\":false,\"status\":401,\"error\":{\"code\":0}}", .unauthorized),
        // Codes that say more.
        ("{\"successful\":false,\"error\":{\"code\":11001}}", .notFound),
        ("{\"successful\":false,\"error\":{\"code\":\"OBE11001\"}}", .notFound),
        ("{\"successful\":false,\"error\":{\"code\":3004}}", .unauthorized),
        ("{\"successful\":false,\"error\":{\"code\":\"3000\"}}", .unauthorized),
        ("{\"successful\":false,\"error\":{\"code\":\" IAM10014 \"}}", .unauthorized),
        ("{\"successful\":false,\"error\":{\"code\":\"IAM10020\"}}", .unauthorized),
        ("{\"successful\":false,\"error\":{\"code\":3017}}", .forbidden),
        ("{\"successful\":false,\"error\":{\"code\":\"IAM11000\"}}", .forbidden),
        ("{\"successful\":false,\"error\":{\"code\":\"COM10009\"}}", .forbidden),
        ("{\"successful\":false,\"error\":{\"code\":\"BAK21004\"}}", .unsuccessful),
        ("{\"successful\":false,\"error\":{\"code\":[]}}", .unsuccessful),
        ("{\"successful\":true,\"error\":{\"code\":\"OBE11001\"}}", .notFound),
    ]

    @Test(arguments: failures)
    func judgesTheBody(body: String, reason: FailureReason) async throws {
        let recorder = Recorder()
        let client = try OCPClient.answering(.text(body), recorder: recorder)
        let error = await #expect(throws: OCPError.self) { try await client.overview(of: 1) }
        #expect(error?.reason == reason)
        #expect(error?.status == 200)
        #expect(recorder.records.map(\.failure) == [error])
    }

    static let successes = [
        "{\"successful\":true,\"data\":{\"clusterId\":7}}",
        "{\"successful\":\"true\",\"data\":{\"clusterId\":7}}",
        "{\"status\":200,\"data\":{\"clusterId\":7}}",
        "{\"successful\":true,\"status\":200,\"error\":null,\"data\":{\"clusterId\":\"7\"}}",
        "\u{FEFF} {\"successful\":true,\"data\":{\"clusterId\":7},\"more\":{}} \n",
        "{\"successful\":false,\"successful\":true,\"data\":{\"clusterId\":7}}",
    ]

    @Test(arguments: successes)
    func acceptsSuccessInUnusualClothes(body: String) async throws {
        let headers = [HeaderField("Content-Type", "text/html")]
        let client = try OCPClient.answering(.text(body, headers: headers))
        #expect(try await client.overview(of: 1).value.map(\.clusterId) == [7])
    }

    @Test func quotesWhatOCPSays() async throws {
        let body = """
            {"duration":0,"error":{"code":"BAK21004","message":"no strategy\\n\\u001b[31m"},
            "status":200,"successful":false}
            """
        let client = try OCPClient.answering(.text(body))
        let error = await #expect(throws: OCPError.self) { try await client.overview(of: 1) }
        #expect(error?.code == "BAK21004")
        #expect(error?.isFromOCP == true)
        #expect(
            error?.message
                == "HTTP 200, but OCP reports a failure: OCP says \"no strategy\\n\\u001b[31m\""
                + " (code BAK21004)"
        )
    }

    @Test func keepsMessagesShort() async throws {
        let long = String(repeating: "é", count: 100_000)
        let body = "{\"successful\":false,\"error\":{\"code\":\"\(long)\",\"message\":\"\(long)\"}}"
        let client = try OCPClient.answering(.text(body))
        let error = await #expect(throws: OCPError.self) { try await client.overview(of: 1) }
        #expect((error?.message.utf8.count ?? .max) <= 512)
        #expect((error?.code?.utf8.count ?? .max) <= 64)
    }
}
