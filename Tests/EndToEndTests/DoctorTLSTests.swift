import Foundation
import Synchronization
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// What `doctor` says of certificates: those of a real server, made for the occasion.
@Suite(
    .timeLimit(.minutes(15)),
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"))
)
struct DoctorTLSTests {
    /// A server whose certificate an authority of its own has signed; it answers with HTML.
    private struct Server {
        let certificates: Certificates
        let port: Int
        private let program: RunningProcess

        /// Makes the certificates and starts to listen.
        init(
            names: String = "DNS:localhost,IP:127.0.0.1",
            end: String = "20991231000000Z"
        ) async throws {
            certificates = try Certificates(authority: "Authority")
            try certificates.openssl(
                "req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem"
                    + " -out request.pem -subj /CN=server"
            )
            try certificates.write("subjectAltName=\(names)\n", to: "extensions")
            try certificates.write("", to: "index.txt")
            let configuration = """
                [ca]
                default_ca=own
                [own]
                database=index.txt
                new_certs_dir=.
                default_md=sha256
                policy=any
                rand_serial=yes
                [any]
                commonName=supplied

                """
            try certificates.write(configuration, to: "ca.cnf")
            try certificates.openssl(
                "ca -batch -config ca.cnf -cert ca.pem -keyfile ca.key -in request.pem"
                    + " -out cert.pem -notext -startdate 20200101000000Z -enddate \(end)"
                    + " -extfile extensions"
            )
            program = try RunningProcess(
                [
                    "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", "cert.pem", "-key",
                    "key.pem", "-www",
                ],
                in: certificates.directory.path
            )
            let place = try #require(await program.line(after: "ACCEPT 127.0.0.1:"))
            port = try #require(Int(place))
        }

        var authority: String { certificates.path("ca.pem") }
    }

    private static func diagnose(
        _ server: Server,
        _ flags: [String]
    ) async -> (code: Int32, lines: [String]) {
        let output = CollectedOutput()
        let code = await output.run(
            [
                "doctor", "--ocp.url=https://localhost:\(server.port)", "--ocp.username=exporter",
                "--poll.timeout=10m",
            ] + flags,
            environment: ["OCP_PASSWORD": "pa55word-of-the-doctor"]
        )
        let text = output.written + output.complaints
        #expect(!text.contains("pa55word-of-the-doctor"))
        return (code, text.split(separator: "\n").map(String.init))
    }

    private static func index(of beginning: String, in lines: [String]) -> Int? {
        lines.firstIndex { $0.hasPrefix(beginning) }
    }

    @Test func anUnknownAuthorityIsSaidAndWhoItIs() async throws {
        let (code, lines) = await Self.diagnose(try await Server(), [])
        #expect(code == 1)
        let place = try #require(Self.index(of: "  FAIL  certificate: ", in: lines))
        #expect(lines[place].contains("from an authority that is not trusted"))
        #expect(
            lines[place + 1]
                == "        It is for localhost, 127.0.0.1, issued by O = Exporter Tests, CN ="
                + " Authority, valid from 2020-01-01 until 2099-12-31."
        )
        #expect(lines[place + 2].contains("ca_file"))
        #expect(!lines.contains { $0.hasPrefix("  ok    certificate") })
    }

    @Test func anExpiredCertificateIsSaid() async throws {
        let server = try await Server(end: "20210101000000Z")
        let (code, lines) = await Self.diagnose(server, ["--ocp.ca-file=\(server.authority)"])
        #expect(code == 1)
        let place = try #require(Self.index(of: "  FAIL  certificate: ", in: lines))
        #expect(lines[place].contains("has expired"))
        #expect(lines[place + 1].hasSuffix("valid from 2020-01-01 until 2021-01-01."))
    }

    @Test func aWrongNameIsSaidAndTheRightOnes() async throws {
        let server = try await Server(names: "DNS:elsewhere.example")
        let (code, lines) = await Self.diagnose(server, ["--ocp.ca-file=\(server.authority)"])
        #expect(code == 1)
        let place = try #require(Self.index(of: "  FAIL  certificate: ", in: lines))
        #expect(lines[place].contains("the certificate is not for localhost"))
        #expect(lines[place + 1].contains("It is for elsewhere.example,"))
    }

    @Test func aTrustedCertificateIsGoodBeforeAnotherFailure() async throws {
        let server = try await Server()
        let (code, lines) = await Self.diagnose(server, ["--ocp.ca-file=\(server.authority)"])
        #expect(code == 1)
        #expect(Self.index(of: "  ok    connection: localhost port", in: lines) != nil)
        #expect(Self.index(of: "  FAIL  certificate", in: lines) == nil)
        #expect(Self.index(of: "  FAIL  answer: HTTP 200 with HTML", in: lines) != nil)
    }

    @Test func aCertificateThatIsNotVerifiedIsNoted() async throws {
        let (code, lines) = await Self.diagnose(try await Server(), ["--ocp.insecure-skip-verify"])
        #expect(code == 1)
        let place = try #require(Self.index(of: "  note  certificate: ", in: lines))
        #expect(lines[place].contains("it is not verified"))
    }
}
