import HTTP
import TestClock
import Testing

@testable import Exporter

@Suite(.timeLimit(.minutes(15))) struct ExitCodeTests {
    @Test(arguments: [["--help"], ["--version"], ["completion", "fish"], ["demo"]])
    func whatOnlyPrintsEndsWell(_ arguments: [String]) async {
        let output = CollectedOutput()
        #expect(await output.run(arguments) == 0)
        #expect(output.complaints.isEmpty)
        #expect(output.written.isEmpty == (arguments == ["demo"]))
    }

    @Test func aWrongCommandLineIsCode2AndALineForEachMistake() async {
        let output = CollectedOutput()
        #expect(await output.run(["--poll.interval=x", "--nothing"]) == 2)
        let lines = output.complaints.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.hasPrefix("oceanbase-backup-exporter: ") })
        #expect(output.written.isEmpty)
    }

    @Test(arguments: ["run", "once", "doctor"])
    func aWrongConfigurationIsCode2(_ command: String) async {
        let output = CollectedOutput()
        let path = ConfigurationFixture.path("invalid/mistakes-everywhere.json")
        #expect(await output.run([command, "--config.file=\(path)"]) == 2)
        #expect(output.complaints.split(separator: "\n").count == 12)
        #expect(output.written.isEmpty)
    }

    @Test(arguments: [("minimal", "1 OCP"), ("every-key", "4 OCPs")])
    func aGoodConfigurationIsChecked(_ name: String, count: String) async {
        let output = CollectedOutput()
        let path = ConfigurationFixture.path("valid/\(name).json")
        let code = await output.run(
            ["--config.check", "--config.file=\(path)"],
            environment: ConfigurationFixture.environment
        )
        #expect(code == 0)
        #expect(output.written == "the configuration is good: \(count)\n")
        #expect(output.complaints.isEmpty)
    }

    @Test func aBadConfigurationIsChecked() async {
        let output = CollectedOutput()
        let path = ConfigurationFixture.path("invalid/empty.json")
        #expect(await output.run(["--config.check", "--config.file=\(path)"]) == 2)
        #expect(output.complaints == "oceanbase-backup-exporter: \(path): is empty\n")
        #expect(output.written.isEmpty)
    }

    @Test(arguments: ["once", "doctor"]) func anOCPThatDoesNotLetUsInIsCode1(
        _ command: String
    ) async throws {
        let output = CollectedOutput()
        let code = try await LoopbackServer.run({ _ in .text(401, "no") }) { addresses in
            await output.run(
                [
                    command, "--ocp.url=http://\(addresses[0])", "--ocp.username=exporter",
                    "--poll.timeout=10m",
                ],
                environment: ["OCP_PASSWORD": "pa55word!"]
            )
        }
        #expect(code == 1)
        #expect(output.written.contains(command == "once" ? "oceanbase_ocp_up" : "FAIL"))
    }
}
