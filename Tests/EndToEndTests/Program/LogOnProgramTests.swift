import Foundation
import TestSupport
import Testing

/// The built program with users and headers.
@Suite(.timeLimit(.minutes(15))) struct LogOnProgramTests {
    private let identities: Identities

    init() async throws {
        identities = try await Identities()
    }

    /// `correct horse` at the lowest cost.
    private static let web = Identities.tls(
        beside: #"""
            basic_auth_users: {
              prometheus: "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e" },
            http_server_config: { headers: {
              "Strict-Transport-Security": "max-age=31536000", "X-Frame-Options": "deny" } }
            """#
    )

    @Test func usersLogInEverywhereButWhereTheirHealthIsAsked() async throws {
        try await RunningDemo.run(
            Self.web,
            in: identities.directory,
            ["--web.enable-lifecycle"]
        ) { demo in
            let trust = ["--cacert", "ca.pem"]
            let users = [
                ([], "401"), (["-u", "prometheus:correct horse"], "200"),
                (["-u", "prometheus:wrong"], "401"), (["-u", "nobody:correct horse"], "401"),
                (["-u", "prometheus:"], "401"), (["-H", "Authorization: Bearer x"], "401"),
            ]
            for path in ["/metrics", "/"] {
                for (options, status) in users {
                    let answered = try await demo.curl(path, trust + options)
                    #expect(answered == status, "\(path) \(options)")
                }
            }
            for path in ["/-/healthy", "/-/ready"] {
                #expect(try await demo.curl(path, trust) == "200")
            }
            for (options, status) in users {
                let answered = try await demo.curl("/-/reload", trust + ["-X", "POST"] + options)
                #expect(answered == status, "\(options)")
            }
            for (path, options) in [("/metrics", users[1].0), ("/metrics", []), ("/-/ready", [])] {
                _ = try await demo.curl(path, trust + options + ["-D", "head"])
                let head = try String(
                    contentsOfFile: demo.directory.file("head"),
                    encoding: .utf8
                )
                #expect(head.contains("\r\nStrict-Transport-Security: max-age=31536000\r\n"))
                #expect(head.contains("\r\nX-Frame-Options: deny\r\n"))
            }
            #expect(!demo.process.text.contains("$2b$"))
        }
    }

    @Test func aWrongFileIsRefusedBeforeAnythingElse() async throws {
        let directory = identities.directory
        try directory.write(#"{ basic_auth_users: { a: "plain-password" } }"#, to: "web.json")
        try directory.write(#"{ ocp: [] }"#, to: "config.json")
        for arguments in [["--config.check"], []] {
            let process = try RunningProcess(
                [RunningDemo.program] + arguments
                    + ["--config.file=config.json", "--web.config.file=web.json"],
                in: directory.path
            )
            #expect(await process.end() == 2)
            #expect(process.text.contains("web.json: basic_auth_users.a: must be a bcrypt hash"))
            #expect(process.text.contains("config.json: ocp: unknown key; did you mean ocps?"))
            #expect(!process.text.contains("plain-password"))
        }
    }

    @Test func aUnixSocketIsAskedForItsHealthWithTLS() async throws {
        let directory = identities.directory
        try directory.write(Self.web, to: "web.json")
        let arguments = [
            "--web.config.file=web.json", "--web.listen-address=unix:\(directory.file("s"))",
        ]
        let demo = try RunningProcess(
            [RunningDemo.program, "demo"] + arguments,
            in: directory.path
        )
        defer { demo.signal(SIGKILL) }
        try #require(await demo.wait(for: "clusters selected"), "\(demo.text)")
        for _ in 0..<2 {
            #expect(try await RunningDemo.healthcheck(arguments, in: directory) == 0)
            // What the file says now need not be what the exporter runs with.
            try directory.write("{ basic_auth_users: 1 }", to: "web.json")
        }
        demo.signal(SIGTERM)
        #expect(await demo.end() == 0)
        #expect(!FileManager.default.fileExists(atPath: directory.file("s")))
    }
}
