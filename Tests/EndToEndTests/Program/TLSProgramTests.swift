import Foundation
import TestSupport
import Testing

/// The built program behind TLS, as curl, openssl and python see it.
@Suite(.timeLimit(.minutes(15))) struct TLSProgramTests {
    private let identities: Identities

    init() async throws {
        identities = try await Identities()
    }

    private static let trust = ["--cacert", "ca.pem"]

    @Test func speaksTheVersionsItIsTold() async throws {
        let web = Identities.tls(#"min_version: "TLS12", max_version: "TLS12""#)
        try await RunningDemo.run(web, in: identities.directory) { demo in
            for (version, isSpoken) in [("-tls1_1", false), ("-tls1_2", true), ("-tls1_3", false)] {
                let client = try RunningProcess(
                    [
                        "openssl", "s_client", "-connect", "127.0.0.1:\(demo.port)", "-CAfile",
                        "ca.pem", "-verify_return_error", version,
                    ],
                    in: identities.directory.path
                )
                client.endInput()
                let code = await client.end()
                #expect((code == 0) == isSpoken, "\(version)\n\(client.text)")
            }
            #expect(try await demo.curl("/metrics", Self.trust) == "200")
        }
    }

    /// Who is let in: nobody's certificate, one of the authority, one of another authority.
    @Test(
        arguments: [
            ("NoClientCert", [true, true, true]), ("RequestClientCert", [true, true, true]),
            ("RequireAnyClientCert", [false, true, true]),
            ("VerifyClientCertIfGiven", [true, true, false]),
            ("RequireAndVerifyClientCert", [false, true, false]),
        ]
    )
    func asksForCertificatesAsItIsTold(_ type: String, _ isIn: [Bool]) async throws {
        try await identities.makeAuthority("stranger")
        try await identities.issue("good", names: "DNS:scraper.example")
        try await identities.issue("bad", by: "stranger", names: "DNS:scraper.example")
        let authority = type.contains("Verify") ? #"client_ca_file: "ca.pem","# : ""
        let web = Identities.tls(#"\#(authority) client_auth_type: "\#(type)""#)
        try await RunningDemo.run(web, in: identities.directory) { demo in
            for (name, isIn) in zip(["", "good", "bad"], isIn) {
                let shown =
                    name.isEmpty ? [] : ["--cert", "\(name).pem", "--key", "\(name).key"]
                let status = try await demo.curl("/metrics", Self.trust + shown)
                #expect((status == "200") == isIn, "\(name): \(status)")
            }
            #expect(try await Self.healthcheck(demo) == 0)
        }
    }

    @Test func letsInTheNamesItIsTold() async throws {
        try await identities.issue("good", names: "DNS:scraper.example")
        try await identities.issue("other", names: "DNS:other.example")
        let web = Identities.tls(
            #"""
            client_ca_file: "ca.pem", client_auth_type: "RequireAndVerifyClientCert",
            client_allowed_sans: ["scraper.example"]
            """#
        )
        try await RunningDemo.run(web, in: identities.directory) { demo in
            for (name, isIn) in [("good", true), ("other", false)] {
                let shown = ["--cert", "\(name).pem", "--key", "\(name).key"]
                let status = try await demo.curl("/metrics", Self.trust + shown)
                #expect((status == "200") == isIn, "\(name): \(status)")
            }
        }
    }

    @Test func aRenewalLosesNoRequest() async throws {
        try await identities.issue("first", names: "DNS:localhost")
        try await identities.issue("second", names: "DNS:localhost")
        let web = Identities.tls()
        try await RunningDemo.run(web, in: identities.directory) { demo in
            let load = try RunningProcess(
                [
                    "python3", try RunningDemo.fixture("tls_load.py"), "\(demo.port)", "ca.pem",
                    "/metrics",
                ],
                in: identities.directory.path
            )
            try #require(await load.wait(for: "running"), "\(load.text)")
            for round in 1...5 {
                // Between the two files the certificate and the key do not belong together.
                try await identities.replace("server", by: round % 2 == 1 ? "first" : "second")
                try demo.directory.write("{ tls_server_config: {", to: "web.json")
                #expect(try await demo.curl("/-/healthy", Self.trust) == "200")
                try demo.directory.write(web, to: "web.json")
                demo.process.signal(SIGHUP)
                #expect(try await demo.curl("/metrics", Self.trust) == "200")
            }
            load.endInput()
            #expect(await load.end() == 0, "\(load.text)")
            let counts = load.text.split(separator: "\n").last?.split(separator: " ") ?? []
            #expect(counts.count == 2 && counts[1] == "0", "\(load.text)")
            #expect(counts.first.flatMap { Int($0) } ?? 0 >= 20)
            // The last certificate is the one that is shown, once the files were looked at.
            while try await !shown(by: demo).contains("CN = first") {}
            while try await !Self.page(demo).contains("\n\(Self.isLoaded) 1\n") {}
            demo.process.signal(SIGTERM)
            #expect(await demo.process.end() == 0)
        }
    }

    @Test func aBadCertificateIsOnThePage() async throws {
        try await RunningDemo.run(Identities.tls(), in: identities.directory) { demo in
            try demo.directory.write("rubbish", to: "server.key")
            #expect(await demo.process.wait(for: "the TLS files have changed but cannot be used"))
            while try await !Self.page(demo).contains("\n\(Self.isLoaded) 0\n") {}
        }
    }

    /// Nobody asks for it, and nobody connects meanwhile.
    @Test func aRenewedCertificateIsTakenUpByItself() async throws {
        try await identities.issue("second", names: "DNS:localhost")
        try await RunningDemo.run(Identities.tls(), in: identities.directory) { demo in
            #expect(try await !shown(by: demo).contains("CN = second"))
            try await identities.replace("server", by: "second")
            #expect(await demo.process.wait(for: "the TLS files have changed and are in use"))
            #expect(try await shown(by: demo).contains("CN = second"))
        }
    }

    private static let isLoaded = "oceanbase_backup_exporter_web_config_last_reload_successful"

    /// What openssl says of the certificate that it is shown.
    private func shown(by demo: RunningDemo) async throws -> String {
        let client = try RunningProcess(
            ["openssl", "s_client", "-connect", "127.0.0.1:\(demo.port)"],
            in: identities.directory.path
        )
        client.endInput()
        #expect(await client.end() == 0)
        return client.text
    }

    /// The metrics, as curl gets them.
    private static func page(_ demo: RunningDemo) async throws -> String {
        #expect(try await demo.curl("/metrics", trust) == "200")
        return try String(contentsOfFile: demo.directory.file("body"), encoding: .utf8)
    }

    /// The exit code of `healthcheck`, asked as a container engine would.
    private static func healthcheck(_ demo: RunningDemo) async throws -> Int32 {
        try await RunningDemo.healthcheck(
            ["--web.config.file=web.json", "--web.listen-address=127.0.0.1:\(demo.port)"],
            in: demo.directory
        )
    }
}
