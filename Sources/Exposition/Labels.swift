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
            bytes += Escaping.labelValue(value)
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
