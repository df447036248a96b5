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
