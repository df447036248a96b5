import Foundation
import OCPSimulator
import TestSupport
import Testing

@testable import Exporter

/// `Version.number` is the version; what cannot be made of it agrees with it.
@Suite struct VersionAgreementTests {
    @Test func theSimulatorHasIt() {
        #expect(SimulatorUsage.version == Version.number)
    }

    @Test func theImageHasIt() throws {
        let lines = try RepositoryFile.text("Dockerfile").components(separatedBy: "\n")
        #expect(lines.filter { $0.hasPrefix("ARG VERSION=") } == ["ARG VERSION=\(Version.number)"])
    }

    /// The image's build puts the revision in the place of this word.
    @Test func theSourceHasNoRevision() throws {
        #expect(Version.revision == "unknown")
        let source = try RepositoryFile.text("Sources/Exporter/Version.swift")
        #expect(source.components(separatedBy: "revision = \"unknown\"").count == 2)
    }

    @Test func theChangelogBeginsWithIt() throws {
        let lines = try RepositoryFile.text("README.md").components(separatedBy: "\n")
        let start = try #require(lines.firstIndex(of: "## Changelog"))
        let first = lines[start...].first { $0.hasPrefix("### ") }
        #expect(first?.hasPrefix("### \(Version.number)") == true)
    }
}
