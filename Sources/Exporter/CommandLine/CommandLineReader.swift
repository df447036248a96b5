/// Reads the environment and the arguments into options.
package enum CommandLineReader {
    /// Everything that is wrong with a command line, a line each.
    package struct Mistakes: Error, Equatable, CustomStringConvertible {
        /// The lines.
        package var lines: [String]

        package var description: String { lines.joined(separator: "\n") }
    }

    /// Reads the options.
    ///
    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - environment: the variables.
    /// - Returns: the options; of a flag and its variable the flag wins.
    /// - Throws: every mistake at once.
    package static func read(
        _ arguments: [String],
        environment: [String: String]
    ) throws(Mistakes) -> Options {
        var reading = Reading()
        reading.readEnvironment(environment)
        reading.readArguments(arguments)
        if reading.options.printed != nil { return reading.options }
        guard reading.mistakes.isEmpty else { throw Mistakes(lines: reading.mistakes) }
        return reading.options
    }

    private struct Reading {
        var options = Options()
        var mistakes: [String] = []
        var seen: Set<String> = []

        mutating func readEnvironment(_ environment: [String: String]) {
            for flag in FlagTable.flags where flag.hasVariable {
                guard let text = environment[flag.variable], !text.isEmpty else { continue }
                let values =
                    flag.isRepeatable ? text.split(separator: ",").map(String.init) : [text]
                for value in values {
                    set(flag, value, source: "environment variable \(flag.variable)")
                }
            }
        }

        mutating func readArguments(_ arguments: [String]) {
            var rest = arguments[...]
            if let word = rest.first, !word.hasPrefix("-") {
                rest.removeFirst()
                if let command = Options.Command(rawValue: word) {
                    options.command = command
                } else {
                    let names = Options.Command.allCases.map(\.rawValue)
                    mistakes.append(
                        "unknown command \(PrintableText.escaped(word))"
                            + "\(NearestName.hint(word, among: names)) --help lists all"
                    )
                }
            }
            while let word = rest.popFirst() {
                readFlag(word, &rest)
            }
        }

        private mutating func readFlag(_ word: String, _ rest: inout ArraySlice<String>) {
            let spelled = word == "-h" ? "--help" : word == "-V" ? "--version" : word
            guard spelled.hasPrefix("--"), spelled.count > 2 else {
                mistakes.append(
                    "\"\(PrintableText.escaped(word))\" is not a flag: flags begin with two dashes"
                )
                return
            }
            let parts = spelled.dropFirst(2).split(
                separator: "=",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            let name = String(parts[0])
            guard let flag = FlagTable.flags.first(where: { $0.name == name }) else {
                return mistakes.append(unknown(name))
            }
            if !seen.insert(name).inserted, !flag.isRepeatable {
                mistakes.append("--\(name) is given twice")
            }
            if flag.isRepeatable, seen.insert("first \(name)").inserted {
                options.listenAddresses = []
            }
            if parts.count == 2 {
                set(flag, String(parts[1]), source: "--\(name)")
            } else if flag.value == nil {
                set(flag, "", source: "--\(name)")
            } else if let value = rest.first, !value.hasPrefix("--") {
                rest.removeFirst()
                set(flag, value, source: "--\(name)")
            } else {
                mistakes.append("--\(name) needs a value: --\(name)=\(flag.value ?? "")")
            }
        }

        private func unknown(_ name: String) -> String {
            let secrets = ["ocp.password", "ocp.access-key-secret"]
            if secrets.contains(name) {
                return "--\(name) does not exist, because other users can see the arguments of a"
                    + " process: use --\(name)-file, or the environment"
            }
            let names = FlagTable.flags.map { "--\($0.name)" }
            return "unknown flag --\(PrintableText.escaped(name))"
                + NearestName.hint("--\(name)", among: names)
        }

        private mutating func set(_ flag: Flag, _ value: String, source: String) {
            do throws(Flag.Problem) {
                guard flag.value == nil || !value.isEmpty else {
                    throw Flag.Problem(text: "needs a value")
                }
                try flag.set(&options, value)
            } catch {
                mistakes.append("\(source) \(error.text)")
            }
        }
    }
}
