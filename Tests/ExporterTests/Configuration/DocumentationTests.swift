import Foundation
import HTTP
import OCP
import Testing

@testable import Exporter

/// The README and the articles name every flag, variable, key, reason, command and exit code, and no
/// others.
@Suite struct DocumentationTests {
    @Test func everyFlagIsThereWithItsVariableAndNoOther() {
        let rows = Self.rows("### Flags")
        #expect(
            rows.map { $0.first.map { Self.word($0).components(separatedBy: "=")[0] } }
                == FlagTable.flags.map { "--\($0.name)" }
        )
        #expect(
            rows.map { Self.word($0.dropFirst().first) }
                == FlagTable.flags.map { $0.hasVariable ? $0.variable : "" }
        )
    }

    @Test(arguments: ["OCP_PASSWORD", "OCP_ACCESS_KEY_SECRET"])
    func theVariablesOfSecretsAreThere(_ name: String) {
        #expect(Self.section("### Flags").contains { $0.contains("`\(name)`") })
    }

    @Test func everyKeyOfTheFileIsThereAndNoOther() {
        let documented = Self.keys.map { Self.word($0.first) }
        #expect(Set(documented) == Set(ConfigurationKeys.paths))
        #expect(documented.count == Set(documented).count)
    }

    @Test func everyKeyOfTheWebConfigurationIsThereAndNoOther() {
        let documented = Self.rows("### Web configuration").map { Self.word($0.first) }
        #expect(Set(documented) == Set(ConfigurationKeys.webPaths))
        #expect(documented.count == Set(documented).count)
        let text = Self.section("### Web configuration").joined(separator: "\n")
        let words =
            TLSConfiguration.ClientAuthentication.allCases.map(\.rawValue)
            + TLSConfiguration.Version.allCases.map(\.rawValue) + TLSConfiguration.curves
            + WebHeader.allCases.map(\.rawValue)
        for word in words { #expect(text.contains("`\(word)`"), "\(word)") }
    }

    @Test func theExampleOfTheWebConfigurationIsGood() throws {
        let example = try Self.example("### Web configuration")
            .replacingOccurrences(of: "server.pem", with: "client.pem")
            .replacingOccurrences(of: "server.key", with: "client.key")
            .replacingOccurrences(of: "clients-ca.pem", with: "authority.pem")
        let configuration = try WebConfigurationReader.read(
            Array(example.utf8),
            path: ConfigurationFixture.path("files/web.json"),
            environment: [:]
        )
        #expect(configuration.users.keys.sorted() == ["prometheus"])
        #expect(configuration.tls?.clientAuthentication == .requireAndVerify)
        #expect(configuration.headers.lines.count == 1)
    }

    @Test func everyReasonIsThereAndNoOther() {
        let known = FailureReason.allCases.map(\.rawValue)
        let rows = Self.rows("## Troubleshooting").filter { $0.count == 3 }
        #expect(rows.map { Self.word($0.first) } == known)
        #expect(rows.allSatisfy { $0.allSatisfy { $0.count > 1 } })
    }

    @Test func everyCommandIsThere() {
        let text = Self.section("### Commands").joined(separator: "\n")
        for command in Completion.commands {
            #expect(text.contains("| `\(command.name)"))
        }
    }

    @Test func everyExitCodeIsThere() {
        #expect(Self.rows("### Exit codes").map { $0.first } == ["0", "1", "2"])
    }

    @Test func theExampleOfTheFileIsGood() throws {
        let settings = try Self.settings(of: try Self.example("### The file"))
        #expect(settings.ocps.map(\.name) == ["prod"])
        #expect(settings.thresholds.rules.count == 1)
        // What the example calls the defaults are the defaults.
        #expect(settings.thresholds.defaults == Thresholds())
    }

    @Test func theExampleOfTenantsIsGood() throws {
        let settings = try Self.settings(of: try Self.example("## Example", of: Self.article))
        #expect(settings.ocps.map(\.name) == ["prod", "small"])
        #expect(settings.thresholds.rules.count == 3)
        // What the example calls the defaults are the defaults.
        #expect(settings.thresholds.defaults == Thresholds())
        var tenants = try #require(settings.ocps.first).tenants
        #expect(tenants.selection.exclude?.text == "_(test|scratch)$")
        tenants.selection.exclude = nil
        #expect(tenants == TenantSettings())
    }

    @Test(arguments: TenantSettings.Mode.allCases)
    func everyModeOfTenantsIsThere(mode: TenantSettings.Mode) {
        let modes = Self.rows("## Where tasks are asked for", of: Self.article)
        #expect(modes.map { Self.word($0.first) } == TenantSettings.Mode.allCases.map(\.rawValue))
        for rows in [Self.rows("### Flags"), Self.keys] {
            let row = rows.first { $0.first?.contains("tenants.mode") == true }
            #expect(row?.last?.contains("`\(mode.rawValue)`") == true)
        }
    }

    @Test func theDefaultsAreTheOnesOfTheCode() throws {
        let rows = Self.keys
        func row(_ key: String) -> [String] {
            rows.first { Self.word($0.first) == key } ?? []
        }
        let ocp = OCPSettings(
            name: "",
            connection: ConnectionSettings(baseURL: try BaseURL("https://ocp.example")),
            credentials: .none
        )
        let tenants = ocp.tenants
        let limits = Thresholds()
        let durations: [(key: String, seconds: Double?)] = [
            ("ocps[].tenants.list_interval", tenants.intervals[.tenants]?.seconds),
            ("ocps[].tenants.log_backup_interval", tenants.intervals[.logBackups]?.seconds),
            ("ocps[].tenants.data_backup_interval", tenants.intervals[.dataBackups]?.seconds),
            ("ocps[].tenants.strategy_interval", tenants.intervals[.strategies]?.seconds),
            ("ocps[].tenants.restore_interval", tenants.intervals[.restores]?.seconds),
            ("ocps[].tenants.look_back", tenants.lookBack.seconds),
            ("defaults.data_backup_duration", limits.dataBackupDuration),
            ("ocps[].poll_interval", ocp.pollInterval.seconds),
            ("ocps[].poll_timeout", ocp.connection.timeout.seconds),
            ("ocps[].stale_after", ocp.staleAfter.seconds),
            ("ocps[].clock_offset_threshold", ocp.clockOffsetThreshold.seconds),
            ("defaults.log_backup_delay", limits.logBackupDelay),
            ("defaults.log_backup_delay_critical", limits.logBackupDelayCritical),
            ("defaults.data_backup_age", limits.dataBackupAge),
        ]
        for (key, seconds) in durations {
            let text = Self.word(row(key).dropFirst(2).first)
            #expect(DurationText.parse(text) == seconds.map { .seconds($0) }, "\(key)")
        }
        #expect(
            row("ocps[].max_concurrent_requests").dropFirst(2).first
                == "\(ocp.maxConcurrentRequests)"
        )
        #expect(Self.word(row("ocps[].tenants.mode").dropFirst(2).first) == tenants.mode.rawValue)
        #expect(row("defaults.restore_age").dropFirst(2).first == "none")
        #expect(limits.restoreAge == nil)
        #expect(
            row("defaults.backup_expected").dropFirst(2).first == "\(limits.isBackupExpected)"
        )
        #expect(row("defaults.backup_size_drop").dropFirst(2).first == "\(limits.backupSizeDrop)")
    }
}
