/// A page in text format 0.0.4, read by a reader that shares nothing with the writer.
package struct MetricsPage: Sendable {
    package struct Sample: Sendable, Equatable {
        package var name: String
        package var labels: [String: String]
        package var value: Double
    }

    package struct Mistake: Error {
        package var line: String
    }

    package let text: String
    package private(set) var samples: [Sample] = []
    /// The types by family.
    package private(set) var types: [String: String] = [:]
    package private(set) var helps: [String: String] = [:]
    private var byName: [String: [Sample]] = [:]

    /// Reads a page, strictly.
    ///
    /// - Throws: `Mistake` with the first line that is not right: unknown syntax, a family that is
    ///   not declared or not in one piece, a series that is there twice.
    package init(_ text: String) throws {
        self.text = text
        guard text.isEmpty || text.hasSuffix("\n") else { throw Mistake(line: "no end of line") }
        var family = ""
        var series: Set<String> = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
            if line.hasPrefix("# HELP "), words.count == 4 {
                family = String(words[2])
                guard helps.updateValue(String(words[3]), forKey: family) == nil else {
                    throw Mistake(line: String(line))
                }
            } else if line.hasPrefix("# TYPE "), words.count == 4, words[2] == family {
                types[family] = String(words[3])
            } else {
                guard let sample = Self.sample(line), types[family] != nil,
                    Self.belongs(sample.name, to: family, types[family] ?? ""),
                    let space = line.lastIndex(of: " "),
                    series.insert(String(line[..<space])).inserted
                else { throw Mistake(line: String(line)) }
                samples.append(sample)
                byName[sample.name, default: []].append(sample)
            }
        }
    }

    /// The samples of a name whose labels are among others these.
    package func all(_ name: String, _ labels: KeyValuePairs<String, String> = [:]) -> [Sample] {
        (byName[name] ?? []).filter { sample in
            labels.allSatisfy { sample.labels[$0.key] == $0.value }
        }
    }

    /// The value of the only such sample; nil if there is none, or more than one.
    package func value(_ name: String, _ labels: KeyValuePairs<String, String> = [:]) -> Double? {
        let found = all(name, labels)
        return found.count == 1 ? found[0].value : nil
    }

    /// The value of a series of one cluster.
    package func value(_ name: String, cluster: Int64) -> Double? {
        value(name, ["ocp_cluster_id": String(cluster)])
    }

    /// The failures other than 0, as `api/reason`.
    package func failures(ocp: String) -> [String: Double] {
        var failures: [String: Double] = [:]
        for sample in all("oceanbase_ocp_request_failures_total", ["ocp": ocp])
        where sample.value != 0 {
            let key = "\(sample.labels["api"] ?? "")/\(sample.labels["reason"] ?? "")"
            failures[key] = sample.value
        }
        return failures
    }

    private static func belongs(_ name: String, to family: String, _ type: String) -> Bool {
        guard type == "histogram" else { return name == family }
        return ["_bucket", "_sum", "_count"].contains { name == family + $0 }
    }

    private static func sample(_ line: Substring) -> Sample? {
        let name = line.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        var rest = line.unicodeScalars[name.endIndex...]
        var labels: [String: String] = [:]
        if rest.first == "{" {
            repeat {
                rest.removeFirst()
                guard let equals = rest.firstIndex(of: "=") else { return nil }
                let label = String(rest[..<equals])
                rest = rest[equals...].dropFirst()
                guard let value = quoted(&rest), labels.updateValue(value, forKey: label) == nil
                else { return nil }
            } while rest.first == ","
            guard rest.popFirst() == "}" else { return nil }
        }
        guard !name.isEmpty, rest.popFirst() == " ", let value = number(String(rest)) else {
            return nil
        }
        return Sample(name: String(name), labels: labels, value: value)
    }

    private static func number(_ text: String) -> Double? {
        switch text {
        case "NaN": .nan
        case "+Inf": .infinity
        case "-Inf": -.infinity
        default: text.contains(where: { $0.isLetter && $0 != "e" }) ? nil : Double(text)
        }
    }

    private static func quoted(_ rest: inout Substring.UnicodeScalarView) -> String? {
        guard rest.popFirst() == "\"" else { return nil }
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
