import Kernel
import TestClock
import Foundation
import HTTP
import OCP
import Synchronization
import TestSupport
import Testing

@testable import Exporter

@Suite(.timeLimit(.minutes(15))) struct OneRoundTests {
    /// Answers as an OCP with two clusters, or fails.
    private struct StubTransport: Transport {
        func send(_ request: TransportRequest) async throws -> TransportResponse {
            switch request.settings.baseURL.host {
            case "good.example": return TransportResponse(status: 200, body: body(request.target))
            case "locked.example": return TransportResponse(status: 401)
            default: throw OCPError(reason: .connect, message: "no connection")
            }
        }

        private func body(_ target: String) -> [UInt8] {
            let data =
                if target.contains("/backup/overview") {
                    #"{"logBackupDelaySeconds":98,"backupScheduleStatus":"NORMAL"}"#
                } else {
                    #"{"contents":[{"id":1,"name":"a"},{"id":2,"name":"b"}]}"#
                }
            return Array(#"{"data":\#(data),"successful":true,"status":200}"#.utf8)
        }
    }

    /// Waits for nothing.
    private struct ImpatientTime: TimeSource {
        func now() -> Double { 1_700_000_000 }
        func uptime() -> Duration { .zero }
        func sleep(for duration: Duration) async throws {}
    }

    private static func settings(_ hosts: [String]) throws -> Settings {
        Settings(
            ocps: try hosts.map { host in
                OCPSettings(
                    name: host,
                    connection: ConnectionSettings(baseURL: try BaseURL("https://\(host)")),
                    credentials: .basic(username: "exporter", .value(Secret("pa55word!")))
                )
            }
        )
    }

    private static func run(
        _ hosts: [String],
        file: String? = nil,
        output: CollectedOutput = CollectedOutput()
    ) async throws -> Int32 {
        let once = Once(
            settings: try settings(hosts),
            file: file,
            time: ImpatientTime(),
            logger: Logger(level: .warn, time: ImpatientTime(), write: output.output.complain),
            output: output.output
        )
        return try await once.run(StubTransport())
    }

    @Test func aGoodRoundIsAPage() async throws {
        let output = CollectedOutput()
        #expect(try await Self.run(["good.example"], output: output) == 0)
        let lines = output.written.split(separator: "\n").map(String.init)
        #expect(lines.contains(#"oceanbase_ocp_up{ocp="good.example"} 1"#))
        for (id, name) in [(1, "a"), (2, "b")] {
            let labels = #"ocp="good.example",ocp_cluster_id="\#(id)",ob_cluster_name="\#(name)""#
            #expect(lines.contains("oceanbase_log_backup_delay_seconds{\(labels)} 98"))
        }
        #expect(output.complaints.isEmpty)
    }

    @Test(arguments: ["dead.example", "locked.example"])
    func anOCPThatFailsIsDownOnAPageThatIsThereAllTheSame(_ host: String) async throws {
        let output = CollectedOutput()
        #expect(try await Self.run(["good.example", host], output: output) == 1)
        let lines = output.written.split(separator: "\n").map(String.init)
        #expect(lines.contains(#"oceanbase_ocp_up{ocp="\#(host)"} 0"#))
        #expect(lines.contains(#"oceanbase_ocp_up{ocp="good.example"} 1"#))
        #expect(output.complaints.contains("OCP cannot be polled"))
        #expect(output.complaints.contains("ocp=\(host)"))
        #expect(!output.complaints.contains("ocp=good.example"))
    }

    @Test func thePageGoesIntoAFile() async throws {
        let folder = try TemporaryFolder()
        let output = CollectedOutput()
        let file = folder.file("ocp.prom")
        #expect(
            try await Self.run(["good.example", "dead.example"], file: file, output: output) == 1
        )
        #expect(output.written.isEmpty)
        let page = try String(contentsOfFile: file, encoding: .utf8)
        #expect(page.contains(#"oceanbase_ocp_up{ocp="dead.example"} 0"#))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["ocp.prom"])
        let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions]
        #expect(mode as? Int == 0o644)
    }

    /// A label may hold any text, and a terminal would act on it.
    @Test(arguments: [false, true]) func aTerminalIsNotSteered(isTerminal: Bool) async throws {
        let output = CollectedOutput()
        var terminal = output.output
        terminal.isTerminal = isTerminal
        var settings = try Self.settings(["good.example"])
        settings.ocps[0].name = "a\u{1B}[2Jb\u{9B}c"
        let once = Once(
            settings: settings,
            file: nil,
            time: ImpatientTime(),
            logger: Logger(level: .warn, time: ImpatientTime(), write: terminal.complain),
            output: terminal
        )
        #expect(try await once.run(StubTransport()) == 0)
        let isRaw = output.written.contains("ocp=\"a\u{1B}[2Jb\u{9B}c\"")
        #expect(isRaw == !isTerminal)
        #expect(output.written.contains("ocp=\"a\\u001b[2Jb\\u009bc\"") == isTerminal)
        #expect(output.written.hasSuffix("\n"))
    }

    @Test func aFileThatCannotBeWrittenIsAFailure() async throws {
        let output = CollectedOutput()
        #expect(try await Self.run(["good.example"], file: "/nowhere/a.prom", output: output) == 1)
        #expect(output.complaints.contains("the page cannot be written"))
        #expect(output.complaints.contains("No such file or directory"))
    }

    @Test func aStandardOutputThatIsFullIsAFailure() async throws {
        let output = CollectedOutput()
        let full = CommandOutput(
            write: { (_) throws(FileProblem) in
                throw FileProblem(path: "standard output", reason: "No space left on device")
            },
            complain: output.output.complain
        )
        let once = Once(
            settings: try Self.settings(["good.example"]),
            file: nil,
            time: ImpatientTime(),
            logger: Logger(level: .warn, time: ImpatientTime(), write: full.complain),
            output: full
        )
        #expect(try await once.run(StubTransport()) == 1)
        #expect(output.complaints.contains("No space left on device"))
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool")))
    func promtoolHasNothingToSayAboutThePage() async throws {
        let folder = try TemporaryFolder()
        let file = folder.file("ocp.prom")
        _ = try await Self.run(["good.example", "dead.example"], file: file)
        let page = try Array(Data(contentsOf: URL(fileURLWithPath: file)))
        let result = try await Command(["promtool", "check", "metrics"], input: page).run()
        #expect(result.output == "")
        #expect(result.status == 0)
    }
}
