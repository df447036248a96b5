import OCP

/// The arguments taken apart: the command, the flags with their values, and what is neither.
///
/// No message repeats a word that may be the value of a misspelt flag: it may be a password.
struct ArgumentWords {
    /// What to do.
    private(set) var command = Options.Command.run
    /// The flags in the order in which they came.
    private(set) var values: [(flag: Flag, value: String)] = []
    /// A line each.
    private(set) var mistakes: [String] = []
    /// What a command prints that does nothing else.
    private(set) var printed: String?

    private var rest: ArraySlice<String>
    /// The flag before, if it stood alone; a value may follow by mistake.
    private var toggle: Flag?

    /// Takes arguments apart; the program's name is not among them.
    init(_ arguments: [String]) {
        rest = arguments[...]
        readCommand()
        while let word = rest.popFirst() {
            readWord(word)
        }
    }

    private mutating func readCommand() {
        guard let word = rest.first, !word.hasPrefix("-") else { return }
        rest.removeFirst()
        if let command = Options.Command(rawValue: word) {
            self.command = command
        } else if word == Completion.command {
            readShell()
        } else {
            let names =
                Options.Command.allCases.map(\.rawValue)
                + [Completion.command, "--help", "--version"]
            mistakes.append(
                "unknown command \(PrintableText.escaped(word))"
                    + (NearestName.to(word, among: names).map { "; did you mean \($0)?" }
                        ?? "; --help lists all")
            )
        }
    }

    private mutating func readShell() {
        let shells = Completion.Shell.allCases.map(\.rawValue)
        guard let word = rest.popFirst(), let shell = Completion.Shell(rawValue: word) else {
            mistakes.append(
                "the command \(Completion.command) takes one of \(shells.joined(separator: ", "))"
            )
            return
        }
        printed = Completion.script(for: shell)
    }

    private mutating func readWord(_ word: String) {
        let spelled = word == "-h" ? "--help" : word == "-V" ? "--version" : word
        let parts = spelled.drop { $0 == "-" }.split(
            separator: "=",
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        let name = parts.first.map(String.init) ?? ""
        let value = parts.count == 2 ? String(parts[1]) : nil
        if spelled.hasPrefix("--"), !name.isEmpty {
            readFlag(name, value)
        } else if spelled.hasPrefix("-"), !name.isEmpty {
            mistakes.append(
                "-\(PrintableText.escaped(name)) is not a flag: flags begin with two dashes"
                    + NearestName.hint("--\(name)", among: Self.names)
            )
            skipValue(unless: value)
        } else {
            complain(word)
        }
        toggle = value == nil ? FlagTable.flag(name).flatMap(Self.toggle) : nil
    }

    private mutating func readFlag(_ name: String, _ value: String?) {
        guard let flag = FlagTable.flag(name) else {
            mistakes.append(unknown(name))
            return skipValue(unless: value)
        }
        if !flag.commands.contains(command) {
            let all = flag.commands.map(\.rawValue).joined(separator: ", ")
            mistakes.append("--\(name) means nothing to the command \(command): it is for \(all)")
        }
        if !flag.isRepeatable, values.contains(where: { $0.flag.name == name }) {
            mistakes.append("--\(name) is given twice")
        }
        guard let placeholder = flag.value.placeholder else {
            return values.append((flag, value ?? "true"))
        }
        var value = value
        if value == nil, let next = rest.first, !next.hasPrefix("--") {
            value = rest.removeFirst()
        }
        guard let value, !value.isEmpty else {
            mistakes.append("--\(name) needs a value: --\(name)=\(placeholder)")
            return
        }
        values.append((flag, value))
    }

    private func unknown(_ name: String) -> String {
        let secrets = ["--ocp.password", "--ocp.access-key-secret"]
        let nearest = NearestName.to("--\(name)", among: Self.names + secrets)
        if let nearest, secrets.contains(nearest) {
            return "there is no flag \(nearest), because other users can see the arguments of a"
                + " process: use \(nearest)-file, or the environment"
        }
        if Options.Command(rawValue: name) != nil || name == Completion.command {
            return "unknown flag --\(name); \(name) is a command: it stands first, without dashes"
        }
        // What follows such a beginning may be the secret itself.
        let beginning = secrets.first { "--\(name)".hasPrefix($0) }
        return "unknown flag "
            + (beginning.map { "\($0)…" } ?? "--\(PrintableText.escaped(name))")
            + (nearest.map { "; did you mean \($0)?" } ?? "; --help lists all")
    }

    private mutating func complain(_ word: String) {
        if let toggle {
            mistakes.append("--\(toggle.name) takes its value after =, as in --\(toggle.name)=true")
        } else if Options.Command(rawValue: word) != nil || word == Completion.command {
            mistakes.append("the command \(word) must stand before the flags, and alone")
        } else {
            mistakes.append(
                "\"\(PrintableText.escaped(word))\" is not a flag: flags begin with two dashes"
            )
        }
    }

    /// Passes over what is most likely the value of a flag that does not exist.
    private mutating func skipValue(unless value: String?) {
        while value == nil, let next = rest.first, !next.hasPrefix("-") {
            rest.removeFirst()
        }
    }

    private static func toggle(_ flag: Flag) -> Flag? {
        flag.value.placeholder == nil ? flag : nil
    }

    private static let names = FlagTable.flags.map { "--\($0.name)" }
}
