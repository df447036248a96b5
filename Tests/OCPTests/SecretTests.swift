import Foundation
import Kernel
import Synchronization
import TestSupport
import Testing

@testable import OCP

@Suite struct SecretTests {
    static let word = "correct horse battery staple"

    @Test func isNotPrinted() throws {
        let directory = try TemporaryFolder()
        let path = try directory.overwrite(Self.word, to: "password")
        let secret = Secret(Self.word)
        let reader = SecretReader(.file(path: path))
        let proxy = try ProxyURL("http://user:correct%20horse%20battery%20staple@proxy:3128")
        let things: [Any] = [
            secret, SecretSource.value(secret), Credentials.basic(username: "u", .value(secret)),
            Credentials.accessKey(id: "ak", .value(secret), signingHost: nil),
            try reader.current(), reader, proxy, [secret], ["k": secret],
            ConnectionSettings(baseURL: try BaseURL("http://a"), proxyURL: proxy),
        ]
        for thing in things {
            var dumped = ""
            dump(thing, to: &dumped)
            for text in ["\(thing)", String(reflecting: thing), dumped] {
                #expect(!text.contains("horse"))
            }
        }
        #expect("\(secret) \(String(reflecting: secret))" == "<redacted> <redacted>")
    }

    @Test(arguments: [
        ("pw", "pw"), ("pw\n", "pw"), ("pw\r\n", "pw"), ("pw\n\n", "pw"), (" p w ", " p w "),
        ("p\nw\n", "p\nw"), ("pässword\n", "pässword"), ("\u{FEFF}pw\n", "pw"),
        ("pw\u{FEFF}", "pw\u{FEFF}"),
    ])
    func readsAFileWithoutItsLastLineBreak(content: String, expected: String) throws {
        let directory = try TemporaryFolder()
        let reader = SecretReader(.file(path: try directory.overwrite(content, to: "s")))
        #expect(try reader.current().secret == Secret(expected))
        #expect(try reader.current().problem == nil)
    }

    @Test func readsAgainWhenTheFileChanged() throws {
        let directory = try TemporaryFolder()
        let path = try directory.overwrite("one", to: "s")
        let reader = SecretReader(.file(path: path))
        #expect(try reader.current().version == 1)
        #expect(try reader.current().version == 1)
        // In place, with the same size, within the same tick of the clock.
        try directory.overwrite("two", to: "s")
        #expect(try reader.current().secret == Secret("two"))
        #expect(try reader.current().version == 2)
        // Rewritten with the same content: not another secret.
        try directory.overwrite("two\n", to: "s")
        #expect(try reader.current().version == 2)
        // Replaced by rename, as Kubernetes does.
        try directory.overwrite("three", to: "new")
        #expect(rename(directory.file("new"), path) == 0)
        #expect(try reader.current().secret == Secret("three"))
        #expect(try reader.current().version == 3)
    }

    @Test func readsAgainWhenKubernetesSwapsTheFolder() async throws {
        let folder = try TemporaryFolder()
        try folder.publish(["password": "one"])
        let clock = StandingClock()
        let reader = SecretReader(.file(path: folder.file("password")), now: clock.now)
        #expect(try await reader.recent(within: .seconds(600)).secret == Secret("one"))
        try folder.publish(["password": "two"])
        clock.pass(.seconds(2))
        #expect(try await reader.recent(within: .seconds(600)).secret == Secret("two"))
        #expect(try reader.current().secret == Secret("two"))
    }

    @Test func aRequestHasTheFileLookedAtOnceASecond() async throws {
        let directory = try TemporaryFolder()
        let path = try directory.overwrite("one", to: "s")
        let clock = StandingClock()
        let reader = SecretReader(.file(path: path), now: clock.now)
        func recent() async throws -> Secret {
            try await reader.recent(within: .seconds(600)).secret
        }
        #expect(try await recent() == Secret("one"))
        try directory.overwrite("two", to: "s")
        clock.pass(.milliseconds(900))
        #expect(try await recent() == Secret("one"))
        clock.pass(.milliseconds(101))
        #expect(try await recent() == Secret("two"))
        // What was seen at the beginning of a round is used at once.
        try directory.overwrite("three", to: "s")
        #expect(try await reader.look(within: .seconds(600)).version == 3)
        #expect(try await recent() == Secret("three"))
        #expect(unlink(path) == 0)
        let removed = try await reader.look(within: .seconds(600))
        #expect(removed.secret == Secret("three"))
        #expect(removed.problem?.reason == "No such file or directory")
        try directory.overwrite("three", to: "s")
        let healed = try await reader.look(within: .seconds(600))
        #expect(healed.problem == nil)
        #expect(healed.version == 3)
    }

    @Test func keepsTheLastGoodOne() throws {
        let directory = try TemporaryFolder()
        let path = try directory.overwrite("good", to: "s")
        let reader = SecretReader(.file(path: path))
        _ = try reader.current()
        try directory.overwrite("\n", to: "s")
        let emptied = try reader.current()
        #expect(emptied.secret == Secret("good"))
        #expect(emptied.problem?.description == "\(path): the file is empty")
        #expect(unlink(path) == 0)
        let removed = try reader.current()
        #expect(removed.secret == Secret("good"))
        #expect(removed.version == 1)
        #expect(removed.problem?.description == "\(path): No such file or directory")
        try directory.overwrite("better", to: "s")
        let healed = try reader.current()
        #expect(healed.secret == Secret("better"))
        #expect(healed.problem == nil)
    }

    @Test func namesTheFileThatCannotBeRead() throws {
        let directory = try TemporaryFolder()
        let empty = try directory.overwrite("", to: "empty")
        let large = try directory.overwrite(String(repeating: "x", count: 70_000), to: "large")
        let utf16 = directory.file("utf16")
        try Data([0xFF, 0xFE, 0x70, 0, 0x77, 0]).write(to: URL(fileURLWithPath: utf16))
        let mark = try directory.overwrite("\u{FEFF}\n", to: "mark")
        #expect(mkfifo(directory.file("fifo"), 0o600) == 0)
        let cases = [
            (directory.file("none"), "No such file or directory"), (empty, "the file is empty"),
            (directory.path, "not a regular file"), (large, "larger than 65536 bytes"),
            (directory.file("fifo"), "not a regular file"), (mark, "the file is empty"),
            (utf16, "the file is UTF-16: save it as UTF-8"),
        ]
        for (path, reason) in cases {
            let reader = SecretReader(.file(path: path))
            let problem = #expect(throws: FileProblem.self) { try reader.current() }
            #expect(problem?.description == "\(path): \(reason)")
        }
    }

    static let modes: [(mode_t, SecretReader.Exposure?)] = [
        (0o600, nil), (0o400, nil), (0o640, .group), (0o644, .everyone), (0o604, .everyone),
        (0o622, nil),
    ]

    @Test(arguments: modes)
    func saysWhoCanReadTheFile(
        mode: mode_t,
        expected: SecretReader.Exposure?
    ) async throws {
        let directory = try TemporaryFolder()
        let path = try directory.overwrite("pw", to: "s")
        #expect(chmod(path, mode) == 0)
        #expect(SecretReader(.file(path: path)).exposure == expected)
        #expect(SecretReader(.value(Secret("pw"))).exposure == nil)
        let client = try OCPClient.fake(
            .basic(username: "u", .file(path: path)),
            transport: FakeTransport { _ in .text("") }
        )
        #expect(await client.credentialsState.exposure == expected)
    }

    @Test func asksNothingWithoutASecret() async throws {
        let directory = try TemporaryFolder()
        let path = directory.file("missing")
        let recorder = Recorder()
        let transport = FakeTransport { _ in
            .text("{\"successful\":true,\"data\":{\"clusterId\":1}}")
        }
        let client = try OCPClient.fake(
            .basic(username: "u", .file(path: path)),
            recorder: recorder,
            transport: transport
        )
        let error = await #expect(throws: OCPError.self) { try await client.overview(of: 1) }
        #expect(error?.reason == .unauthorized)
        #expect(
            error?.message == "no secret to log in with: \(path): No such file or directory"
        )
        #expect(transport.sent.isEmpty)
        #expect(recorder.records.isEmpty)
        #expect(await client.credentialsState.version == 0)
        try directory.overwrite("pw", to: "missing")
        #expect(await client.credentialsState.version == 1)
        _ = try await client.overview(of: 1)
        #expect(transport.sent.map { $0.headers["Authorization"] } == ["Basic dTpwdw=="])
        try directory.overwrite("other", to: "missing")
        #expect(await client.credentialsState.version == 2)
        _ = try await client.overview(of: 1)
        #expect(transport.sent.last?.headers["Authorization"] == "Basic dTpvdGhlcg==")
    }
}

/// An OCP that repeats whatever it was sent, everywhere it can.
@Suite struct EchoedSecretTests {
    static let password = "s3cr\"et\\pass\u{7}wörd"
    static let all: [Credentials] = [
        .basic(username: "exporter", .value(Secret(password))),
        .accessKey(id: "ak", .value(Secret(password)), signingHost: nil),
    ]

    /// A JSON string that holds everything secret of a request.
    private static func echo(_ request: TransportRequest) -> String {
        let authorization = request.headers["Authorization"] ?? ""
        let token = authorization.split { $0 == " " || $0 == ":" }.last ?? ""
        let raw = "x \(authorization) \(token) \(password) \(request.headers["X-Auth-Token"] ?? "")"
        let escaped = raw.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"" + escaped.replacing("\u{7}", with: "\\u0007") + "\""
    }

    private static func bodies(_ echo: String) -> [(Int, String)] {
        [
            (200, "{\"successful\":false,\"error\":{\"code\":\(echo),\"message\":\(echo)}}"),
            (401, "{\"successful\":false,\"error\":{\"code\":0,\"message\":\(echo)}}"),
            (500, "{\"error\":\(echo)}"), (200, echo), (200, "{\"data\":\(echo)}"),
            (200, "{\"successful\":true,\"data\":\(echo)}"), (302, ""), (200, echo + echo),
            (
                200,
                "{\"successful\":true,\"data\":{\"clusterName\":\(echo),\"obClusterStatus\":\(echo),"
                    + "\"obClusterId\":\(echo),\"lastDataBackupTime\":\(echo),\"obVersion\":\(echo),"
                    + "\"backupSize\":1,\"obStorageVolumeUnit\":\(echo),\"tenantName\":\(echo)}}"
            ),
            (200, "{\"successful\":true,\"data\":[{\"id\":1,\"name\":\(echo)},{\"id\":\(echo)}]}"),
            (200, "{\"buildVersion\":\(echo)}"),
        ]
    }

    @Test(arguments: all)
    func appearsNowhere(credentials: Credentials) async throws {
        let collected = Mutex<[String]>([])
        let secrets = Mutex<Set<String>>([Self.password, "t0ken-of-a-gate"])
        for index in 0..<Self.bodies("\"\"").count {
            let transport = FakeTransport { request in
                let authorization = request.headers["Authorization"] ?? ""
                let token = authorization.split { $0 == " " || $0 == ":" }.last.map { String($0) }
                secrets.withLock { $0.formUnion([token].compactMap { $0 }) }
                let (status, body) = Self.bodies(Self.echo(request))[index]
                let location = HeaderField("Location", "http://h/\(token ?? "")/\(Self.password)")
                return .text(body, status: status, headers: [location])
            }
            let client = try OCPClient.fake(
                credentials,
                headers: [HeaderField("X-Auth-Token", "t0ken-of-a-gate")],
                transport: transport
            )
            let results: [Any] = [
                await Self.result { try await client.overview(of: 1) },
                await Self.result { try await client.clusters() },
                await Self.result { try await client.info() },
                await Self.result { try await client.time() },
            ]
            for result in results {
                var dumped = ""
                dump(result, to: &dumped)
                collected.withLock { $0 += ["\(result)", dumped] }
            }
        }
        let text = collected.withLock { $0.joined() }
        #expect(text.contains("<redacted>"))
        for secret in secrets.withLock({ $0 }) {
            #expect(secret.utf8.count > 6)
            #expect(!text.contains(secret))
        }
        // Nor in another notation.
        #expect(!text.contains("wörd"))
    }

    @Test(arguments: [
        "X-Api-Key", "X-Auth", "Session-Cookie", "X-Gate-Password", "Client-Secret", "x-ocp-token",
    ])
    func noValueOfAFieldThatIsNamedLikeAKey(name: String) async throws {
        let value = "opensesame"
        let client = try OCPClient.fake(
            .none,
            headers: [HeaderField(configured: name, value: value)],
            transport: FakeTransport { request in
                let sent = request.headers[name] ?? ""
                return .text(
                    "{\"successful\":false,\"error\":{\"code\":1,\"message\":\"no \(sent)\"}}"
                )
            }
        )
        let error = await #expect(throws: OCPError.self) { try await client.overview(of: 1) }
        #expect(error?.message.contains("no <redacted>") == true)
        let failing = try OCPClient.fake(
            .none,
            headers: [HeaderField(configured: name, value: value)],
            transport: FakeTransport { _ in
                throw OCPError(reason: .connect, message: "broken by \(value)")
            }
        )
        let failure = await #expect(throws: OCPError.self) { try await failing.info() }
        #expect(failure?.message == "broken by <redacted>")
    }

    private static func result<Value>(
        _ ask: () async throws -> Value
    ) async -> Result<Value, any Error> {
        do { return .success(try await ask()) } catch { return .failure(error) }
    }
}
