/// What `--help` and `--version` print.
package enum CommandLineHelp {
    /// Prometheus's layout, as far as it applies.
    package static var version: String {
        "\(Version.program), version \(Version.number) (revision: \(Version.revision))\n"
            + "  swift version: \(Version.swift)\n"
    }

    /// The commands and flags, grouped.
    package static var text: String {
        var text = """
            Usage: \(Version.program) [command] [flags]

            Watches the backups of every OceanBase cluster that an OCP manages, for Prometheus.

            Commands:

            """
        for command in Options.Command.allCases {
            text += line(command.rawValue, command.help)
        }
        for group in Flag.Group.allCases {
            text += "\n\(group.rawValue):\n"
            for flag in FlagTable.flags where flag.group == group {
                text += line("--\(flag.name)\(flag.value.map { "=\($0)" } ?? "")", flag.help)
            }
        }
        return text + """

            Each flag has an environment variable, such as POLL_INTERVAL for --poll.interval. A flag
            beats the environment, which beats the file. Exit codes: 0 good, 1 failed, 2 wrong usage
            or configuration.

            """
    }

    private static func line(_ left: String, _ right: String) -> String {
        let width = 37
        let space = String(repeating: " ", count: max(1, width - left.count))
        return "  \(left)\(space)\(right)\n"
    }
}
