/// Text from outside made safe to show: control characters and direction marks become escapes.
package enum PrintableText {
    /// Escapes what a terminal or a log reader would act on.
    ///
    /// - Parameters:
    ///   - text: any text.
    ///   - quotes: also escapes `"` and `\`, as a JSON string needs.
    /// - Returns: text that neither ends a line nor moves a cursor.
    package static func escaped(_ text: String, quotes: Bool = false) -> String {
        guard quotes || text.unicodeScalars.contains(where: steersTheReader) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\"" where quotes, "\\" where quotes: result += "\\" + String(scalar)
            case _ where steersTheReader(scalar):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// C0, DEL, C1, line separators and the marks that turn the direction of writing.
    static func steersTheReader(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
