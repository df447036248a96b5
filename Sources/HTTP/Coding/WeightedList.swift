/// The common form of `Accept` and `Accept-Encoding`: elements with parameters and a weight.
enum WeightedList {
    /// One element.
    struct Element {
        /// What stands before the first semicolon, in lower case.
        var name: String
        /// Parameters other than `q`.
        var parameters: [(name: String, value: String)]
        /// 0 to 1.
        var quality: Double
    }

    /// Reads a field: commas and semicolons inside quotes belong to the value, and of a parameter
    /// that is there twice the first counts.
    static func parse(_ field: String) -> [Element] {
        split(field, at: UInt8(ascii: ",")).compactMap { text in
            let parts = split(text, at: UInt8(ascii: ";"))
            let name = trim(parts.first ?? "").lowercased()
            guard !name.isEmpty else { return nil }
            var element = Element(name: name, parameters: [], quality: 1)
            var isWeighted = false
            for part in parts.dropFirst() {
                let pair = part.split(
                    separator: "=",
                    maxSplits: 1,
                    omittingEmptySubsequences: false
                )
                let key = trim(String(pair[0])).lowercased()
                let value = pair.count == 2 ? unquote(trim(String(pair[1]))) : ""
                if key == "q" {
                    guard !isWeighted else { continue }
                    isWeighted = true
                    element.quality = quality(value)
                } else if !key.isEmpty, !element.parameters.contains(where: { $0.name == key }) {
                    element.parameters.append((key, value))
                }
            }
            return element
        }
    }

    /// Reads a weight; one that is too large or makes no sense counts as 1, a negative one as 0.
    private static func quality(_ text: String) -> Double {
        guard let value = Double(text), !value.isNaN else { return 1 }
        return min(max(value, 0), 1)
    }

    private static func split(_ text: String, at separator: UInt8) -> [String] {
        var parts: [[UInt8]] = [[]]
        var isQuoted = false
        var isEscaped = false
        for byte in text.utf8 {
            if byte == separator, !isQuoted {
                parts.append([])
                continue
            }
            if byte == UInt8(ascii: "\""), !isEscaped { isQuoted.toggle() }
            isEscaped = isQuoted && byte == UInt8(ascii: "\\") && !isEscaped
            parts[parts.count - 1].append(byte)
        }
        return parts.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func trim(_ text: String) -> String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }

    private static func unquote(_ text: String) -> String {
        guard text.hasPrefix("\"") else { return text }
        var result = ""
        var isEscaped = false
        for character in text.dropFirst() {
            if character == "\"", !isEscaped { break }
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                result.append(character)
                isEscaped = false
            }
        }
        return result
    }
}
