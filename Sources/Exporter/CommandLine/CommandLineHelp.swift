/// What `--help` and `--version` print.
package enum CommandLineHelp {
    /// Prometheus's layout, as far as it applies.
    package static var version: String {
        """
        \(Version.program), version \(Version.number) (revision: \(Version.revision))
          swift version:    \(Version.swift)
          platform:         linux/\(architecture)

        """
    }

    /// The commands and flags, grouped, for a screen of 80 columns.
    package static var text: String {
        var text = "Usage: \(Version.program) [command] [flags]\nCommands:\n"
        for command in Options.Command.allCases {
            text += line(command.rawValue, command.help)
        }
        text += line("\(Completion.command) SHELL", Completion.help)
        for group in Flag.Group.allCases {
            text += "\(group.rawValue):\n"
            for flag in FlagTable.flags where flag.group == group && flag.hasVariable {
                text += line(spelling(flag), flag.help)
            }
        }
        let printing = FlagTable.flags.filter { !$0.hasVariable }.map { "--\($0.name)" }
        return text + line(printing.joined(separator: ", "), "print the version, or this, and end")
            + """
            Each flag has a variable, such as POLL_INTERVAL for --poll.interval. A flag
            beats it, and it beats the file. Passwords come from files or variables only.
            Exit codes: 0 good, 1 failed, 2 wrong usage or configuration.

            """
    }

    private static func spelling(_ flag: Flag) -> String {
        "--\(flag.name)" + (flag.value.placeholder.map { "=\($0)" } ?? "")
    }

    private static func line(_ left: String, _ right: String) -> String {
        let width = 34
        let space = String(repeating: " ", count: max(1, width - left.count))
        return "  \(left)\(space)\(right)\n"
    }

    /// The processor as container images name it.
    private static var architecture: String {
        #if arch(x86_64)
            "amd64"
        #elseif arch(arm64)
            "arm64"
        #else
            "other"
        #endif
    }
}
