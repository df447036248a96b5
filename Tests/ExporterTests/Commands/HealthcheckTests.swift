import TestClock
import Foundation
import HTTP
import OCP
import TestSupport
import Testing

@testable import Exporter

@Suite(.timeLimit(.minutes(15))) struct HealthQuestionTests {
    private static func answer(_ request: HTTPRequest) -> HTTPResponse {
        .text(request.path == "/-/healthy" && request.method == "GET" ? 200 : 404, "x")
    }

    private static func ask(
        _ addresses: [ListenAddress],
        _ schemes: [Healthcheck.Scheme] = [.http]
    ) async -> (code: Int32, words: String) {
        let output = CollectedOutput()
        let code = await Healthcheck(
            addresses: addresses,
            schemes: schemes,
            output: output.output,
            timeout: .seconds(600)
        ).run()
        return (code, output.complaints)
    }

    /// What one takes to listen on, the other takes to ask, and a URL that says the same is OCP's, too.
    @Test(arguments: [
        "127.0.0.1", "127.1", "0", "localhost", "[localhost]", "[::1]", "[::1%1]",
        "[0:0:0:0:0:0:0:1]", "[::]", "",
    ])
    func everyFormIsTakenEverywhere(_ host: String) async throws {
        let address = try ListenAddress(parsing: "\(host):0")
        let code = try await LoopbackServer.run(on: [address], Self.answer) { bound -> Int32? in
            guard case .tcp(let name, _) = address, case .tcp(_, let port) = bound.first
            else { return nil }
            let asked = ListenAddress.tcp(host: name, port: port)
            #expect(throws: Never.self) { try BaseURL(asked.reachableURL ?? "") }
            return await Self.ask([asked]).code
        }
        #expect(code == 0)
    }

    @Test(arguments: ["127.0.0.1", "::1", "0.0.0.0", "::", nil])
    func aServerIsAskedWhereItListens(_ host: String?) async throws {
        let result = try await LoopbackServer.run(
            on: [.tcp(host: host, port: 0)],
            Self.answer
        ) { bound -> (code: Int32, words: String)? in
            guard case .tcp(_, let port) = bound.first else { return nil }
            return await Self.ask([.tcp(host: host, port: port)])
        }
        #expect(result?.code == 0)
        #expect(result?.words == "")
    }

    @Test func aUnixSocketIsAsked() async throws {
        let folder = try TemporaryFolder()
        let address = ListenAddress.unix(path: folder.file("web.sock"), mode: 0o600)
        let result = try await LoopbackServer.run(on: [address], Self.answer) {
            await Self.ask($0)
        }
        #expect(result.code == 0)
        let gone = await Self.ask([.unix(path: folder.file("other.sock"), mode: 0)])
        #expect(gone.code == 1)
        #expect(gone.words.contains("unix:\(folder.file("other.sock")): connect: "))
    }

    @Test func theFirstAddressThatCanBeAskedIs() async throws {
        let result = try await LoopbackServer.run(Self.answer) {
            await Self.ask([.inherited(descriptor: 3)] + $0 + [.tcp(host: "127.0.0.1", port: 1)])
        }
        #expect(result.code == 0)
        let none = await Self.ask([.inherited(descriptor: 3)])
        #expect(none.code == 1)
        #expect(
            none.words
                == "oceanbase-backup-exporter: healthcheck: there is no address that can be asked\n"
        )
    }

    @Test func anotherAnswerIsUnhealthy() async throws {
        let result = try await LoopbackServer.run({ _ in .text(503, "not now") }) {
            (await Self.ask($0), $0)
        }
        #expect(result.0.code == 1)
        let address = try #require(result.1.first)
        #expect(
            result.0.words == "oceanbase-backup-exporter: healthcheck: \(address): HTTP 503\n"
        )
    }

    @Test func nobodyThereIsUnhealthy() async {
        let result = await Self.ask([.tcp(host: "127.0.0.1", port: 1)])
        #expect(result.code == 1)
        #expect(result.words.contains("127.0.0.1:1: connect: no connection to 127.0.0.1:1"))
    }

    @Test func theProgramAsksWhereTheVariableSays() async throws {
        let result = try await LoopbackServer.run(Self.answer) { addresses in
            let output = CollectedOutput()
            let code = await output.run(
                ["healthcheck"],
                environment: [
                    "WEB_LISTEN_ADDRESS": addresses.map(\.description).joined(separator: ","),
                    "OCP_URL": "https://ocp.example",
                ]
            )
            return (code, output.complaints + output.written)
        }
        #expect(result.0 == 0)
        #expect(result.1.isEmpty)
    }

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"))
    )
    func aServerWithTLSIsAskedWhateverItsCertificateNames() async throws {
        let folder = try TemporaryFolder()
        let key = folder.file("key.pem")
        let certificate = folder.file("certificate.pem")
        let made = try await Command([
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
            "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out", certificate,
            "-subj", "/CN=elsewhere.example", "-days", "2",
        ]).run()
        try #require(made.status == 0)
        let server = try RunningProcess([
            "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key,
            "-www",
        ])
        let place = try #require(await server.line(after: "ACCEPT 127.0.0.1:"))
        let port = try #require(UInt16(place))
        let address = ListenAddress.tcp(host: "127.0.0.1", port: port)
        #expect(await Self.ask([address], [.https]).code == 0)
        #expect(await Self.ask([address]).code == 1)
    }
}
