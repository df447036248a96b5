import Glibc

/// One flag of `ocp-simulator`: its name, what it takes, and what it changes.
struct SimulatorFlag: Sendable {
    /// The name with its dashes.
    let name: String
    /// What stands for the value in `--help`.
    let placeholder: String
    /// One line for `--help`.
    let summary: String
    /// True if the flag may come more than once; its environment variable then holds a list that
    /// commas separate.
    let isRepeatable: Bool
    /// Puts the value into the options, or says what is wrong with it.
    let apply: @Sendable (inout SimulatorOptions, String) -> String?

    /// Declares a flag by its name and placeholder, as `--help` shows them.
    init(
        _ usage: String,
        _ summary: String,
        isRepeatable: Bool = false,
        apply: @escaping @Sendable (inout SimulatorOptions, String) -> String?
    ) {
        name = String(usage.prefix { $0 != " " })
        placeholder = String(usage.dropFirst(name.count + 1))
        self.summary = summary
        self.isRepeatable = isRepeatable
        self.apply = apply
    }

    /// The environment variable: the name in upper case behind `OCP_SIMULATOR_`, dots and dashes as
    /// underscores.
    ///
    /// The prefix keeps a shell's own `USERNAME` out.
    var variable: String {
        let letters = name.dropFirst(2).uppercased()
        return "OCP_SIMULATOR_" + letters.map { "-.".contains($0) ? "_" : String($0) }.joined()
    }

    /// The flag of a name.
    static func named(_ name: String) -> SimulatorFlag? {
        all.first { $0.name == name }
    }
}

/// The variables of the process.
package enum ProcessEnvironment {
    /// The variables that belong to a flag; others are not read.
    package static var variables: [String: String] {
        var variables: [String: String] = [:]
        for flag in SimulatorFlag.all {
            guard let value = unsafe getenv(flag.variable) else { continue }
            variables[flag.variable] = unsafe String(cString: value)
        }
        return variables
    }
}
