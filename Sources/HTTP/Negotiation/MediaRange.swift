/// One media range of an `Accept` field, with its weight (RFC 9110 section 12.5.1).
package struct MediaRange: Sendable, Equatable {
    /// The type, in small letters, or `*`.
    package let type: String
    /// The subtype, in small letters, or `*`.
    package let subtype: String
    /// The parameters but for `q`, in order, names in small letters, values out of their quotes; of
    /// parameters with the same name the first counts.
    package let parameters: [(name: String, value: String)]
    /// The weight, 0 to 1; 0 means not acceptable.
    package let q: Double

    /// The ranges of an `Accept` field, in order.
    ///
    /// What is no media range is passed over; a lone `*` is one of everything. Weights above 1
    /// count as 1, those below 0 as 0, and nonsense as 1.
    package static func list(_ accept: String) -> [MediaRange] {
        WeightedElement.list(accept).compactMap(MediaRange.init)
    }

    /// The value of a parameter, or nil if it is absent.
    package subscript(parameter: String) -> String? {
        parameters.first { HTTPFields.sameName($0.name, parameter) }?.value
    }

    private init?(_ element: WeightedElement) {
        let parts = element.value.split(separator: "/", omittingEmptySubsequences: false)
        if element.value == "*" {
            (type, subtype) = ("*", "*")
        } else {
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
            (type, subtype) = (String(parts[0]), String(parts[1]))
        }
        guard type != "*" || subtype == "*" else { return nil }
        var parameters: [(name: String, value: String)] = []
        for parameter in element.parameters
        where !parameters.contains(where: { $0.name == parameter.name }) {
            parameters.append((parameter.name, parameter.value))
        }
        self.parameters = parameters
        q = element.q
    }

    package static func == (left: MediaRange, right: MediaRange) -> Bool {
        left.type == right.type && left.subtype == right.subtype && left.q == right.q
            && left.parameters.elementsEqual(right.parameters, by: ==)
    }
}
