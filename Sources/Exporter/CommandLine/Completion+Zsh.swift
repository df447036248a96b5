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
            let help = "[\(zshPlain(flag.help))]"
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

    /// Text for the brackets of `_arguments`.
    private static func zshPlain(_ text: String) -> String {
        text.map { "[]:\\".contains($0) ? "\\\($0)" : String($0) }.joined()
    }

    private static func zshQuoted(_ text: String) -> String {
        "'" + text.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }
}
