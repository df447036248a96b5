import Foundation
import HTTP
import Synchronization
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// What happens when the web configuration changes while the exporter runs.
@Suite(.timeLimit(.minutes(15))) struct WebSecurityTests {
    /// `correct horse` and `käse:brot` at the lowest cost.
    private static let horse = "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e"
    private static let cheese = "$2y$04$zyxwvutsrqponmlkjihgfuBVL4ya5zeoLQEfkRGcqUQ0lkAjJGrnC"

    private let folder: TemporaryFolder
    private let log = LogLines()
    private let time = ManualTime()

    init() throws {
        folder = try TemporaryFolder()
        for name in ["client.pem", "client.key", "other.key"] {
            try FileManager.default.copyItem(
                atPath: ConfigurationFixture.path("files/\(name)"),
                toPath: folder.file(name)
            )
        }
    }

    private static func users(_ hash: String) -> String {
        #"{ basic_auth_users: { prometheus: "\#(hash)" } }"#
    }

    private static let tls =
        #"{ tls_server_config: { cert_file: "client.pem", key_file: "client.key" } }"#

    private func security(_ text: String) throws -> WebSecurity {
        try WebSecurity(
            try folder.write(text, to: "web.json"),
            environment: [:],
            logger: Logger(time: time) { [log] in log.add($0) },
            time: time
        )
    }

    /// Asks as a user would; the endpoint behind the gate says `in`.
    private func ask(
        _ security: WebSecurity,
        _ password: String? = nil,
        path: String = "/metrics"
    ) async -> HTTPResponse {
        var request = HTTPRequest(path: path)
        if let password {
            let token = Data("prometheus:\(password)".utf8).base64EncodedString()
            request.fields.append("Authorization", "Basic \(token)")
        }
        let gate = security.guarding(Inside())
        return await withCheckedContinuation { answer in
            gate.handle(request) { answer.resume(returning: $0) }
        }
    }

    private struct Inside: HTTPHandler {
        func handle(
            _ request: HTTPRequest,
            answer: @escaping @Sendable (HTTPResponse) -> Void
        ) {
            answer(.text(200, "in"))
        }
    }

    @Test func usersAreAskedForEverywhereButWhereOthersLook() async throws {
        let security = try security(Self.users(Self.horse))
        for path in ["/metrics", "/", "/-/reload", "/nothing", "*"] {
            #expect(await ask(security, path: path).status == 401)
            #expect(await ask(security, "wrong", path: path).status == 401)
            #expect(await ask(security, "correct horse", path: path).status == 200)
        }
        for path in ["/-/healthy", "/-/ready"] {
            #expect(await ask(security, path: path).status == 200)
        }
        let challenge = await ask(security).fields["WWW-Authenticate"]
        #expect(challenge?.hasPrefix("Basic realm=\"oceanbase-backup-exporter\"") == true)
    }

    @Test func anEditIsInForceAfterTheNextLook() async throws {
        let security = try security("{}")
        #expect(await ask(security).status == 200)
        time.advance(by: .seconds(10))
        try folder.write(Self.users(Self.horse), to: "web.json")
        security.look()
        #expect(await ask(security).status == 401)
        #expect(await ask(security, "correct horse").status == 200)
        #expect(security.report == .init(isSuccessful: true, lastSuccess: ManualTime.start + 10))
        try folder.write(Self.users(Self.cheese), to: "web.json")
        security.look()
        #expect(await ask(security, "correct horse").status == 401)
        #expect(await ask(security, "käse:brot").status == 200)
        try folder.write(
            #"{ http_server_config: { headers: { "X-Frame-Options": "deny" } } }"#,
            to: "web.json"
        )
        security.look()
        let answer = await ask(security)
        #expect(answer.status == 200)
        #expect(answer.fields["X-Frame-Options"] == "deny")
        security.look()
        #expect(log.lines("web configuration loaded").count == 3)
    }

    @Test func theSameUsersNeedNotLogInAnew() async throws {
        let security = try security(Self.users(Self.horse))
        #expect(await ask(security, "correct horse").status == 200)
        try folder.write(
            Self.users(Self.horse).dropLast() + ", http_server_config: {} }",
            to: "web.json"
        )
        security.look()
        #expect(log.lines("web configuration loaded").count == 1)
        // Known passwords are answered before the call returns.
        let isAnswered = Mutex(false)
        let token = Data("prometheus:correct horse".utf8).base64EncodedString()
        let fields: HTTPFields = [.init("Authorization", "Basic \(token)")]
        security.guarding(Inside()).handle(HTTPRequest(path: "/", fields: fields)) { answer in
            isAnswered.withLock { $0 = answer.status == 200 }
        }
        #expect(isAnswered.withLock { $0 })
    }

    @Test(
        arguments: [
            ("{ basic_auth_users: {", "line 1, column"), ("", "is empty"),
            (#"{ basic_auth_users: { prometheus: "plain" } }"#, "must be a bcrypt hash"),
            ("{ basic_auth_user: {} }", "did you mean basic_auth_users?"),
            (
                #"{ tls_server_config: { cert_file: "client.pem", key_file: "client.key" } }"#,
                "TLS cannot be switched on while the exporter runs: restart it"
            ),
        ]
    )
    func aBadEditKeepsTheLastGoodOne(_ text: String, _ words: String) async throws {
        let security = try security(Self.users(Self.horse))
        time.advance(by: .seconds(60))
        try folder.write(text, to: "web.json")
        for _ in 0..<3 {
            security.look()
            #expect(await ask(security).status == 401)
            #expect(await ask(security, "correct horse").status == 200)
        }
        #expect(security.report == .init(isSuccessful: false, lastSuccess: ManualTime.start))
        #expect(log.lines("web configuration not loaded; the last good one stays").count == 1)
        #expect(log.lines(text.isEmpty ? "cannot be read" : words).count == 1)
        #expect(log.lines("plain\\\"").isEmpty)
        // Whoever asks for a reload hears of it again.
        #expect(security.reload()?.lines.count == 1)
        #expect(log.lines("web configuration not loaded").count == 2)
        try folder.write(Self.users(Self.cheese), to: "web.json")
        security.look()
        #expect(await ask(security, "käse:brot").status == 200)
        #expect(security.report == .init(isSuccessful: true, lastSuccess: ManualTime.start + 60))
    }

    @Test func aFileThatVanishesKeepsTheLastGoodOne() async throws {
        let security = try security(Self.users(Self.horse))
        try FileManager.default.removeItem(atPath: folder.file("web.json"))
        for _ in 0..<3 {
            security.look()
            #expect(await ask(security).status == 401)
        }
        #expect(!security.report.isSuccessful)
        #expect(log.lines("cannot be read: No such file or directory").count == 1)
        try folder.write(Self.users(Self.horse), to: "web.json")
        security.look()
        #expect(await ask(security, "correct horse").status == 200)
        #expect(security.report.isSuccessful)
    }

    @Test func tlsCannotBeSwitchedOff() async throws {
        let security = try security(Self.tls)
        try folder.write("{}", to: "web.json")
        #expect(
            security.reload()?.lines == [
                "\(folder.file("web.json")): tls_server_config: TLS cannot be switched off while"
                    + " the exporter runs: restart it"
            ]
        )
        #expect(security.tls != nil)
    }

    @Test func aFileThatIsWrongAtTheStartIsRefused() throws {
        let error = #expect(throws: ConfigurationMistakes.self) {
            try security("{ basic_auth_users: {} }")
        }
        #expect(error?.lines.count == 1)
        let missing = folder.file("none.json")
        let none = #expect(throws: ConfigurationMistakes.self) {
            try WebSecurity(missing, environment: [:], logger: Logger { _ in })
        }
        #expect(none?.lines == ["\(missing): cannot be read: No such file or directory"])
    }

    @Test func secretsThatOthersMayReadAreWorthALine() throws {
        let open = try security(Self.users(Self.horse))
        #expect(log.lines("log in over plain http").count == 1)
        // It is said again when something changed, and not whenever somebody loads it.
        #expect(open.reload() == nil)
        #expect(log.lines("web configuration loaded").count == 1)
        #expect(log.lines("log in over plain http").count == 1)
        try folder.write(Self.users(Self.cheese), to: "web.json")
        open.look()
        #expect(log.lines("log in over plain http").count == 2)
        #expect(log.lines(Self.horse).isEmpty)
        let key = folder.file("client.key")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
        _ = try security(Self.tls)
        #expect(log.lines("the private key can be read by every user").count == 1)
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: key)
        _ = try security(Self.tls)
        #expect(log.lines("the private key can be read by every user").count == 1)
        #expect(log.lines("log in over plain http").count == 2)
    }
}
