import OCP

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

/// Readers of values, each with the words for what is wrong; the configuration file uses them too.
extension Flag {
    static func bool(_ text: String) throws(Problem) -> Bool {
        switch text.lowercased() {
        case "true", "1", "yes": return true
        case "false", "0", "no": return false
        default: throw Problem(text: "takes true or false, not \(quoted(text))")
        }
    }

    /// Reads a duration in a range.
    ///
    /// - Parameters:
    ///   - text: such as `1h30m`.
    ///   - range: what is allowed.
    ///   - written: how the text stood where it came from, for the message, if not like that.
    /// - Returns: the duration.
    /// - Throws: what is wrong with it.
    static func duration(
        _ text: String,
        in range: ClosedRange<Duration>,
        written: String? = nil
    ) throws(Problem) -> Duration {
        guard let duration = DurationText.parse(text) else {
            throw Problem(
                text: "takes a duration, not \(quoted(written ?? text)): \(DurationText.example)"
            )
        }
        guard range.contains(duration) else {
            throw Problem(
                text: "must be from \(DurationText.text(range.lowerBound)) to"
                    + " \(DurationText.text(range.upperBound)), not \(DurationText.text(duration))"
            )
        }
        return duration
    }

    static func integer(_ text: String, in range: ClosedRange<Int>) throws(Problem) -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw Problem(
                text: "takes a whole number from \(range.lowerBound) to \(range.upperBound), not"
                    + " \(quoted(text))"
            )
        }
        return number
    }

    /// Reads one of several words, in whatever case.
    ///
    /// - Parameters:
    ///   - text: the word.
    ///   - synonyms: other words, in small letters, and which they stand for.
    /// - Returns: the choice.
    /// - Throws: what could have been chosen.
    static func choice<Value: RawRepresentable & CaseIterable>(
        _ text: String,
        or synonyms: [String: Value] = [:]
    ) throws(Problem) -> Value where Value.RawValue == String {
        let word = text.lowercased()
        guard let value = Value(rawValue: word) ?? synonyms[word] else {
            let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(text: "takes one of \(all), not \(quoted(text))")
        }
        return value
    }

    static func clusterIds(_ text: String) throws(Problem) -> [Int64] {
        var ids: Set<Int64> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let digits = part.trimmingSpaces()
            guard let id = Int64(digits), id > 0 else {
                throw Problem(
                    text: "takes OCP's ids of clusters separated by commas, such as"
                        + " 1000001,1000002; \(quoted(digits)) is not one"
                )
            }
            guard ids.insert(id).inserted else { throw Problem(text: "names \(id) twice") }
        }
        return ids.sorted()
    }

    private static func quoted(_ text: String) -> String {
        "\"\(PrintableText.escaped(text))\""
    }
}

extension Substring {
    /// The text without spaces at its ends.
    func trimmingSpaces() -> String {
        var rest = self.drop { $0 == " " }
        while rest.last == " " { rest.removeLast() }
        return String(rest)
    }
}
