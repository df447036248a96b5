/// A hand-written reader of both formats, independent of the writer: it un-escapes what it reads.
struct ExpositionReader {
    /// One sample line.
    struct Sample: Equatable {
        var name: String
        var labels: [[String]]
        var value: String
    }

    /// The sample lines, in order.
    var samples: [Sample] = []
    /// The comment lines, in order.
    var comments: [String] = []

    /// Reads a whole page; nil if a line is not one that the formats know.
    init?(_ page: String) {
        guard page.isEmpty || page.hasSuffix("\n") else { return nil }
        for line in page.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("#") {
                comments.append(String(line))
            } else if let sample = Self.sample(line) {
                samples.append(sample)
            } else {
                return nil
            }
        }
    }

    private static func sample(_ line: Substring) -> Sample? {
        let name = line.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        var rest = line.dropFirst(name.count).unicodeScalars[...]
        var labels: [[String]] = []
        if rest.first == "{" {
            rest.removeFirst()
            while rest.first != "}" {
                let label = rest.prefix { $0 != "=" }
                rest = rest.dropFirst(label.count + 1)
                guard rest.popFirst() == "\"", let value = quoted(&rest) else { return nil }
                labels.append([String(label), value])
                if rest.first == "," { rest.removeFirst() }
            }
            rest.removeFirst()
        }
        guard !name.isEmpty, rest.popFirst() == " ", !rest.contains(" ") else { return nil }
        return Sample(name: String(name), labels: labels, value: String(rest))
    }

    private static func quoted(_ rest: inout String.UnicodeScalarView.SubSequence) -> String? {
        var value = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"": return String(value)
            case "\\":
                switch rest.popFirst() {
                case "n": value.append("\n")
                case "\\": value.append("\\")
                case "\"": value.append("\"")
                default: return nil
                }
            default: value.append(scalar)
            }
        }
        return nil
    }
}
