/// Label pairs, escaped once and then only copied.
///
/// A cluster's labels stand on some fifty samples; they are made into bytes when the cluster's
/// snapshot is, not when a page is written.
package struct Labels: Sendable, Equatable {
    /// `a="b",c="d"`, without braces.
    package let bytes: [UInt8]

    /// No labels.
    package static let none = Labels([:])

    /// Escapes pairs, in the order given.
    ///
    /// - Parameter pairs: names, which are literals of ours and are checked, and any values.
    package init(_ pairs: KeyValuePairs<String, String>) {
        var bytes: [UInt8] = []
        for (name, value) in pairs {
            precondition(MetricFamily.isValid(name), "\(name) is not a label name")
            if !bytes.isEmpty {
                bytes.append(UInt8(ascii: ","))
            }
            bytes += Array(name.utf8) + [UInt8(ascii: "="), UInt8(ascii: "\"")]
            bytes += Escaping.escaped(value, quotes: true)
            bytes.append(UInt8(ascii: "\""))
        }
        self.bytes = bytes
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// These labels followed by others.
    package func adding(_ other: Labels) -> Labels {
        guard !bytes.isEmpty, !other.bytes.isEmpty else { return bytes.isEmpty ? other : self }
        return Labels(bytes: bytes + [UInt8(ascii: ",")] + other.bytes)
    }
}

/// The labels of states behind those that their samples share, each with both values that it may
/// have: the rest of the lines, made ready.
package struct StateLabels: Sendable {
    /// `,state="A"} 0`, `,state="A"} 1` and so on, with their ends of line.
    let bytes: [UInt8]
    /// Where in the bytes the lines with 0 and with 1 are.
    let zeros: [Range<Int>]
    let ones: [Range<Int>]

    /// How many states there are.
    package var count: Int { min(zeros.count, ones.count) }

    /// Makes the ends of the lines of states.
    package init(_ states: [String]) {
        var bytes: [UInt8] = []
        var ranges: [[Range<Int>]] = [[], []]
        for state in states {
            for value in ranges.indices {
                let start = bytes.count
                bytes += Array(",".utf8) + Labels(["state": state]).bytes
                bytes += Array("} \(value)\n".utf8)
                ranges[value].append(start..<bytes.count)
            }
        }
        self.bytes = bytes
        zeros = ranges[0]
        ones = ranges[1]
    }
}

/// The escapes of the two formats: total and injective, so that a reader gets back what was written.
enum Escaping {
    /// Escapes backslash, line feed and, in label values and in the help texts of OpenMetrics, the
    /// double quote.
    static func escaped(_ text: String, quotes: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "\\")]
            case UInt8(ascii: "\n"): bytes += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case UInt8(ascii: "\"") where quotes: bytes += [UInt8(ascii: "\\"), UInt8(ascii: "\"")]
            default: bytes.append(byte)
            }
        }
        return bytes
    }
}
