extension Completion {
    /// The script for fish.
    static var fish: String {
        let program = "complete -c \(Version.program)"
        var lines = [
            "# Completion of \(Version.program) for fish. To load it:",
            "#   \(Version.program) \(command) fish | source",
            "\(program) -f",
        ]
        for (name, help) in commands {
            lines.append(
                "\(program) -n __fish_use_subcommand -a \(name) -d \(fishQuoted(help))"
            )
        }
        lines.append("\(program) -n '__fish_seen_subcommand_from \(command)' -a '\(shells)'")
        for flag in FlagTable.flags {
            let value =
                switch flag.value {
                case .toggle: ""
                case .file: " -r -F"
                case .text: " -x"
                case .choice(_, let words): " -x -a '\(words.joined(separator: " "))'"
                }
            lines.append("\(program) -l \(flag.name)\(value) -d \(fishQuoted(flag.help))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func fishQuoted(_ text: String) -> String {
        "'" + text.map { "'\\".contains($0) ? "\\\($0)" : String($0) }.joined() + "'"
    }
}
