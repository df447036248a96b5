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

    static func choice<Value: RawRepresentable & CaseIterable>(
        _ text: String
    ) throws(Problem) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: text) else {
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
