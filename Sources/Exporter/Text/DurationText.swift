/// Durations as Prometheus writes them: `500ms`, `60s`, `1h30m`, `8d`.
package enum DurationText {
    /// Units from the largest to the smallest, with their milliseconds.
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000),
        ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// What a duration looks like, for error messages.
    static let example = "write it like 500ms, 60s, 5m, 1h30m or 8d"

    /// Reads a duration; nil if it is not one: units must fall and each be there once at most.
    package static func parse(_ text: String) -> Duration? {
        var rest = Substring(text)
        var total: Int64 = 0
        var allowed = units[...]
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            let name = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(name.count)
            guard let count = Int64(digits),
                let place = allowed.firstIndex(where: { $0.name == name })
            else { return nil }
            let (part, tooLarge) = count.multipliedReportingOverflow(
                by: allowed[place].milliseconds
            )
            let (sum, alsoTooLarge) = total.addingReportingOverflow(part)
            guard !tooLarge, !alsoTooLarge else { return nil }
            total = sum
            allowed = allowed[(place + 1)...]
        }
        return .milliseconds(total)
    }

    /// Writes a duration so that ``parse(_:)`` reads it.
    package static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = attoseconds / 1_000_000_000_000_000
        // Weeks and years would only make a reader calculate.
        var rest = seconds
        var text = ""
        for (name, size) in [("d", 86400), ("h", 3600), ("m", 60), ("s", 1)] as [(String, Int64)]
        where rest >= size {
            text += "\(rest / size)\(name)"
            rest %= size
        }
        if milliseconds > 0 { text += "\(milliseconds)ms" }
        return text.isEmpty ? "0s" : text
    }
}
