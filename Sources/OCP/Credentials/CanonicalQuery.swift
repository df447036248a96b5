/// Queries in the one form that is both signed and sent.
enum CanonicalQuery {
    /// Sorts parameters by key, joins the values of a repeated key sorted by commas, and encodes
    /// everything but RFC 3986's unreserved characters.
    static func encode(_ parameters: [(name: String, value: String)]) -> String {
        var values: [String: [String]] = [:]
        for parameter in parameters { values[parameter.name, default: []].append(parameter.value) }
        return values.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            .map { "\(escape($0.key))=\(escape($0.value.sorted().joined(separator: ",")))" }
            .joined(separator: "&")
    }

    private static func escape(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += (byte < 16 ? "%0" : "%") + digits
            }
        }
        return result
    }
}
