import Foundation
import HTTP
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// What happens when certificates change while the exporter runs, or stop to answer.
@Suite(.timeLimit(.minutes(15))) struct WebCertificateTests {
    private let folder: TemporaryFolder
    private let log = LogLines()
    private let time = ManualTime()

    init() throws {
        folder = try TemporaryFolder()
        for name in Self.names.dropFirst() {
            try folder.write(Self.text(of: name), to: name)
        }
        try folder.write(Self.text(of: "other.key"), to: "other.key")
    }

    private static let names = ["web.json", "client.pem", "client.key", "authority.pem"]
    private static let tls =
        #"{ tls_server_config: { cert_file: "client.pem", key_file: "client.key" } }"#

    private static func text(of name: String) throws -> String {
        try String(contentsOfFile: ConfigurationFixture.path("files/\(name)"), encoding: .utf8)
    }

    private func security(_ path: String) throws -> WebSecurity {
        try WebSecurity(
            path,
            environment: [:],
            logger: Logger(time: time) { [log] in log.add($0) },
            time: time
        )
    }

    @Test func aFileThatNamesAMissingOneIsTriedAgain() throws {
        let security = try security(folder.write(Self.tls, to: "web.json"))
        try folder.write(
            #"{ tls_server_config: { cert_file: "new.pem", key_file: "client.key" } }"#,
            to: "web.json"
        )
        security.look()
        #expect(!security.report.isSuccessful)
        try FileManager.default.moveItem(
            atPath: folder.file("client.pem"),
            toPath: folder.file("new.pem")
        )
        security.look()
        #expect(security.report.isSuccessful)
    }

    @Test func aBadCertificateKeepsTheLastGoodOne() throws {
        let security = try security(folder.write(Self.tls, to: "web.json"))
        #expect(security.tls != nil)
        time.advance(by: .seconds(60))
        try folder.write(Self.text(of: "other.key"), to: "client.key")
        for _ in 0..<3 { security.look() }
        #expect(security.report == .init(isSuccessful: false, lastSuccess: ManualTime.start))
        #expect(log.lines("the key does not belong to the certificate").count == 1)
        try folder.write(Self.text(of: "client.key"), to: "client.key")
        security.look()
        #expect(security.report == .init(isSuccessful: true, lastSuccess: ManualTime.start + 60))
    }

    /// The files are those in use again, octet by octet and with their old times, as a backup puts them.
    @Test func theVeryFilesInUseEndTheReportOfABadEdit() async throws {
        let names = ["client.pem", "client.key"]
        for name in names { try setTime(of: name) }
        let security = try security(folder.write(Self.tls, to: "web.json"))
        for (number, name) in names.enumerated() {
            try folder.write("rubbish", to: name)
            for _ in 0..<2 { security.look() }
            #expect(!security.report.isSuccessful)
            try folder.write(Self.text(of: name), to: name)
            try setTime(of: name)
            for _ in 0..<2 { security.look() }
            #expect(security.report.isSuccessful)
            #expect(log.lines("the TLS files have changed and are in use").count == number + 1)
        }
        let server = HTTPServer(
            addresses: [.tcp(host: "127.0.0.1", port: 0)],
            handler: security.guarding(HTTPClosureHandler { _ in .text(200, "in") }),
            tls: security.tls
        )
        try server.start()
        let running = Task { try await server.run() }
        let address = try #require(server.boundAddresses.first)
        let shown = try await Command([
            "sh", "-c", "openssl s_client -connect \(address) < /dev/null | openssl x509",
        ]).run()
        let expected = try Self.text(of: "client.pem")
        let begin = "-----BEGIN CERTIFICATE-----"
        let leaf = try #require(expected.firstRange(of: begin).map { expected[$0.lowerBound...] })
        #expect(shown.output.contains(leaf), "\(shown.output)")
        running.cancel()
        try await running.value
    }

    private func setTime(of name: String) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_000)],
            ofItemAtPath: folder.file(name)
        )
    }

    /// The web configuration and its certificates, all swapped at once.
    @Test func whatKubernetesSwapsInIsSeen() throws {
        let swapped = try TemporaryFolder()
        var files = ["web.json": Self.tls]
        for name in ["client.pem", "client.key"] { files[name] = try Self.text(of: name) }
        try swapped.publish(files)
        let security = try security(swapped.file("web.json"))
        files["client.pem", default: ""] += "\n"
        try swapped.publish(files)
        security.look()
        #expect(log.lines("the TLS files have changed and are in use").count == 1)
        files["web.json"] = "{"
        try swapped.publish(files)
        security.look()
        #expect(!security.report.isSuccessful)
    }

    /// A certificate runs out no matter what else is wrong.
    @Test func aRenewalIsTakenUpWhileTheFileItselfIsBad() throws {
        let security = try security(folder.write(Self.tls, to: "web.json"))
        try folder.write("{", to: "web.json")
        security.look()
        try folder.write(Self.text(of: "client.pem") + "\n", to: "client.pem")
        for _ in 0..<3 { security.look() }
        #expect(log.lines("the TLS files have changed and are in use").count == 1)
        #expect(!security.report.isSuccessful)
    }

    /// Whatever of a file waits: requests and handshakes go on with what was good last.
    @Test(
        .enabled(if: BlockingFiles.areAvailable),
        arguments: names,
        [BlockingFiles.Call.stat, .open]
    )
    func aFileThatDoesNotAnswerHoldsUpNobody(
        _ name: String,
        _ call: BlockingFiles.Call
    ) async throws {
        let files = try BlockingFiles()
        let place = { [folder] other in
            other == name ? "\(files.directory)/\(other)" : folder.file(other)
        }
        let web = """
            { tls_server_config: {
              cert_file: "\(place("client.pem"))", key_file: "\(place("client.key"))",
              client_ca_file: "\(place("authority.pem"))",
              client_auth_type: "VerifyClientCertIfGiven" } }
            """
        let text = name == "web.json" ? web : try Self.text(of: name)
        try folder.write(web, to: "web.json")
        files.write(text, to: name)
        let security = try security(place("web.json"))
        let server = HTTPServer(
            addresses: [.tcp(host: "127.0.0.1", port: 0)],
            handler: security.guarding(HTTPClosureHandler { _ in .text(200, "in") }),
            tls: security.tls
        )
        try server.start()
        let running = Task { try await server.run() }
        files.write(text + "\n", to: name)
        files.block(call)
        async let look: Void = onThread { security.look() }
        try await files.waitForCall()
        let url = try "https:" + #require(server.boundAddresses.first.map { "//\($0)/" })
        for _ in 0..<2 {
            let answer = try await onThread {
                try Command(["curl", "-sSk", "--max-time", "300", url]).runBlocking().output
            }
            #expect(answer == "in\n")
        }
        #expect(security.report.isSuccessful)
        files.free()
        try await look
        #expect(
            log.lines(name == "web.json" ? "web configuration loaded" : "are in use").count == 1
        )
        running.cancel()
        try await running.value
    }
}
