/// One element of an `Accept` field (RFC 9110 section 12.5.1).
///
/// Read tolerantly: real scrapers send `q=2` and the same parameter twice, and an element that makes
/// no sense must not take the others with it.
package struct MediaRange: Sendable, Equatable {
    /// The type in lower case, or `*`.
    package var type: String
    /// The subtype in lower case, or `*`.
    package var subtype: String
    /// Parameters other than `q` in order, names in lower case, values without their quotes.
    package var parameters: [(name: String, value: String)]
    /// The weight, 0 to 1; 1 if it is absent, and if it is larger.
    package var quality: Double

    /// The value of a parameter; the first counts.
    package func parameter(_ name: String) -> String? {
        parameters.first { $0.name == name }?.value
    }

    package static func == (left: MediaRange, right: MediaRange) -> Bool {
        left.type == right.type && left.subtype == right.subtype
            && left.quality == right.quality
            && left.parameters.map(\.name) == right.parameters.map(\.name)
            && left.parameters.map(\.value) == right.parameters.map(\.value)
    }

    /// Reads a whole field; elements that are no media ranges are left out.
    ///
    /// - Parameter field: the value of `Accept`.
    /// - Returns: the ranges in order.
    package static func parse(_ field: String) -> [MediaRange] {
        WeightedList.parse(field).compactMap { element in
            // Java's own client sends a lone asterisk.
            let name = element.name == "*" ? "*/*" : element.name
            let parts = name.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
                parts[0] != "*" || parts[1] == "*"
            else { return nil }
            return MediaRange(
                type: String(parts[0]),
                subtype: String(parts[1]),
                parameters: element.parameters,
                quality: element.quality
            )
        }
    }
}

/// What an `Accept-Encoding` field admits (RFC 9110 section 12.5.3).
package enum AcceptEncoding {
    /// Whether to send gzip: it is admitted, and not liked less than no coding at all.
    ///
    /// - Parameter field: the field's value; nil if it is absent, which asks for no coding.
    /// - Returns: true for gzip. When neither is admitted the answer is sent as it is: 406 would help
    ///   nobody.
    package static func prefersGzip(_ field: String?) -> Bool {
        guard let field else { return false }
        let elements = WeightedList.parse(field)
        let weight = { (names: Set<String>) in
            elements.first { names.contains($0.name) }?.quality
        }
        let any = weight(["*"])
        let gzip = weight(["gzip", "x-gzip"]) ?? any ?? 0
        // Without a word about it, identity is acceptable, but less liked than what is named.
        let identity = weight(["identity"]) ?? (any == 0 ? 0 : nil)
        return gzip > 0 && gzip >= identity ?? 0
    }
}

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
