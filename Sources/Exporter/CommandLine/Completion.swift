/// The command `completion`: scripts for shells, made of the table of flags.
package enum Completion {
    /// The shells that there are scripts for.
    package enum Shell: String, Sendable, CaseIterable {
        case bash, zsh, fish
    }

    /// The command's word.
    static let command = "completion"
    /// One line for the help.
    static let help = "print completion for bash, zsh or fish"

    /// The script for a shell.
    package static func script(for shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    /// Commands with their help, `completion` among them.
    static var commands: [(name: String, help: String)] {
        Options.Command.allCases.map { ($0.rawValue, $0.help) } + [(command, help)]
    }

    /// The names of the shells, separated by spaces.
    static var shells: String {
        Shell.allCases.map(\.rawValue).joined(separator: " ")
    }

    /// A text with a backslash before each of some characters.
    private static func backslashed(_ characters: String, in text: String) -> String {
        text.map { characters.contains($0) ? "\\\($0)" : String($0) }.joined()
    }

    /// The name of the shell function.
    static var function: String {
        "_" + Version.program.map { $0 == "-" ? "_" : String($0) }.joined()
    }
}

extension Completion {
    /// The script for bash.
    ///
    /// bash takes words apart at `=`, so a value's flag is one or two words before it.
    static var bash: String {
        """
        # Completion of \(Version.program) for bash. To load it:
        #   source <(\(Version.program) \(command) bash)
        \(function)() {
            local word=${COMP_WORDS[COMP_CWORD]} flag=${COMP_WORDS[COMP_CWORD-1]}
            if [[ $word == "=" ]]; then
                word=
            elif [[ $flag == "=" ]]; then
                flag=${COMP_WORDS[COMP_CWORD-2]}
            fi
            COMPREPLY=()
            case $flag in
        \(bashCases)
                \(command))
                    mapfile -t COMPREPLY < <(compgen -W "\(shells)" -- "$word")
                    return ;;
            esac
            if [[ $COMP_CWORD -eq 1 && $word != -* ]]; then
                mapfile -t COMPREPLY < <(compgen -W "\(bashCommands)" -- "$word")
            else
                mapfile -t COMPREPLY < <(compgen -W "\(bashFlags)" -- "$word")
            fi
        }
        complete -F \(function) \(Version.program)

        """
    }

    private static var bashCommands: String {
        commands.map(\.name).joined(separator: " ")
    }

    private static var bashFlags: String {
        FlagTable.flags.map { "--\($0.name)" }.joined(separator: " ")
    }

    /// A case for each kind of value.
    private static var bashCases: String {
        var files: [String] = []
        var texts: [String] = []
        var cases: [String] = []
        for flag in FlagTable.flags {
            switch flag.value {
            case .toggle: continue
            case .file: files.append("--\(flag.name)")
            case .text: texts.append("--\(flag.name)")
            case .choice(_, let words):
                let list = words.joined(separator: " ")
                cases.append(
                    bashCase(["--\(flag.name)"], "compgen -W \"\(list)\" -- \"$word\"")
                )
            }
        }
        cases.append(bashCase(files, "compgen -f -- \"$word\"", before: "compopt -o filenames"))
        cases.append("        \(texts.joined(separator: "|")))\n            return ;;")
        return cases.joined(separator: "\n")
    }

    private static func bashCase(
        _ flags: [String],
        _ list: String,
        before: String? = nil
    ) -> String {
        """
                \(flags.joined(separator: "|")))
                    \(before.map { $0 + "\n            " } ?? "")mapfile -t COMPREPLY < <(\(list))
                    return ;;
        """
    }
}

extension Completion {
    /// The script for zsh: for a file `_oceanbase-backup-exporter` in `$fpath`, or to be sourced.
    static var zsh: String {
        """
        #compdef \(Version.program)
        # Completion of \(Version.program) for zsh. To load it, after compinit:
        #   source <(\(Version.program) \(command) zsh)
        \(function)() {
            local -a commands
            commands=(
        \(commands.map { "        \(zshQuoted("\($0.name):\($0.help)"))" }.joined(separator: "\n"))
            )
            if (( CURRENT == 2 )) && [[ $PREFIX != -* ]]; then
                _describe command commands
                return
            fi
            if [[ $words[2] == \(command) ]]; then
                _values shell \(shells)
                return
            fi
            [[ $words[2] != -* ]] && shift words && (( CURRENT-- ))
            _arguments \\
        \(zshFlags)
        }
        if [[ $funcstack[1] == \(function) ]]; then
            \(function) "$@"
        else
            compdef \(function) \(Version.program)
        fi

        """
    }

    private static var zshFlags: String {
        FlagTable.flags.map { flag in
            let help = "[\(backslashed("[]:\\", in: flag.help))]"
            let name = (flag.isRepeatable ? "*" : "") + "--\(flag.name)"
            let spec =
                switch flag.value {
                case .toggle: name + help
                case .file: "\(name)=\(help):FILE:_files"
                case .text(let value): "\(name)=\(help):\(value): "
                case .choice(let value, let words):
                    "\(name)=\(help):\(value):(\(words.joined(separator: " ")))"
                }
            return "        " + zshQuoted(spec)
        }.joined(separator: " \\\n")
    }

    private static func zshQuoted(_ text: String) -> String {
        "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }
}

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
        "'" + backslashed("'\\", in: text) + "'"
    }
}
