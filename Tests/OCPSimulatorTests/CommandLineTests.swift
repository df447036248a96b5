import Foundation
import HTTP
import OCPSimulator
import TestSupport
import Testing

@Suite struct CommandLineTests {
    private func options(
        _ arguments: [String],
        environment: [String: String] = [:]
    ) throws -> SimulatorOptions {
        let command = try SimulatorCommand(arguments: arguments, environment: environment)
        guard case .run(let options) = command else { throw NotRun() }
        return options
    }

    private struct NotRun: Error {}

    @Test func withoutFlagsADozenClustersRunSixtyTimesFaster() throws {
        let options = try options([])
        #expect(options.addresses == [.tcp(host: "127.0.0.1", port: 18080)])
        #expect(options.settings.fleet == FleetPlan())
        #expect(options.settings.timeScale == 60)
        #expect(options.settings.account.username == "exporter")
        #expect(options.settings.account.password == "exporter")
        #expect(options.settings.account.accessKey == nil)
        #expect(options.settings.rateLimit == nil)
        #expect(options.settings.tenants == 3)
        #expect(options.settings.tenantTasks == .tenant)
    }

    @Test func everyFlagIsRead() throws {
        let folder = try TemporaryFolder()
        let secret = try folder.write("word\n", to: "secret")
        let options = try options([
            "--web.listen-address", "127.0.0.1:0", "--web.listen-address=[::1]:0",
            "--clusters=30", "--scenario", "paused=2", "--scenario=slow",
            "--fault", "info=forbidden", "--seed", "7", "--time-scale=0.5",
            "--clock-offset=-20m", "--latency", "50ms", "--ocp-version", "4.2.1",
            "--username", "dba", "--password-file", secret, "--access-key-id=key",
            "--access-key-secret-file=\(secret)", "--lockout-attempts", "3",
            "--lockout", "1h", "--rate-limit", "100/10s", "--tenants=7",
            "--tenant-tasks", "cluster", "--fault=log-backup-tasks=server-error",
        ])
        let settings = options.settings
        #expect(
            options.addresses == [.tcp(host: "127.0.0.1", port: 0), .tcp(host: "::1", port: 0)]
        )
        #expect(
            settings.fleet
                == FleetPlan(clusters: 30, scenarios: [.init("paused", count: 2), .init("slow")])
        )
        #expect(
            settings.faults == [
                .info: try #require(Fault.named("forbidden")),
                .logBackupTasks: try #require(Fault.named("server-error")),
            ]
        )
        #expect(settings.tenants == 7)
        #expect(settings.tenantTasks == .cluster)
        #expect(settings.seed == 7)
        #expect(settings.timeScale == 0.5)
        #expect(settings.clockOffset == -1_200_000)
        #expect(settings.latency == 50)
        #expect(settings.version == OCPVersion("4.2.1"))
        #expect(settings.account.username == "dba")
        #expect(settings.account.password == "word")
        #expect(settings.account.accessKey?.id == "key")
        #expect(settings.account.accessKey?.secret == "word")
        #expect(settings.mostLogOnAttempts == 3)
        #expect(settings.lockOutDuration == 3_600_000)
        #expect(settings.rateLimit == RateLimit(requests: 100, windowSeconds: 10))
    }

    @Test func aFlagBeatsItsVariable() throws {
        let environment = [
            "OCP_SIMULATOR_CLUSTERS": "3", "OCP_SIMULATOR_SEED": "9",
            "OCP_SIMULATOR_SCENARIO": "paused=1,slow", "USERNAME": "someone",
            "OCP_SIMULATOR_WEB_LISTEN_ADDRESS": "127.0.0.1:1",
        ]
        let options = try options(["--clusters", "5"], environment: environment)
        #expect(options.settings.fleet.clusters == 5)
        #expect(options.settings.fleet.scenarios == [.init("paused", count: 1), .init("slow")])
        #expect(options.settings.seed == 9)
        #expect(options.settings.account.username == "exporter")
        #expect(options.addresses == [.tcp(host: "127.0.0.1", port: 1)])
    }

    @Test func aFlagReplacesTheListOfItsVariable() throws {
        let options = try options(
            ["--scenario", "slow", "--clusters=2"],
            environment: ["OCP_SIMULATOR_SCENARIO": "paused=1", "OCP_SIMULATOR_CLUSTERS": "many"]
        )
        #expect(options.settings.fleet == FleetPlan(clusters: 2, scenarios: [.init("slow")]))
    }

    @Test(arguments: [
        (["--cluster", "3"], "unknown flag --cluster; did you mean \"--clusters\"?"),
        (["--frobnicate"], "unknown flag --frobnicate"),
        (["demo"], "unexpected argument demo"),
        (["--clusters"], "--clusters needs a value: N"),
        (["--clusters", "x"], "--clusters takes a number from 0 to 1000000"),
        (["--clusters", "1", "--clusters", "2"], "--clusters is given twice"),
        (
            ["--clusters", "1", "--scenario", "paused=2"],
            "the scenarios need 2 clusters, and there are 1"
        ),
        (["--scenario", "pausd"], "--scenario has no \"pausd\"; did you mean \"paused\"?"),
        (["--scenario", "paused=x"], "--scenario takes a whole number after \"=\""),
        (["--scenario", ""], "--scenario has no \"\""),
        (["--fault", "info"], "--fault takes ENDPOINT=NAME"),
        (["--fault", "inf=slow"], "--fault has no endpoint \"inf\"; did you mean \"info\"?"),
        (["--fault", "info=slo"], "--fault has no fault \"slo\"; did you mean \"slow\"?"),
        (["--fault", "console=slow"], "--fault has no endpoint \"console\""),
        (
            ["--fault", "log-backup-task=slow"],
            "--fault has no endpoint \"log-backup-task\"; did you mean \"log-backup-tasks\"?"
        ),
        (["--tenants", "-1"], "--tenants takes a number from 0 to 100000"),
        (["--tenants", "100001"], "--tenants takes a number from 0 to 100000"),
        (["--tenant-tasks", "both"], "--tenant-tasks takes cluster, tenant or absent"),
        (["--tenant-tasks", ""], "--tenant-tasks takes cluster, tenant or absent"),
        (["--latency", "50"], "--latency takes a span such as 50ms, 10s or 30m"),
        (["--latency", "9999999999999999d"], "--latency takes a span such as 50ms, 10s or 30m"),
        (["--time-scale", "nan"], "--time-scale takes a number from 0 to 1000000"),
        (["--ocp-version", "4"], "--ocp-version takes a version such as 4.2.1"),
        (["--seed", "-1"], "--seed takes a whole number"),
        (["--clock-offset", "-"], "--clock-offset takes a span such as 50ms, 10s or 30m"),
        (["--username", "a:b"], "--username takes a name without a colon"),
        (["--access-key-id", "a:b"], "--access-key-id takes an id without a colon"),
        (["--lockout", "1y"], "--lockout takes a span such as 50ms, 10s or 30m"),
        (["--lockout-attempts", "0"], "--lockout-attempts takes a number from 1 to 1000000"),
        (
            ["--rate-limit", "0/10s"],
            "--rate-limit takes requests per span of at least a second, such as 100/10s"
        ),
        (
            ["--access-key-id", "key"],
            "--access-key-id and --access-key-secret-file come together"
        ),
        (
            ["--password-file", "/nonexistent"],
            "--password-file cannot use /nonexistent: No such file or directory"
        ),
        (
            ["--password-file", "/dev/null"],
            "--password-file cannot use /dev/null: not a regular file"
        ),
        (["--password-file", "/"], "--password-file cannot use /: not a regular file"),
    ])
    func mistakesAreNamed(_ arguments: [String], message: String) {
        let problem = #expect(throws: SimulatorCommand.Problem.self) {
            _ = try SimulatorCommand(arguments: arguments, environment: [:])
        }
        #expect(problem?.description == message)
    }

    @Test func aBadVariableIsNamedByItsOwnName() {
        let problem = #expect(throws: SimulatorCommand.Problem.self) {
            _ = try SimulatorCommand(
                arguments: [],
                environment: ["OCP_SIMULATOR_LATENCY": "soon"]
            )
        }
        #expect(problem?.description.hasPrefix("OCP_SIMULATOR_LATENCY takes") == true)
    }

    @Test func helpAndVersionComeBeforeMistakes() throws {
        for arguments in [["--help"], ["-h"], ["--clusters", "3", "--help", "--what"]] {
            guard case .help = try SimulatorCommand(arguments: arguments, environment: [:]) else {
                Issue.record("\(arguments)")
                continue
            }
        }
        guard case .version = try SimulatorCommand(arguments: ["--version"], environment: [:])
        else {
            Issue.record("--version")
            return
        }
    }

    @Test func helpFitsAScreenAndNamesEveryScenario() {
        let lines = SimulatorUsage.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 70)
        #expect(lines.allSatisfy { $0.count <= 80 })
        for scenario in Scenario.all {
            #expect(SimulatorUsage.text.contains("  \(scenario.name)  "), "\(scenario.name)")
        }
    }

    @Test func aLargeSecretIsRefused() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(String(repeating: "x", count: 4097), to: "file")
        let problem = #expect(throws: SimulatorCommand.Problem.self) {
            _ = try SimulatorCommand(
                arguments: ["--password-file", file],
                environment: [:]
            )
        }
        #expect(
            problem?.description == "--password-file cannot use \(file): larger than 4096 bytes"
        )
    }
}
