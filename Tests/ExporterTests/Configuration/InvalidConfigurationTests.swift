import Foundation
import TestSupport
import Testing

@testable import Exporter

/// Each file in `Fixtures/invalid` is wrong in its own way, and has its messages beside it.
@Suite struct InvalidConfigurationTests {
    private static let names = ConfigurationFixture.names(in: "invalid")

    @Test func thereIsAFileForEveryWayOfBeingWrong() {
        #expect(Self.names.count >= 100)
    }

    @Test(arguments: names) func everyMistakeIsTold(_ name: String) throws {
        let path = ConfigurationFixture.path("invalid/\(name).json")
        let lines = try ConfigurationFixture.mistakes(["--config.file", path])
        let expected = try ConfigurationFixture.text("invalid/\(name).expected")
            .replacingOccurrences(of: "FIXTURES", with: ConfigurationFixture.folder)
            .split(separator: "\n")
            .map { "\(path): \($0)" }
        #expect(!lines.isEmpty)
        #expect(lines == expected)
    }

    @Test(arguments: names) func noMessageRepeatsASecret(_ name: String) throws {
        let path = ConfigurationFixture.path("invalid/\(name).json")
        for line in try ConfigurationFixture.mistakes(["--config.file", path]) {
            #expect(!line.contains("fixture-password"))
            #expect(!line.contains("123456"))
            #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        }
    }

    @Test func aFileThatIsNotThereIsNamed() throws {
        #expect(
            try ConfigurationFixture.mistakes(["--config.file=/nowhere/exporter.json"])
                == ["/nowhere/exporter.json: cannot be read: No such file or directory"]
        )
        #expect(
            try ConfigurationFixture.mistakes(["--config.file", ConfigurationFixture.folder])
                == ["\(ConfigurationFixture.folder): cannot be read: Is a directory"]
        )
    }

    @Test func invalidUTF8IsFound() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("latin.json")
        try Data(Array("{\n ocps: [{ name: \"M".utf8) + [0xFC] + Array("nchen\" }]}".utf8))
            .write(to: URL(fileURLWithPath: path))
        #expect(
            try ConfigurationFixture.mistakes(["--config.file", path])
                == ["\(path): line 2, column 18: this string is not valid UTF-8"]
        )
    }

    @Test func relativePathsBeginAtTheFolderOfTheFile() throws {
        let folder = try TemporaryFolder()
        let configuration = """
            { ocps: [{ url: "https://ocp.example", basic_auth: {
              username: "exporter", password_file: "secret/word" } }] }
            """
        let path = try folder.write(configuration, to: "exporter.json")
        #expect(try ConfigurationFixture.mistakes(["--config.file", path]).count == 1)
        try FileManager.default.createDirectory(
            atPath: folder.file("secret"),
            withIntermediateDirectories: false
        )
        try folder.write("word", to: "secret/word")
        #expect(try ConfigurationFixture.mistakes(["--config.file", path]).isEmpty)
    }
}
