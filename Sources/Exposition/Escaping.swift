/// The escapes of the two formats: total and injective, so that a reader gets back what was written.
enum Escaping {
    /// Escapes a label value: backslash, double quote and line feed.
    static func labelValue(_ value: String) -> [UInt8] {
        escape(value, quotes: true)
    }

    /// Escapes a HELP text: backslash and line feed, in OpenMetrics the double quote as well.
    static func help(_ text: String, quotes: Bool) -> [UInt8] {
        escape(text, quotes: quotes)
    }

    private static func escape(_ text: String, quotes: Bool) -> [UInt8] {
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
