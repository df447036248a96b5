import Testing

@testable import Exporter

@Suite struct CommandLineMistakeTests {
    private static func mistakes(
        _ arguments: [String],
        _ environment: [String: String] = [:]
    ) -> [String] {
        do throws(ConfigurationMistakes) {
            _ = try CommandLineReader.read(arguments, environment: environment)
            return []
        } catch {
            return error.lines
        }
    }

    @Test(
        arguments: [
            (
                ["--poll.intervall=5s"],
                "unknown flag --poll.intervall; did you mean --poll.interval?"
            ),
            (["--interval=5s"], "unknown flag --interval; did you mean --poll.interval?"),
            (["--listen=:1"], "unknown flag --listen; did you mean --web.listen-address?"),
            (["--url", "x"], "unknown flag --url; did you mean --ocp.url?"),
            (
                ["--once"],
                "unknown flag --once; once is a command: it stands first, without dashes"
            ),
            (["--zzzzzzzz"], "unknown flag --zzzzzzzz; --help lists all"),
            (["--config"], "unknown flag --config; did you mean --config.file?"),
            (["--ocp.user=x"], "unknown flag --ocp.user; did you mean --ocp.username?"),
            (
                ["-config.file=x"],
                "-config.file is not a flag: flags begin with two dashes; did you mean --config.file?"
            ),
            (["--"], "\"--\" is not a flag: flags begin with two dashes"),
            (["-"], "\"-\" is not a flag: flags begin with two dashes"),
            (["--=x"], "\"--=x\" is not a flag: flags begin with two dashes"),
            (["doktor"], "unknown command doktor; did you mean doctor?"),
            (["help"], "unknown command help; did you mean --help?"),
            (["serve-me-now"], "unknown command serve-me-now; --help lists all"),
            (["run", "doctor"], "the command doctor must stand before the flags, and alone"),
            (
                ["--log.level=info", "once"],
                "the command once must stand before the flags, and alone"
            ),
            (["run", "more"], "\"more\" is not a flag: flags begin with two dashes"),
            (["completion"], "the command completion takes one of bash, zsh, fish"),
            (["completion", "tcsh"], "the command completion takes one of bash, zsh, fish"),
            (["--poll.interval"], "--poll.interval needs a value: --poll.interval=TIME"),
            (["--poll.interval="], "--poll.interval needs a value: --poll.interval=TIME"),
            (
                ["--config.file", "--config.check"],
                "--config.file needs a value: --config.file=FILE"
            ),
            (
                ["--web.systemd-socket", "--web.listen-address=:1"],
                "--web.listen-address has no effect beside --web.systemd-socket: keep one of them"
            ),
            (
                ["once", "--web.config.file=x"],
                "--web.config.file means nothing to the command once: it is for run, demo, healthcheck"
            ),
            (["--config.check=maybe"], "--config.check takes true or false, not \"maybe\""),
            (["--config.check="], "--config.check takes true or false, not \"\""),
            (
                ["--config.check", "true"],
                "--config.check takes its value after =, as in --config.check=true"
            ),
            (["--config.file=a", "--config.file=b"], "--config.file is given twice"),
            (["--config.check", "--config.check"], "--config.check is given twice"),
            (
                ["--poll.interval=5"],
                "--poll.interval takes a duration, not \"5\": write it like 500ms, 60s, 5m, 1h30m or 8d"
            ),
            (["--poll.interval=999ms"], "--poll.interval must be from 1s to 1d, not 999ms"),
            (["--poll.timeout=11m"], "--poll.timeout must be from 100ms to 10m, not 11m"),
            (
                ["--poll.concurrency=1001"],
                "--poll.concurrency takes a whole number from 1 to 1000, not \"1001\""
            ),
            (
                ["--web.max-connections=many"],
                "--web.max-connections takes a whole number from 1 to 1000000, not \"many\""
            ),
            (
                ["--log.level=loud"],
                "--log.level takes one of debug, info, warn, error, not \"loud\""
            ),
            (["--log.format=xml"], "--log.format takes one of logfmt, json, not \"xml\""),
            (
                ["--ocp.cluster-ids=1,a"],
                "--ocp.cluster-ids takes OCP's ids of clusters separated by commas, such as 1000001,1000002; \"a\" is not one"
            ),
            (["--ocp.cluster-ids=7,7"], "--ocp.cluster-ids names 7 twice"),
            (
                ["--web.telemetry-path=metrics"],
                "--web.telemetry-path must be a plain path such as /metrics, not \"metrics\""
            ),
            (
                ["--web.telemetry-path=/-/healthy"],
                "--web.telemetry-path must not be /-/healthy, which is taken"
            ),
            (
                ["--web.listen-address=10288"],
                "--web.listen-address cannot be used: \"10288\" is no address to listen on: it has no port (expected host:port, :port, [address]:port or unix:/path)"
            ),
            (["--output.file=x"], "--output.file means nothing to the command run: it is for once"),
            (
                ["doctor", "--config.check"],
                "--config.check means nothing to the command doctor: it is for run"
            ),
            (
                ["demo", "--ocp.url=x"],
                "--ocp.url means nothing to the command demo: it is for run, doctor, once, healthcheck"
            ),
        ] as [([String], String)]
    )
    func aMistakeIsAnsweredWithWhatIsRight(_ arguments: [String], line: String) {
        #expect(Self.mistakes(arguments) == [line])
    }

    @Test func variablesAreAnsweredByTheirOwnName() {
        #expect(
            Self.mistakes([], ["POLL_INTERVAL": "soon", "LOG_LEVEL": "loud"]) == [
                "POLL_INTERVAL takes a duration, not \"soon\": write it like 500ms, 60s, 5m, 1h30m"
                    + " or 8d",
                "LOG_LEVEL takes one of debug, info, warn, error, not \"loud\"",
            ]
        )
    }

    @Test func allMistakesAreToldAtOnce() {
        #expect(
            Self.mistakes(["demmo", "--pol.interval=1s", "--poll.timeout=1"], ["LOG_FORMAT": "x"])
                .count == 4
        )
    }

    @Test(
        arguments: [
            ["--ocp.password=hunter2"], ["--ocp.password", "hunter2"],
            ["--ocp.access-key-secret=hunter2"], ["--ocp.access-key-secret", "hunter2"],
            ["--ocp.pasword", "hunter2"], ["--ocp.password:hunter2"], ["--ocp.passwordhunter2"],
            ["--password", "hunter2"], ["-p", "hunter2"], ["-password=hunter2"],
            ["--secret=hunter2"],
        ]
    )
    func aSecretOnTheCommandLineIsRefusedAndNotRepeated(_ arguments: [String]) {
        let lines = Self.mistakes(arguments)
        #expect(lines.count == 1)
        #expect(lines.allSatisfy { !$0.contains("hunter2") })
    }

    @Test func theRefusalSaysWhereASecretBelongs() {
        #expect(
            Self.mistakes(["--ocp.password=hunter2"]) == [
                "there is no flag --ocp.password, because other users can see the arguments of a"
                    + " process: use --ocp.password-file, or the environment"
            ]
        )
    }

    @Test func whatWouldSteerATerminalIsEscaped() {
        for arguments in [["\u{1B}[2J"], ["--\u{1B}[2J"], ["--log.level=\u{1B}[2J\n"]] {
            let lines = Self.mistakes(arguments)
            #expect(!lines.isEmpty)
            #expect(lines.joined().unicodeScalars.allSatisfy { $0.value >= 0x20 })
        }
    }
}
