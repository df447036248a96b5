import Testing

@testable import Exporter

@Suite struct HelpTests {
    @Test func theHelpIsTheGoldenOne() throws {
        #expect(CommandLineHelp.text == (try ConfigurationFixture.text("golden/help.txt")))
    }

    @Test func theHelpFitsAScreen() {
        let lines = CommandLineHelp.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count <= 45)
        #expect(lines.allSatisfy { $0.count <= 80 })
    }

    @Test func theHelpNamesEveryFlagAndCommand() {
        for flag in FlagTable.flags {
            #expect(CommandLineHelp.text.contains(" --\(flag.name)"))
        }
        for command in Completion.commands {
            #expect(CommandLineHelp.text.contains("\n  \(command.name)"))
        }
    }

    @Test func theVersionStandsInPrometheusLayout() {
        let lines = CommandLineHelp.version.split(separator: "\n").map(String.init)
        #expect(
            lines.first
                == "oceanbase-backup-exporter, version \(Version.number) (revision:"
                + " \(Version.revision))"
        )
        #expect(lines.dropFirst().first == "  swift version:    \(Version.swift)")
        #expect(lines.last?.hasPrefix("  platform:         linux/") == true)
        #expect(lines.count == 3)
    }

    @Test(
        arguments: [
            ["--help"], ["-h"], ["doctor", "--help"], ["--no-such-flag", "--help"],
            ["--poll.interval=x", "-h"],
        ]
    )
    func helpIsGivenWhateverElseIsThere(_ arguments: [String]) throws {
        let options = try CommandLineReader.read(arguments, environment: ["LOG_LEVEL": "loud"])
        #expect(options.printed == CommandLineHelp.text)
    }

    @Test(arguments: [["--version"], ["-V"]])
    func theVersionIsGiven(_ arguments: [String]) throws {
        let options = try CommandLineReader.read(arguments, environment: [:])
        #expect(options.printed == CommandLineHelp.version)
    }
}
