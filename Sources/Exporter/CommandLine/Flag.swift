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

    /// What a value could not be used for, in words that follow the flag's name.
    struct Problem: Error {
        var text: String
    }

    /// Without the two dashes.
    let name: String
    /// The value's name in the help; nil for a flag that takes none.
    let value: String?
    /// One line.
    let help: String
    let group: Group
    /// Whether each occurrence adds a value.
    let isRepeatable: Bool
    /// Whether it has an environment variable: all but those that only print.
    let hasVariable: Bool
    let set: @Sendable (inout Options, String) throws(Problem) -> Void

    /// Declares a flag.
    init(
        _ name: String,
        _ value: String?,
        _ group: Group,
        _ help: String,
        isRepeatable: Bool = false,
        hasVariable: Bool = true,
        set: @escaping @Sendable (inout Options, String) throws(Problem) -> Void
    ) {
        self.name = name
        self.value = value
        self.group = group
        self.help = help
        self.isRepeatable = isRepeatable
        self.hasVariable = hasVariable
        self.set = set
    }

    /// Upper case, with dots and dashes as underscores.
    var variable: String {
        String(name.uppercased().map { $0 == "." || $0 == "-" ? "_" : $0 })
    }
}

/// Readers of values, each with the words for what is wrong.
extension Flag {
    static func bool(_ text: String) throws(Problem) -> Bool {
        switch text.lowercased() {
        case "", "true", "1", "yes": return true
        case "false", "0", "no": return false
        default: throw Problem(text: "takes true or false, not \"\(PrintableText.escaped(text))\"")
        }
    }

    static func duration(
        _ text: String,
        in range: ClosedRange<Duration>
    ) throws(Problem) -> Duration {
        guard let duration = DurationText.parse(text) else {
            throw Problem(
                text: "takes a duration, not \"\(PrintableText.escaped(text))\": "
                    + DurationText.example
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
                    + " \"\(PrintableText.escaped(text))\""
            )
        }
        return number
    }

    static func choice<Value: RawRepresentable & CaseIterable>(
        _ text: String
    ) throws(Problem) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: text) else {
            let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(text: "takes one of \(all), not \"\(PrintableText.escaped(text))\"")
        }
        return value
    }

    static func clusterIds(_ text: String) throws(Problem) -> [Int64] {
        var ids: [Int64] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let id = Int64(part.trimmingPrefix(" ")), id > 0 else {
                throw Problem(
                    text: "takes OCP's cluster ids separated by commas, such as 1000001,1000002;"
                        + " \"\(PrintableText.escaped(String(part)))\" is not one"
                )
            }
            ids.append(id)
        }
        return Array(Set(ids)).sorted()
    }
}
