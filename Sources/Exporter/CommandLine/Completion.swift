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

    /// The name of the shell function.
    static var function: String {
        "_" + Version.program.map { $0 == "-" ? "_" : String($0) }.joined()
    }
}
