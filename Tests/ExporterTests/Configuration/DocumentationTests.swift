import Foundation
import HTTP
import OCP
import TestSupport
import Testing

@testable import Exporter

/// The README names every flag, variable, key, reason, command and exit code, and no others.
@Suite struct DocumentationTests {
    /// The README at the root of the package.
    private static let readme = (try? RepositoryFile.text("README.md")) ?? ""

    /// The lines of a section, to the next heading of the same depth or less.
    private static func section(_ heading: String) -> [String] {
        let depth = heading.prefix { $0 == "#" }.count
        var isInside = false
        return readme.components(separatedBy: "\n").filter { line in
            if line.hasPrefix("#"), line.prefix(while: { $0 == "#" }).count <= depth {
                isInside = line == heading
            }
            return isInside
        }
    }

    /// The rows of the tables in a section, as cells.
    private static func rows(_ heading: String) -> [[String]] {
        section(heading).filter {
            $0.hasPrefix("| `") || $0.hasPrefix("| 0") || $0.hasPrefix("| 1") || $0.hasPrefix("| 2")
        }
        .map { line in
            line.components(separatedBy: " | ").map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: "| "))
            }
        }
    }

    /// The first word in backquotes of a cell.
    private static func word(_ cell: String?) -> String {
        let parts = (cell ?? "").components(separatedBy: "`")
        return parts.count > 1 ? parts[1] : cell ?? ""
    }

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
        let documented = Self.rows("### The file").map { Self.word($0.first) }
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
        let lines = Self.section("### Web configuration")
        let start = try #require(lines.firstIndex(of: "```json5"))
        let end = try #require(lines[start...].firstIndex(of: "```"))
        let example = lines[(start + 1)..<end].joined(separator: "\n")
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
        let lines = Self.section("### The file")
        let start = try #require(lines.firstIndex(of: "```json5"))
        let end = try #require(lines[start...].firstIndex(of: "```"))
        let example = lines[(start + 1)..<end].joined(separator: "\n")
            .replacingOccurrences(
                of: "/run/secrets/ocp",
                with: ConfigurationFixture.path("files/password")
            )
            .replacingOccurrences(
                of: "/etc/ocp/ca.pem",
                with: ConfigurationFixture.path("files/authority.pem")
            )
        let folder = try TemporaryFolder()
        let path = try folder.write(example, to: "exporter.json")
        let settings = try ConfigurationFixture.load(["--config.file", path], environment: [:])
        #expect(settings.ocps.map(\.name) == ["prod"])
        #expect(settings.thresholds.rules.count == 1)
        // What the example calls the defaults are the defaults.
        #expect(settings.thresholds.defaults == Thresholds())
    }

    @Test func theDefaultsAreTheOnesOfTheCode() throws {
        let rows = Self.rows("### The file")
        func row(_ key: String) -> [String] {
            rows.first { Self.word($0.first) == key } ?? []
        }
        let ocp = OCPSettings(
            name: "",
            connection: ConnectionSettings(baseURL: try BaseURL("https://ocp.example")),
            credentials: .none
        )
        let limits = Thresholds()
        for (key, seconds) in [
            ("ocps[].poll_interval", ocp.pollInterval.seconds),
            ("ocps[].poll_timeout", ocp.connection.timeout.seconds),
            ("ocps[].stale_after", ocp.staleAfter.seconds),
            ("ocps[].clock_offset_threshold", ocp.clockOffsetThreshold.seconds),
            ("defaults.log_backup_delay", limits.logBackupDelay),
            ("defaults.log_backup_delay_critical", limits.logBackupDelayCritical),
            ("defaults.data_backup_age", limits.dataBackupAge),
        ] {
            let text = Self.word(row(key).dropFirst(2).first)
            #expect(DurationText.parse(text) == .seconds(seconds))
        }
        #expect(
            row("ocps[].max_concurrent_requests").dropFirst(2).first
                == "\(ocp.maxConcurrentRequests)"
        )
        #expect(row("defaults.backup_size_drop").dropFirst(2).first == "\(limits.backupSizeDrop)")
    }
}
