import Foundation
import Testing

@testable import Exporter

/// The configuration files in the folder `Fixtures`.
enum ConfigurationFixture {
    /// The variables that the files are read with.
    static let environment = [
        "FIXTURE_PASSWORD": "fixture-password", "EMPTY": "", "NAME": "prod",
    ]

    /// The folder `Fixtures`.
    static var folder: String {
        Bundle.module.resourcePath.map { "\($0)/Fixtures" } ?? "Fixtures"
    }

    /// The names of the files in a folder of configurations, without their ending.
    static func names(in folder: String) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? []
        return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }

    /// The path of a file.
    static func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// The text of a file.
    static func text(_ name: String) throws -> String {
        try String(contentsOfFile: path(name), encoding: .utf8)
    }

    /// Loads the settings that arguments ask for.
    static func load(
        _ arguments: [String],
        environment: [String: String] = environment
    ) throws -> Settings {
        let options = try CommandLineReader.read(arguments, environment: environment)
        return try SettingsLoader(options: options, environment: environment).load()
    }

    /// The lines of what is wrong with the settings that arguments ask for.
    static func mistakes(
        _ arguments: [String],
        environment: [String: String] = environment
    ) throws -> [String] {
        do {
            _ = try load(arguments, environment: environment)
            return []
        } catch let error as ConfigurationMistakes {
            return error.lines
        }
    }
}
