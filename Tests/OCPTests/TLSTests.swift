import Foundation
import JSON
import TestSupport
import Testing

@testable import OCP

@Suite(.timeLimit(.minutes(15))) struct TLSTests {
    /// What the server says of a connection.
    struct Seen {
        var connection: Int64?
        var host: String?
        var path: String?
        var serverName: String?
        var client: String?
        var isResumed: Bool?
    }

    static func ask(
        _ port: Int,
        _ tls: TLSSettings,
        host: String = "localhost",
        scheme: String = "https",
        target: String = "/x",
        timeout: Duration = .seconds(240),
        transport: CurlTransport = TransportFaultTests.transport
    ) async throws -> Seen {
        let settings = ConnectionSettings(
            baseURL: try BaseURL("\(scheme)://\(host):\(port)"),
            tls: tls,
            timeout: timeout
        )
        let response = try await transport.send(
            TransportRequest(
                settings: settings,
                target: target,
                headers: [HeaderField("Host", settings.baseURL.hostField)]
            )
        )
        let object = try JSONDocument(response.body).root.object
        return Seen(
            connection: object?["connection"]?.number?.int64,
            host: object?["host"]?.string,
            path: object?["path"]?.string,
            serverName: object?["server_name"]?.string,
            client: object?["client"]?.array?.first?.string,
            isResumed: object?["resumed"]?.bool
        )
    }

    /// The error that asking ends with.
    static func failure(
        _ port: Int,
        _ tls: TLSSettings,
        host: String = "localhost"
    ) async -> OCPError? {
        await #expect(throws: OCPError.self) { try await ask(port, tls, host: host) }
    }

    /// What was trusted once is looked at again on each connection.
    @Test func resumesNoSession() async throws {
        let authority = try Authority()
        let running = try TLSServer(of: authority)
        let tls = TLSSettings(caFile: authority.certificate)
        var connections: Set<Int64?> = []
        for _ in 0..<3 {
            let seen = try await Self.ask(running.port, tls, target: "/close")
            #expect(seen.isResumed == false)
            connections.insert(seen.connection)
        }
        #expect(connections.count == 3)
    }

    /// OpenSSL's own settings allow them here; only a process that reads other ones shows who forbids.
    @Test func refusesTLS11WhereTheSystemAllowsIt() async throws {
        let authority = try Authority()
        let running = try TLSServer(of: authority, isOld: true)
        let configuration = try authority.directory.overwrite(
            """
            openssl_conf = all
            [all]
            ssl_conf = tls
            [tls]
            system_default = old
            [old]
            MinProtocol = TLSv1
            CipherString = DEFAULT@SECLEVEL=0

            """,
            to: "openssl.cnf"
        )
        let address = "https://localhost:\(running.port)"
        func run(_ words: [String]) async throws -> Command.Result {
            let settings = ["OPENSSL_CONF=\(configuration)", "OCP_PASSWORD=pa55word"]
            return try await Command(["env"] + settings + words).run()
        }
        let curl = try await run(["curl", "-sS", "--cacert", authority.certificate, address])
        // Where OpenSSL is built without them, there is nothing to be seen.
        guard curl.status == 0 else { return }
        let program = Bundle.module.bundleURL.deletingLastPathComponent()
            .appending(path: "oceanbase-backup-exporter").path
        let once = try await run([
            program, "once", "--ocp.url=\(address)", "--ocp.ca-file=\(authority.certificate)",
            "--ocp.username=u",
        ])
        #expect(once.output.contains("speaks no version of TLS from 1.2 on"), "\(once.output)")
    }

    @Test func trustsTheAuthorityItIsTold() async throws {
        let authority = try Authority()
        let running = try TLSServer(of: authority)
        let tls = TLSSettings(caFile: authority.certificate)
        #expect(try await Self.ask(running.port, tls).serverName == "localhost")
        #expect(try await Self.ask(running.port, tls, host: "127.0.0.1").host != nil)

        let unknown = await Self.failure(running.port, TLSSettings())
        #expect(unknown?.reason == .tls)
        #expect(
            unknown?.message.contains("from an authority that is not trusted: set ca_file") == true
        )

        let other = TLSSettings(caFile: try Authority().certificate)
        #expect(await Self.failure(running.port, other)?.reason == .tls)

        let skip = TLSSettings(insecureSkipVerify: true)
        #expect(try await Self.ask(running.port, skip).host == "localhost:\(running.port)")
    }

    @Test func trustsASelfSignedCertificateIfToldSo() async throws {
        let authority = try Authority(name: "localhost")
        let running = try TLSServer(
            certificate: authority.certificate,
            key: authority.directory.file("ca.key")
        )
        let refused = await Self.failure(running.port, TLSSettings())
        #expect(refused?.message.contains("the certificate is self-signed") == true)
        let tls = TLSSettings(caFile: authority.certificate)
        #expect(try await Self.ask(running.port, tls).host != nil)
    }

    @Test func saysThatACertificateExpired() async throws {
        let authority = try Authority()
        let running = try TLSServer(of: authority, days: -1)
        let error = await Self.failure(running.port, TLSSettings(caFile: authority.certificate))
        #expect(error?.reason == .tls)
        #expect(
            error?.message == "TLS with localhost:\(running.port): "
                + "the certificate has expired: renew it on the server"
        )
    }

    @Test func saysWhichNameIsMissing() async throws {
        let authority = try Authority()
        let running = try TLSServer(of: authority, names: "DNS:ocp.example")
        let tls = TLSSettings(caFile: authority.certificate)
        let error = await Self.failure(running.port, tls)
        #expect(error?.reason == .tls)
        #expect(error?.message.contains("the certificate is not for localhost") == true)
        let address = await Self.failure(running.port, tls, host: "127.0.0.1")
        #expect(address?.message.contains("the certificate is not for 127.0.0.1") == true)
        let wrong = TLSSettings(caFile: authority.certificate, serverName: "other.example")
        let named = await Self.failure(running.port, wrong)
        #expect(named?.message.contains("the certificate is not for other.example") == true)
    }

    @Test func asksForTheServerName() async throws {
        let authority = try Authority()
        let running = try TLSServer(of: authority, names: "DNS:ocp.example")
        let tls = TLSSettings(caFile: authority.certificate, serverName: "ocp.example")
        for host in ["localhost", "127.0.0.1"] {
            let seen = try await Self.ask(running.port, tls, host: host)
            #expect(seen.serverName == "ocp.example")
            #expect(seen.host == "\(host):\(running.port)")
            #expect(seen.path == "/x")
        }
    }

    @Test func showsItsCertificate() async throws {
        let authority = try Authority()
        let client = try authority.issue("exporter")
        let running = try TLSServer(of: authority, asksClients: true)
        var tls = TLSSettings(
            caFile: authority.certificate,
            certFile: client.certificate,
            keyFile: client.key
        )
        #expect(try await Self.ask(running.port, tls).client == "exporter")

        // Both in one file.
        let both = try [client.certificate, client.key].map {
            try String(contentsOfFile: $0, encoding: .utf8)
        }
        tls.certFile = try authority.directory.overwrite(both.joined(), to: "both.pem")
        tls.keyFile = nil
        #expect(try await Self.ask(running.port, tls).client == "exporter")

        let without = await Self.failure(running.port, TLSSettings(caFile: authority.certificate))
        #expect(without?.reason == .tls)
        #expect(
            without?.message.contains("asks for a client certificate: set cert_file and key_file")
                == true
        )
        let stranger = try Authority().issue("stranger")
        tls.certFile = stranger.certificate
        tls.keyFile = stranger.key
        #expect(await Self.failure(running.port, tls)?.reason == .tls)
    }

    @Test func saysThatTheServerSpeaksNoTLS() async throws {
        for script in [
            [FaultServer.Step.text("HTTP/1.1 400 Bad Request\r\n\r\n")],
            [.text("SSH-2.0-OpenSSH_9.2\r\n")],
        ] {
            let server = try FaultServer(script)
            let error = await Self.failure(server.port, TLSSettings(), host: "127.0.0.1")
            #expect(error?.reason == .tls)
            #expect(error?.message.contains("the server does not speak TLS there") == true)
        }
        var timeout = Duration.milliseconds(100)
        var message = ""
        while !message.hasSuffix("the TLS or proxy handshake did not end") {
            // A busy machine came less far before.
            try #require(timeout < .seconds(300), "\(message)")
            let silent = try FaultServer([.hang])
            let waiting = await #expect(throws: OCPError.self) {
                try await Self.ask(silent.port, TLSSettings(), timeout: timeout)
            }
            try #require(waiting?.reason == .timeout)
            message = waiting?.message ?? ""
            timeout *= 2
        }
        let closing = try FaultServer([])
        #expect(await Self.failure(closing.port, TLSSettings(), host: "127.0.0.1")?.reason == .tls)
    }

    @Test func saysThatTheServerExpectsTLS() async throws {
        let authority = try Authority()
        let running = try TLSServer(of: authority)
        let error = await #expect(throws: OCPError.self) {
            try await Self.ask(running.port, TLSSettings(), scheme: "http")
        }
        #expect([.malformed, .connect].contains(error?.reason))
    }

    @Test func reportsCertificatesThatItDoesNotTrust() async throws {
        let authority = try Authority(name: "Löcal, Authority")
        let running = try TLSServer(of: authority, names: "DNS:ocp.example,IP:127.0.0.1", days: -1)
        let settings = ConnectionSettings(
            baseURL: try BaseURL("https://localhost:\(running.port)"),
            timeout: .seconds(240)
        )
        let chain = try await TransportFaultTests.transport.certificates(settings)
        let leaf = try #require(chain.first)
        #expect(leaf.subject == "CN = server")
        #expect(leaf.issuer.contains("O = Exporter Tests"))
        #expect(leaf.issuer.contains("Löcal\\, Authority"))
        #expect(leaf.names == ["ocp.example", "127.0.0.1"])
        #expect(!leaf.isSelfSigned)
        let notBefore = try #require(leaf.notBefore)
        let notAfter = try #require(leaf.notAfter)
        #expect(abs(notBefore - Date().timeIntervalSince1970) < 600)
        #expect(notAfter == notBefore - 86_400)
    }

    @Test func reportsNoCertificatesWithoutTLS() async throws {
        let server = try FaultServer([.hang])
        let settings = ConnectionSettings(
            baseURL: try BaseURL("http://127.0.0.1:\(server.port)"),
            timeout: .seconds(240)
        )
        #expect(try await TransportFaultTests.transport.certificates(settings).isEmpty)
        #expect(server.requests.isEmpty)
    }
}
