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
