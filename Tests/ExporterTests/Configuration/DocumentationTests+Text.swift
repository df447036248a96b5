import Foundation
import TestSupport
import Testing

@testable import Exporter

/// Finds sections, tables and examples in the README and in the articles.
extension DocumentationTests {
    /// The README at the root of the package.
    static let readme = (try? RepositoryFile.text("README.md")) ?? ""

    /// The article about the settings for tenants and backup tasks.
    static let article =
        (try? RepositoryFile.text(
            "Sources/oceanbase-backup-exporter/Documentation.docc/Configuration.md"
        )) ?? ""

    /// The lines of a section, to the next heading of the same depth or less.
    static func section(_ heading: String, of text: String = readme) -> [String] {
        let depth = heading.prefix { $0 == "#" }.count
        var isInside = false
        return text.components(separatedBy: "\n").filter { line in
            if line.hasPrefix("#"), line.prefix(while: { $0 == "#" }).count <= depth {
                isInside = line == heading
            }
            return isInside
        }
    }

    /// The rows of the tables in a section, as cells.
    static func rows(_ heading: String, of text: String = readme) -> [[String]] {
        section(heading, of: text).filter {
            $0.hasPrefix("| `") || $0.hasPrefix("| 0") || $0.hasPrefix("| 1") || $0.hasPrefix("| 2")
        }
        .map { line in
            line.components(separatedBy: " | ").map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: "| "))
            }
        }
    }

    /// The rows of all tables of keys of the configuration file.
    static var keys: [[String]] {
        rows("### The file") + rows("## Keys", of: article)
    }

    /// The example in a section, with files that are there in the place of those that it names.
    static func example(_ heading: String, of text: String = readme) throws -> String {
        let lines = section(heading, of: text)
        let start = try #require(lines.firstIndex(of: "```json5"))
        let end = try #require(lines[start...].firstIndex(of: "```"))
        return lines[(start + 1)..<end].joined(separator: "\n")
            .replacingOccurrences(
                of: "/run/secrets/ocp",
                with: ConfigurationFixture.path("files/password")
            )
            .replacingOccurrences(
                of: "/etc/ocp/ca.pem",
                with: ConfigurationFixture.path("files/authority.pem")
            )
    }

    /// Loads an example.
    static func settings(of example: String) throws -> Settings {
        let folder = try TemporaryFolder()
        let path = try folder.write(example, to: "exporter.json")
        return try ConfigurationFixture.load(["--config.file", path], environment: [:])
    }

    /// The first word in backquotes of a cell.
    static func word(_ cell: String?) -> String {
        let parts = (cell ?? "").components(separatedBy: "`")
        return parts.count > 1 ? parts[1] : cell ?? ""
    }
}
