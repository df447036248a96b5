/// Field lines in order; names compare without case (RFC 9110 section 5.1).
package struct HTTPFields: Sendable, Equatable, ExpressibleByArrayLiteral {
    /// One field line.
    package struct Line: Sendable, Equatable {
        /// The name, as it was sent or is to be sent.
        package var name: String
        /// The value, without the white space around it.
        package var value: String

        /// Makes a line.
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// All lines, in order.
    package var lines: [Line]

    /// Makes fields of lines.
    package init(_ lines: [Line] = []) {
        self.lines = lines
    }

    package init(arrayLiteral elements: Line...) {
        lines = elements
    }

    /// The values of a field joined by `, ` as RFC 9110 section 5.3 allows, or nil if it is absent.
    package subscript(name: String) -> String? {
        guard let first = lines.firstIndex(where: { Self.sameName($0.name, name) }) else {
            return nil
        }
        return lines[(first + 1)...].reduce(lines[first].value) { joined, line in
            Self.sameName(line.name, name) ? joined + ", " + line.value : joined
        }
    }

    /// The values of every line with this name, in order.
    package func values(of name: String) -> [String] {
        lines.filter { Self.sameName($0.name, name) }.map(\.value)
    }

    /// Appends a line.
    package mutating func append(_ name: String, _ value: String) {
        lines.append(Line(name, value))
    }

    /// Compares two names, ASCII letters without case.
    static func sameName(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count
            && left.utf8.elementsEqual(right.utf8) { $0.lowercased == $1.lowercased }
    }
}
