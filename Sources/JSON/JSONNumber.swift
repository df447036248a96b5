/// A number as the text that stood there (RFC 8259 section 6), so that nothing is lost by reading.
package struct JSONNumber: Sendable, Equatable {
    /// The text, such as `98`, `-0.5` or `1e400`.
    package let text: String

    /// Takes a text that the reader has found to be a number.
    init(checked text: String) {
        self.text = text
    }

    /// Makes a number of a text if that is what RFC 8259's grammar calls a number, or nil.
    package init?(_ text: String) {
        guard Self.isNumber(text.utf8) else { return nil }
        self.text = text
    }

    /// The exact value as an integer, or nil if it is none or does not fit.
    ///
    /// `5.0` and `5e0` are 5; with a fraction or an exponent, integers beyond 2^53 are nil because
    /// a double does not hold them exactly.
    package var int64: Int64? {
        if let integer = Int64(text) { return integer }
        guard
            text.utf8.contains(where: { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
            ),
            let double, abs(double) <= 9_007_199_254_740_992
        else { return nil }
        return Int64(exactly: double)
    }

    /// The nearest double, or nil if there is no finite one, as for `1e400`; `1e-400` is 0.
    package var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }

    private static func isNumber(_ bytes: String.UTF8View) -> Bool {
        var reader = JSONReader(dialect: .strict)
        let text = Array(bytes)
        guard (try? reader.skipNumber(text.span)) != nil else { return false }
        return reader.index == text.count
    }
}
