import Foundation
import JSON
import OCP
import Testing

@testable import Exporter

@Suite struct ValidConfigurationTests {
    private static func load(_ name: String, _ flags: String...) throws -> Settings {
        let path = ConfigurationFixture.path("valid/\(name).json")
        return try ConfigurationFixture.load(["--config.file", path] + flags)
    }

    @Test func aMinimalFileGetsTheDefaults() throws {
        let settings = try Self.load("minimal")
        let ocp = try #require(settings.ocps.first)
        #expect(settings.ocps.count == 1)
        #expect(ocp.name == "ocp.example")
        #expect(ocp.connection.baseURL.description == "https://ocp.example")
        #expect(ocp.connection.timeout == .seconds(10))
        #expect(ocp.connection.tls == TLSSettings())
        #expect(ocp.connection.proxyURL == nil)
        #expect(ocp.connection.headers.isEmpty)
        #expect(ocp.pollInterval == .seconds(60))
        #expect(ocp.maxConcurrentRequests == 8)
        #expect(ocp.staleAfter == .seconds(300))
        #expect(ocp.clockOffsetThreshold == .seconds(300))
        #expect(ocp.clusters == ClusterSelection())
        #expect(ocp.tenants == TenantSettings())
        #expect(settings.thresholds == ThresholdRules())
    }

    @Test func theExampleOfTheDesignIsGood() throws {
        let settings = try Self.load("example")
        let ocp = try #require(settings.ocps.first)
        let files = ConfigurationFixture.path("valid/../files")
        #expect(ocp.name == "prod")
        #expect(ocp.connection.baseURL.description == "https://ocp.example:8443")
        #expect(
            ocp.credentials
                == .basic(username: "exporter", .file(path: "\(files)/password"))
        )
        #expect(
            ocp.connection.tls
                == TLSSettings(
                    caFile: "\(files)/authority.pem",
                    certFile: "\(files)/client.pem",
                    keyFile: "\(files)/client.key",
                    serverName: "ocp.example"
                )
        )
        #expect(ocp.connection.proxyURL?.description == "http://proxy.example:3128")
        #expect(ocp.connection.headers == [HeaderField("X-Trace", "exporter")])
        #expect(ocp.staleAfter == .seconds(300))
        #expect(ocp.clusters.ids == [1_000_005])
        #expect(ocp.clusters.include?.text == "^prod")
        #expect(ocp.clusters.exclude?.text == "_test$")
        let core = settings.thresholds.thresholds(ocp: "prod", clusterName: "core_1")
        #expect(core.logBackupDelay == 120)
        #expect(core.logBackupDelayCritical == 720)
        #expect(core.dataBackupAge == 26 * 3600)
        #expect(settings.thresholds.thresholds(ocp: "prod", clusterName: "x") == Thresholds())
    }

    @Test func everyKeyIsRead() throws {
        let settings = try Self.load("every-key")
        #expect(settings.ocps.map(\.name) == ["prod-main", "other", "third", "fourth"])
        let ocp = try #require(settings.ocps.first)
        let password = SecretSource.value(Secret("fixture-password"))
        #expect(ocp.connection.baseURL.description == "https://[2001:db8::1]:8443/ocp")
        #expect(ocp.credentials == .basic(username: "exporter", password))
        #expect(ocp.connection.tls.insecureSkipVerify)
        #expect(
            ocp.connection.proxyURL
                == (try ProxyURL("http://proxy:fixture-password@proxy.example:3128"))
        )
        #expect(
            ocp.connection.headers
                == [HeaderField("X-Trace", "${NAME} costs $5"), HeaderField("X-Empty", "")]
        )
        #expect(ocp.pollInterval == .seconds(90))
        #expect(ocp.connection.timeout == .milliseconds(2500))
        #expect(ocp.maxConcurrentRequests == 16)
        #expect(ocp.staleAfter == .seconds(3600))
        #expect(ocp.clockOffsetThreshold == .seconds(30))
        #expect(ocp.clusters.ids == [1_000_005, 1_000_006])
        let file = SecretSource.file(path: ConfigurationFixture.path("valid/../files/password"))
        #expect(
            settings.ocps[1].credentials
                == .accessKey(id: "key", file, signingHost: "ocp.example:8080")
        )
        #expect(
            settings.ocps[2].credentials == .accessKey(id: "key", password, signingHost: nil)
        )
        // Three polls may fail before values go.
        #expect(settings.ocps[3].staleAfter == .seconds(1800))
    }

    @Test func thresholdsAreThoseOfTheFirstRuleThatMatches() throws {
        let rules = try Self.load("every-key").thresholds
        let defaults = rules.thresholds(ocp: "third", clusterName: "core_1")
        #expect(defaults.logBackupDelay == 300)
        #expect(defaults.logBackupDelayCritical == 1200)
        #expect(defaults.dataBackupAge == 2 * 86_400)
        #expect(defaults.backupSizeDrop == 0)
        // What a rule leaves out comes from the defaults, and critical keeps its proportion.
        let core = rules.thresholds(ocp: "other", clusterName: "core_1")
        #expect(core.logBackupDelay == 120)
        #expect(core.logBackupDelayCritical == 480)
        #expect(core.dataBackupAge == 2 * 86_400)
        let main = rules.thresholds(ocp: "prod-main", clusterName: "core_1")
        #expect(main.logBackupDelay == 60)
        #expect(main.logBackupDelayCritical == 180)
        #expect(main.dataBackupAge == 26 * 3600)
        #expect(main.backupSizeDrop == 0.25)
    }

    @Test func everyKeyOfTenantsIsRead() throws {
        let settings = try Self.load("every-key")
        let tenants = try #require(settings.ocps.first).tenants
        #expect(tenants.mode == .tenant)
        #expect(tenants.selection.include?.text == "^pay_")
        #expect(tenants.selection.exclude?.text == "_scratch$")
        #expect(
            tenants.intervals == [
                .tenants: .seconds(1200), .logBackups: .seconds(1), .dataBackups: .seconds(1800),
                .strategies: .seconds(7 * 86_400), .restores: .seconds(7200),
            ]
        )
        #expect(tenants.lookBack == .seconds(90 * 86_400))
        #expect(settings.ocps.dropFirst().map(\.tenants.mode) == [.auto, .auto, .off])
        let finder = settings.thresholds.finder(ocp: "third")
        let pay = finder.rule(clusterName: "core_1", tenantName: "pay_1")
        #expect(pay?.dataBackupDuration == 14_400)
        #expect(pay?.restoreAge == 8_640_000)
        #expect(pay?.isBackupExpected == nil)
        let scratch = finder.rule(clusterName: "x", tenantName: "a_scratch")
        #expect(scratch?.isBackupExpected == false)
        let defaults = settings.thresholds.defaults
        #expect(defaults.dataBackupDuration == 12 * 3600)
        #expect(defaults.restoreAge == 17_280_000)
        #expect(defaults.isBackupExpected)
    }

    /// A rule about tenants is none about their cluster, and hides no rule behind it.
    @Test func aRuleWithATenantMatchesNoCluster() throws {
        let finder = try Self.load("every-key").thresholds.finder(ocp: "prod-main")
        #expect(finder.rule(clusterName: "a_scratch")?.logBackupDelay == 60)
        #expect(finder.rule(clusterName: "core_1")?.logBackupDelay == 60)
        #expect(finder.rule(clusterName: "core_1", tenantName: "sales")?.logBackupDelay == 60)
    }

    @Test func theLookBackFollowsAnOldThreshold() throws {
        let settings = try Self.load("old-threshold")
        #expect(settings.thresholds.largestDataBackupAge == 60 * 86_400)
        #expect(settings.ocps.map(\.tenants.lookBack) == [.seconds(67 * 86_400)])
    }

    @Test func theModeOfTenantsFromAFlagBeatsTheFile() throws {
        let settings = try Self.load("every-key", "--tenants.mode=cluster")
        #expect(settings.ocps.allSatisfy { $0.tenants.mode == .cluster })
    }

    @Test func everyKeyThatThereIsStandsInAValidFile() throws {
        var paths: Set<String> = []
        for name in ConfigurationFixture.names(in: "valid") {
            let bytes = Array(try ConfigurationFixture.text("valid/\(name).json").utf8)
            let root = try JSONDocument(bytes, dialect: .relaxed).root
            Self.collect(root, at: "", into: &paths)
        }
        let unused = ConfigurationKeys.paths.filter { !paths.contains($0) }
        #expect(unused.isEmpty)
        #expect(ConfigurationKeys.paths.count > 50)
    }

    @Test func flagsBeatTheFile() throws {
        let settings = try Self.load(
            "every-key",
            "--poll.interval=20s",
            "--poll.timeout=3s",
            "--poll.concurrency=2"
        )
        for ocp in settings.ocps {
            #expect(ocp.pollInterval == .seconds(20))
            #expect(ocp.connection.timeout == .seconds(3))
            #expect(ocp.maxConcurrentRequests == 2)
        }
        #expect(settings.ocps.map(\.staleAfter.seconds) == [3600, 300, 300, 300])
    }

    @Test func anIntervalFromAFlagIsHeldAgainstStaleAfter() throws {
        let path = ConfigurationFixture.path("valid/example.json")
        #expect(
            try ConfigurationFixture.mistakes(["--config.file", path, "--poll.interval=10m"])
                == [
                    "\(path): ocps[0].stale_after: must not be below the poll interval, which is"
                        + " 10m"
                ]
        )
    }

    private static func collect(
        _ value: JSONElement,
        at path: String,
        into paths: inout Set<String>
    ) {
        for element in value.array ?? [] {
            collect(element, at: path + "[]", into: &paths)
        }
        for member in value.members where !member.value.isNull {
            let own = path.isEmpty ? member.key : "\(path).\(member.key)"
            paths.insert(own)
            collect(member.value, at: own, into: &paths)
        }
    }
}
