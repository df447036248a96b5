import Exporter
import Foundation
import Synchronization
import TestSupport
import Testing

/// What `doctor` says of certificates: those of a real server, made for the occasion.
@Suite(
    .timeLimit(.minutes(5)),
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"))
)
struct DoctorTLSTests {
    /// A server whose certificate an authority of its own has signed; it answers with HTML.
    private final class Server {
        let folder: URL
        private(set) var port = 0
        private var server: RunningCommand?

        /// Makes the certificates and starts to listen.
        init(names: String = "DNS:localhost,IP:127.0.0.1", end: String = "20991231000000Z") throws {
            folder = FileManager.default.temporaryDirectory
                .appendingPathComponent("doctor-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try openSSL(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout ca.key"
                    + " -out ca.pem -days 30 -subj /CN=Authority"
            )
            try openSSL(
                "req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout key.pem"
                    + " -out request.pem -subj /CN=server"
            )
            try Data("subjectAltName=\(names)\n".utf8).write(to: file("extensions"))
            try Data().write(to: file("index.txt"))
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
            try Data(configuration.utf8).write(to: file("ca.cnf"))
            try openSSL(
                "ca -batch -config ca.cnf -cert ca.pem -keyfile ca.key -in request.pem"
                    + " -out cert.pem -notext -startdate 20200101000000Z -enddate \(end)"
                    + " -extfile extensions"
            )
            try listen()
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        var authority: String { file("ca.pem").path }

        private func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

        private func command(_ arguments: String) -> Command {
            let words = ["openssl"] + arguments.split(separator: " ").map(String.init)
            return Command(words, in: folder.path, errors: .discarded)
        }

        private func openSSL(_ arguments: String) throws {
            try #require(command(arguments).runBlocking().status == 0)
        }

        private func listen() throws {
            let server = try RunningCommand(
                command("s_server -accept 127.0.0.1:0 -cert cert.pem -key key.pem -www")
            )
            self.server = server
            while let line = server.line() {
                guard line.hasPrefix("ACCEPT") else { continue }
                port = try #require(line.split(separator: ":").last.flatMap { Int($0) })
                return
            }
        }
    }

    private static func diagnose(
        _ server: Server,
        _ flags: [String]
    ) async -> (code: Int32, lines: [String]) {
        let written = Mutex("")
        let program = Program(
            arguments: [
                "doctor", "--ocp.url=https://localhost:\(server.port)", "--ocp.username=exporter",
            ] + flags,
            environment: ["OCP_PASSWORD": "pa55word-of-the-doctor"],
            output: CommandOutput(
                write: { (pieces) throws(TextFile.Problem) in
                    written.withLock { $0 += String(decoding: pieces.joined(), as: UTF8.self) }
                },
                complain: { line in written.withLock { $0 += line } }
            ),
            demo: { _, _ in 1 }
        )
        let code = await program.run()
        let text = written.withLock { $0 }
        #expect(!text.contains("pa55word-of-the-doctor"))
        return (code, text.split(separator: "\n").map(String.init))
    }

    private static func index(of beginning: String, in lines: [String]) -> Int? {
        lines.firstIndex { $0.hasPrefix(beginning) }
    }

    @Test func anUnknownAuthorityIsSaidAndWhoItIs() async throws {
        let (code, lines) = await Self.diagnose(try Server(), [])
        #expect(code == 1)
        let place = try #require(Self.index(of: "  FAIL  certificate: ", in: lines))
        #expect(lines[place].contains("from an authority that is not trusted"))
        #expect(
            lines[place + 1]
                == "        It is for localhost, 127.0.0.1, issued by CN = Authority, valid from"
                + " 2020-01-01 until 2099-12-31."
        )
        #expect(lines[place + 2].contains("ca_file"))
        #expect(!lines.contains { $0.hasPrefix("  ok    certificate") })
    }

    @Test func anExpiredCertificateIsSaid() async throws {
        let server = try Server(end: "20210101000000Z")
        let (code, lines) = await Self.diagnose(server, ["--ocp.ca-file=\(server.authority)"])
        #expect(code == 1)
        let place = try #require(Self.index(of: "  FAIL  certificate: ", in: lines))
        #expect(lines[place].contains("has expired"))
        #expect(lines[place + 1].hasSuffix("valid from 2020-01-01 until 2021-01-01."))
    }

    @Test func aWrongNameIsSaidAndTheRightOnes() async throws {
        let server = try Server(names: "DNS:elsewhere.example")
        let (code, lines) = await Self.diagnose(server, ["--ocp.ca-file=\(server.authority)"])
        #expect(code == 1)
        let place = try #require(Self.index(of: "  FAIL  certificate: ", in: lines))
        #expect(lines[place].contains("the certificate is not for localhost"))
        #expect(lines[place + 1].contains("It is for elsewhere.example,"))
    }

    @Test func aTrustedCertificateIsGoodBeforeAnotherFailure() async throws {
        let server = try Server()
        let (code, lines) = await Self.diagnose(server, ["--ocp.ca-file=\(server.authority)"])
        #expect(code == 1)
        #expect(Self.index(of: "  ok    connection: localhost port", in: lines) != nil)
        #expect(Self.index(of: "  FAIL  certificate", in: lines) == nil)
        #expect(Self.index(of: "  FAIL  answer: HTTP 200 with HTML", in: lines) != nil)
    }

    @Test func aCertificateThatIsNotVerifiedIsNoted() async throws {
        let (code, lines) = await Self.diagnose(try Server(), ["--ocp.insecure-skip-verify"])
        #expect(code == 1)
        let place = try #require(Self.index(of: "  note  certificate: ", in: lines))
        #expect(lines[place].contains("it is not verified"))
    }
}
