/// One element of a list with weights, such as `Accept` and `Accept-Encoding` are (RFC 9110
/// section 12.4).
///
/// Reading is tolerant: scrapers do send weights above 1 and parameters twice, and a request that
/// fails for that is a gap in somebody's graph.
struct WeightedElement: Equatable {
    /// A parameter other than the weight.
    struct Parameter: Equatable {
        /// The name, in small letters.
        let name: String
        /// The value, out of its quotes.
        let value: String
    }

    /// What stands before the parameters, in small letters.
    let value: String
    /// The parameters other than the weight, in order.
    let parameters: [Parameter]
    /// The weight, 0 to 1; 1 if there is none or one that makes no sense.
    let q: Double

    /// The elements of a field, in order; empty ones are left out.
    static func list(_ field: String) -> [WeightedElement] {
        var scanner = Scanner(octets: Array(field.utf8))
        var elements: [WeightedElement] = []
        while !scanner.isAtEnd {
            if let element = scanner.element() { elements.append(element) }
        }
        return elements
    }

    /// A weight; what is out of range counts as the nearest that is not, and nonsense as 1.
    private static func weight(_ text: String) -> Double {
        guard let value = Double(text), !value.isNaN else { return 1 }
        return min(max(value, 0), 1)
    }

    /// Goes through a field once.
    private struct Scanner {
        let octets: [UInt8]
        var position = 0

        var isAtEnd: Bool { position >= octets.count }

        /// Reads up to the next comma; nil for an empty element.
        mutating func element() -> WeightedElement? {
            let value = text(until: Self.valueEnds, lowercased: true)
            var parameters: [Parameter] = []
            var weight: Double?
            while take(UInt8(ascii: ";")) {
                let name = text(until: Self.nameEnds, lowercased: true)
                let value = take(UInt8(ascii: "=")) ? text(until: Self.valueEnds) : ""
                if name == "q" {
                    weight = weight ?? WeightedElement.weight(value)
                } else if !name.isEmpty {
                    parameters.append(Parameter(name: name, value: value))
                }
            }
            _ = take(UInt8(ascii: ","))
            guard !value.isEmpty else { return nil }
            return WeightedElement(value: value, parameters: parameters, q: weight ?? 1)
        }

        private mutating func take(_ octet: UInt8) -> Bool {
            guard !isAtEnd, octets[position] == octet else { return false }
            position += 1
            return true
        }

        /// Reads a token or a quoted string, without the white space around it.
        private mutating func text(until ends: OctetSet, lowercased: Bool = false) -> String {
            while !isAtEnd, FieldLine.isSpace(octets[position]) { position += 1 }
            var read: [UInt8] = []
            if take(UInt8(ascii: "\"")) {
                read = quoted()
                while !isAtEnd, !ends.contains(octets[position]) { position += 1 }
            } else {
                while !isAtEnd, !ends.contains(octets[position]) {
                    read.append(octets[position])
                    position += 1
                }
                while let last = read.last, FieldLine.isSpace(last) { read.removeLast() }
            }
            if lowercased { read = read.map(\.lowercased) }
            return String(decoding: read, as: UTF8.self)
        }

        /// Reads up to the closing quote, or to the end if there is none.
        private mutating func quoted() -> [UInt8] {
            var read: [UInt8] = []
            while !isAtEnd, octets[position] != UInt8(ascii: "\"") {
                if octets[position] == UInt8(ascii: "\\"), position + 1 < octets.count {
                    position += 1
                }
                read.append(octets[position])
                position += 1
            }
            position += 1
            return read
        }

        private static let valueEnds = OctetSet(",;")
        private static let nameEnds = OctetSet(",;=")
    }
}
