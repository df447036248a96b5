import Foundation
import OCP
import TestSupport
import Testing

@testable import Exporter

/// An OCP that flags and variables describe, without a file or beside one.
@Suite struct SingleOCPTests {
    private static let password = ConfigurationFixture.path("files/password")
    private static let authority = ConfigurationFixture.path("files/authority.pem")
    private static let good = [
        "--ocp.url=https://ocp.example:8443/a", "--ocp.username=exporter",
        "--ocp.password-file=\(password)",
    ]

    @Test func allFlagsAreTakenOver() throws {
        let settings = try ConfigurationFixture.load(
            Self.good + [
                "--ocp.name=prod", "--ocp.ca-file=\(Self.authority)", "--ocp.insecure-skip-verify",
                "--ocp.cluster-ids=1000002,1000001", "--poll.interval=4m", "--poll.timeout=2s",
                "--poll.concurrency=3", "--tenants.mode=off",
            ],
            environment: [:]
        )
        let ocp = try #require(settings.ocps.first)
        #expect(ocp.name == "prod")
        #expect(ocp.connection.baseURL.description == "https://ocp.example:8443/a")
        #expect(ocp.credentials == .basic(username: "exporter", .file(path: Self.password)))
        #expect(
            ocp.connection.tls == TLSSettings(caFile: Self.authority, insecureSkipVerify: true)
        )
        #expect(ocp.clusters.ids == [1_000_001, 1_000_002])
        #expect(ocp.pollInterval == .seconds(240))
        #expect(ocp.staleAfter == .seconds(720))
        #expect(ocp.connection.timeout == .seconds(2))
        #expect(ocp.maxConcurrentRequests == 3)
        #expect(ocp.tenants.mode == .off)
        #expect(settings.thresholds == ThresholdRules())
    }

    @Test func theEnvironmentIsEnough() throws {
        let settings = try ConfigurationFixture.load(
            [],
            environment: [
                "OCP_URL": "http://ocp.example:8080", "OCP_ACCESS_KEY_ID": "key",
                "OCP_ACCESS_KEY_SECRET": "fixture-password", "POLL_INTERVAL": "30s",
            ]
        )
        let ocp = try #require(settings.ocps.first)
        #expect(ocp.name == "ocp.example")
        #expect(
            ocp.credentials
                == .accessKey(id: "key", .value(Secret("fixture-password")), signingHost: nil)
        )
        #expect(ocp.pollInterval == .seconds(30))
    }

    @Test func theFileOfAPasswordBeatsTheVariable() throws {
        let settings = try ConfigurationFixture.load(
            Self.good,
            environment: ["OCP_PASSWORD": "another"]
        )
        #expect(
            settings.ocps.first?.credentials
                == .basic(username: "exporter", .file(path: Self.password))
        )
    }

    @Test func thresholdsMayComeFromAFile() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("{ defaults: { log_backup_delay: '1m' } }", to: "c.json")
        let settings = try ConfigurationFixture.load(Self.good + ["--config.file", path])
        #expect(settings.ocps.map(\.name) == ["ocp.example"])
        #expect(settings.thresholds.defaults.logBackupDelay == 60)
    }

    @Test(
        arguments: [
            (
                [],
                [
                    "no OCP is configured: give --ocp.url=https://HOST:PORT, or"
                        + " --config.file=FILE; to look around first, try:"
                        + " oceanbase-backup-exporter demo"
                ]
            ),
            (
                ["--ocp.url=ocp.example"],
                [
                    "--ocp.url must begin with http:// or https://",
                    "--ocp.username or --ocp.access-key-id is missing, to log on to OCP",
                ]
            ),
            (
                ["--ocp.url=https://ocp.example", "--ocp.username=exporter"],
                [
                    "--ocp.password-file is missing: give it, or set OCP_PASSWORD in the"
                        + " environment"
                ]
            ),
            (
                ["--ocp.url=https://ocp.example", "--ocp.access-key-id=key"],
                [
                    "--ocp.access-key-secret-file is missing: give it, or set"
                        + " OCP_ACCESS_KEY_SECRET in the environment"
                ]
            ),
            (
                good + ["--ocp.access-key-id=key"],
                ["--ocp.access-key-id and --ocp.username are both given: keep one of them"]
            ),
            (
                good + ["--ocp.access-key-secret-file=\(password)"],
                ["--ocp.access-key-secret-file has no effect without --ocp.access-key-id"]
            ),
            (
                [
                    "--ocp.url=https://ocp.example", "--ocp.access-key-id=my key",
                    "--ocp.password-file=\(password)", "--ocp.access-key-secret-file=secret",
                ],
                [
                    "--ocp.password-file has no effect without --ocp.username",
                    "--ocp.access-key-id must not have spaces, colons or control characters",
                    "--ocp.access-key-secret-file cannot be used: No such file or directory (it"
                        + " must be the path of a file that holds the secret)",
                ]
            ),
            (
                [
                    "--ocp.url=http://ocp.example", "--ocp.username=ex:porter",
                    "--ocp.password-file=/nowhere/password", "--ocp.ca-file=/nowhere/ca.pem",
                    "--ocp.insecure-skip-verify", "--ocp.name=\u{1B}[31m",
                ],
                [
                    "--ocp.name must have at most 128 bytes and no control characters",
                    "--ocp.username must not have a colon, which HTTP Basic cannot carry",
                    "--ocp.password-file cannot be used: /nowhere/password: No such file or"
                        + " directory",
                    "--ocp.ca-file has no effect, because the URL begins with http://",
                    "--ocp.insecure-skip-verify has no effect, because the URL begins with"
                        + " http://",
                    "--ocp.ca-file cannot be used: /nowhere/ca.pem: No such file or directory",
                ]
            ),
        ] as [([String], [String])]
    )
    func mistakesAreToldTogether(_ arguments: [String], lines: [String]) throws {
        #expect(try ConfigurationFixture.mistakes(arguments, environment: [:]) == lines)
    }

    @Test func aMistakeInAVariableNamesTheVariable() throws {
        #expect(
            try ConfigurationFixture.mistakes(
                [],
                environment: [
                    "OCP_URL": "https://ocp.example", "OCP_USERNAME": "a:b", "OCP_PASSWORD": "x",
                    "OCP_CA_FILE": ConfigurationFixture.path("files/text.pem"),
                ]
            ) == [
                "OCP_USERNAME must not have a colon, which HTTP Basic cannot carry",
                "OCP_CA_FILE cannot be used: \(ConfigurationFixture.path("files/text.pem")): holds"
                    + " no certificate in PEM form",
            ]
        )
    }

    @Test func flagsOfOneOCPBesideAFileThatNamesOCPsAreRefused() throws {
        let path = ConfigurationFixture.path("valid/minimal.json")
        #expect(
            try ConfigurationFixture.mistakes(
                ["--config.file", path, "--ocp.ca-file=\(Self.authority)"],
                environment: ["OCP_URL": "https://other.example"]
            ) == [
                "OCP_URL has no effect, because \(path) names the OCPs: keep one of them",
                "--ocp.ca-file has no effect, because \(path) names the OCPs: keep one of them",
            ]
        )
    }

    @Test func variablesThatTheFileUsesAreThereForTheFile() throws {
        let folder = try TemporaryFolder()
        let configuration = """
            { ocps: [{ url: "${OCP_URL}", basic_auth: {
              username: "${OCP_USERNAME}", password: "${OCP_PASSWORD}" } }] }
            """
        let path = try folder.write(configuration, to: "exporter.json")
        let settings = try ConfigurationFixture.load(
            ["--config.file", path],
            environment: [
                "OCP_URL": "https://ocp.example", "OCP_USERNAME": "exporter",
                "OCP_PASSWORD": "fixture-password",
            ]
        )
        #expect(settings.ocps.map(\.name) == ["ocp.example"])
    }
}
