/// One flag: its name, its environment variable, its help and what it sets.
struct Flag: Sendable {
    /// The headings of the help.
    enum Group: String, CaseIterable {
        case configuration = "Configuration"
        case ocp = "One OCP without a file"
        case polling = "Polling"
        case web = "Web"
        case other = "Other"
    }

    /// What a flag takes.
    enum Value: Sendable {
        /// Nothing, or `true` or `false` after an equals sign.
        case toggle
        /// Any text, by the name that it has in the help.
        case text(String)
        /// The path of a file.
        case file
        /// One of several words.
        case choice(String, [String])

        /// Its name in the help; nil for a flag that can stand alone.
        var placeholder: String? {
            switch self {
            case .toggle: nil
            case .text(let name), .choice(let name, _): name
            case .file: "FILE"
            }
        }
    }

    /// What a value could not be used for, in words that follow the flag's name.
    struct Problem: Error {
        var text: String
    }

    /// Sets an option from a value.
    typealias Setter = @Sendable (inout Options, String) throws(Problem) -> Void

    /// Without the two dashes.
    let name: String
    let value: Value
    let group: Group
    /// One line.
    let help: String
    /// The commands that it means something to.
    let commands: [Options.Command]
    /// Whether each occurrence adds a value.
    let isRepeatable: Bool
    /// Whether it has an environment variable: all but those that only print.
    let hasVariable: Bool
    let set: Setter

    /// Declares a flag.
    init(
        _ name: String,
        _ value: Value,
        _ group: Group,
        _ help: String,
        commands: [Options.Command] = Options.Command.allCases,
        isRepeatable: Bool = false,
        hasVariable: Bool = true,
        set: @escaping Setter
    ) {
        self.name = name
        self.value = value
        self.group = group
        self.help = help
        self.commands = commands
        self.isRepeatable = isRepeatable
        self.hasVariable = hasVariable
        self.set = set
    }

    /// Upper case, with dots and dashes as underscores.
    var variable: String {
        String(name.uppercased().map { $0 == "." || $0 == "-" ? "_" : $0 })
    }
}
