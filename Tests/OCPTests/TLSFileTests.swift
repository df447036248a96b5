import Foundation
import TestSupport
import Testing

@testable import OCP

/// The files of certificates and keys: rotated, broken, missing.
@Suite(.timeLimit(.minutes(15))) struct TLSFileTests {
    @Test func usesRotatedFilesWithinASecond() async throws {
        let authority = try Authority()
        let other = try Authority()
        let first = try authority.issue("first")
        let second = try authority.issue("second")
        let running = try TLSServer(of: authority, asksClients: true)
        let clock = StandingClock()
        let directory = try TemporaryFolder()
        func install(_ source: String, _ name: String) throws -> String {
            clock.pass(.seconds(1))
            return try directory.overwrite(
                String(contentsOfFile: source, encoding: .utf8),
                to: name
            )
        }
        let tls = TLSSettings(
            caFile: try install(authority.certificate, "ca"),
            certFile: try install(first.certificate, "cert"),
            keyFile: try install(first.key, "key")
        )
        let transport = CurlTransport(now: clock.now)
        let before = try await TLSTests.ask(running.port, tls, transport: transport)
        let again = try await TLSTests.ask(running.port, tls, transport: transport)
        #expect(before.client == "first")
        #expect(before.connection == again.connection)

        _ = try install(second.certificate, "cert")
        // The key is not there yet: the former pair is used on.
        #expect(try await TLSTests.ask(running.port, tls, transport: transport).client == "first")
        _ = try install(second.key, "key")
        let rotated = try await TLSTests.ask(running.port, tls, transport: transport)
        #expect(rotated.client == "second")
        #expect(rotated.connection != before.connection)

        _ = try install(other.certificate, "ca")
        let error = await #expect(throws: OCPError.self) {
            try await TLSTests.ask(running.port, tls, transport: transport)
        }
        #expect(error?.reason == .tls)
        _ = try install(authority.certificate, "ca")
        #expect(try await TLSTests.ask(running.port, tls, transport: transport).client == "second")
    }

    @Test func usesWhatKubernetesSwapsIn() async throws {
        let authority = try Authority()
        let running = try TLSServer(of: authority, asksClients: true)
        let clock = StandingClock()
        let folder = try TemporaryFolder()
        let tls = TLSSettings(
            caFile: folder.file("ca"),
            certFile: folder.file("cert"),
            keyFile: folder.file("key")
        )
        let transport = CurlTransport(now: clock.now)
        for name in ["first", "second"] {
            let client = try authority.issue(name)
            let files = [
                "ca": authority.certificate, "cert": client.certificate, "key": client.key,
            ]
            try folder.publish(files.mapValues { try String(contentsOfFile: $0, encoding: .utf8) })
            clock.pass(.seconds(2))
            #expect(try await TLSTests.ask(running.port, tls, transport: transport).client == name)
        }
    }

    @Test func keepsTheLastGoodFileAndWarnsOnce() async throws {
        let authority = try Authority()
        let running = try TLSServer(of: authority)
        let directory = try TemporaryFolder()
        let good = try String(contentsOfFile: authority.certificate, encoding: .utf8)
        let path = try directory.overwrite(good, to: "ca")
        let warnings = Lines()
        let clock = StandingClock()
        let transport = CurlTransport(now: clock.now, warn: { warnings.append($0) })
        let tls = TLSSettings(caFile: path)
        _ = try await TLSTests.ask(running.port, tls, transport: transport)
        for broken in ["", "-----BEGIN CERTIFICATE-----\nAAAA\n", good.replacing("A", with: "B")] {
            try directory.overwrite(broken, to: "ca")
            clock.pass(.seconds(1))
            _ = try await TLSTests.ask(running.port, tls, transport: transport)
            _ = try await TLSTests.ask(running.port, tls, transport: transport)
        }
        #expect(
            warnings.all == [
                "a TLS file cannot be used, the former one is kept: "
                    + "\(path): holds no certificate in PEM form"
            ]
        )
    }

    @Test func namesTheFileThatCannotBeUsed() async throws {
        let authority = try Authority()
        let client = try authority.issue("client")
        let other = try authority.issue("other")
        let junk = try authority.directory.overwrite("junk", to: "junk")
        let locked = authority.directory.file("locked.key")
        let output = try await Command([
            "openssl", "ec", "-in", client.key, "-aes256", "-passout", "pass:secret",
            "-out", locked,
        ]).run()
        #expect(output.status == 0)
        let cases: [(TLSSettings, String)] = [
            (TLSSettings(caFile: "/no/such/ca"), "/no/such/ca: No such file or directory"),
            (TLSSettings(caFile: junk), "\(junk): holds no certificate in PEM form"),
            (TLSSettings(certFile: junk), "\(junk): holds no certificate in PEM form"),
            (
                TLSSettings(certFile: client.certificate, keyFile: junk),
                "\(junk): holds no private key in PEM form, or one with a pass phrase"
            ),
            (
                TLSSettings(certFile: client.certificate, keyFile: locked),
                "\(locked): holds no private key in PEM form, or one with a pass phrase"
            ),
            (
                TLSSettings(certFile: client.certificate, keyFile: other.key),
                "\(other.key): is not the key of the certificate in \(client.certificate)"
            ),
        ]
        for (tls, message) in cases {
            let error = await TLSTests.failure(1, tls)
            #expect(error?.reason == .tls)
            #expect(error?.message == "a TLS file cannot be used: \(message)")
        }
    }
}
