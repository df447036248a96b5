import Testing

@testable import OCP

@Suite struct ProbeTests {
    static let versions: [(String, String?)] = [
        (#"{"buildVersion":"4.3.5-20250610160438","name":"ocp"}"#, "4.3.5"),
        (#"{"buildVersion":"4.2.1_build"}"#, "4.2.1"), (#"{"buildVersion":"4.3.3"}"#, "4.3.3"),
        (#"{"name":"ocp"}"#, nil), (#"{"buildVersion":""}"#, nil), (#"{"buildVersion":"-1"}"#, nil),
        (#"{"buildVersion":7}"#, nil), ("{}", nil),
        (#"{"data":{"buildVersion":"4.0.3"},"successful":true}"#, "4.0.3"),
    ]

    @Test(arguments: versions)
    func readsTheVersion(body: String, expected: String?) async throws {
        #expect(try await OCPClient.answering(.text(body)).info() == expected)
    }

    static let noInfos: [(String, FailureReason)] = [
        ("<html>", .notJSON), ("", .notJSON), ("[]", .malformed), ("{", .malformed),
        (#"{"successful":false,"error":{"code":"IAM10000"}}"#, .unauthorized),
    ]

    @Test(arguments: noInfos)
    func failsWithoutInfo(body: String, reason: FailureReason) async throws {
        let client = try OCPClient.answering(.text(body))
        let error = await #expect(throws: OCPError.self) { try await client.info() }
        #expect(error?.reason == reason)
    }

    @Test(arguments: [
        "2023-01-17T04:14:07.500Z", "\"2023-01-17T12:14:07.500+08:00\"",
        " 2023-01-17T04:14:07.5+0000\n",
        #"{"data":"2023-01-17T04:14:07.5Z","successful":true}"#,
    ])
    func comparesClocks(body: String) async throws {
        let transport = FakeTransport { _ in .text(body, headers: []) }
        let client = try OCPClient.fake(now: 1_673_928_842, transport: transport)
        #expect(try await client.time() == 5.5)
        #expect(transport.sent.first?.target == "/api/v2/time")
        #expect(transport.sent.first?.headers["Authorization"] == nil)
        #expect(transport.sent.first?.headers["Date"] == nil)
    }

    static let noTimes: [(String, FailureReason)] = [
        ("<html>", .notJSON), ("", .malformed), ("soon", .malformed), ("1673928842", .malformed),
        ("{}", .malformed), ("\"x\"", .malformed), ("{\"successful\":false}", .unsuccessful),
    ]

    @Test(arguments: noTimes)
    func failsWithoutATime(body: String, reason: FailureReason) async throws {
        let client = try OCPClient.answering(.text(body))
        let error = await #expect(throws: OCPError.self) { try await client.time() }
        #expect(error?.reason == reason)
    }

    @Test func keepsThePathPrefix() async throws {
        let transport = FakeTransport { _ in .text("{}") }
        let client = try OCPClient.fake(url: "https://gate.example/ocp/", transport: transport)
        _ = try await client.info()
        #expect(transport.sent.first?.target == "/ocp/api/v2/info")
        #expect(transport.sent.first?.headers["Host"] == "gate.example")
    }

    @Test func reportsNothingOfCancelledRequests() async throws {
        let recorder = Recorder()
        let transport = FakeTransport { _ in throw CancellationError() }
        let client = try OCPClient.fake(recorder: recorder, transport: transport)
        await #expect(throws: CancellationError.self) { try await client.info() }
        #expect(recorder.records.isEmpty)
    }

    @Test func redactsWhatTheTransportQuotes() async throws {
        let quoting = OCPError(reason: .malformed, message: "not HTTP: \u{1B}pa55word!")
        let client = try OCPClient.fake(transport: FakeTransport { _ in throw quoting })
        let error = await #expect(throws: OCPError.self) { try await client.info() }
        #expect(error?.message == "not HTTP: \\u001b<redacted>")
    }

    @Test func reportsWhatTheTransportThrows() async throws {
        let recorder = Recorder()
        let refused = OCPError(reason: .connect, message: "refused")
        let transport = FakeTransport { _ in throw refused }
        let client = try OCPClient.fake(recorder: recorder, transport: transport)
        await #expect(throws: refused) { try await client.info() }
        #expect(recorder.records.map(\.failure) == [refused])
        #expect(recorder.records.allSatisfy { $0.duration ?? 0 > 0 })
    }
}
