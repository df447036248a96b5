/// The decoded parameters of a query, in order.
struct QueryParameters {
    private let parameters: [(key: String, value: String)]

    /// Reads what follows the `?` of a target; a broken escape is kept as it is.
    init(_ query: String?) {
        let parts = Substring(query ?? "").utf8.split(separator: UInt8(ascii: "&"))
        parameters = parts.map { part in
            let sides = part.split(
                separator: UInt8(ascii: "="),
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            let value = sides.count > 1 ? Self.decoded(sides[1]) : ""
            return (Self.decoded(sides[0]), value)
        }
    }

    /// The first value of a key.
    subscript(key: String) -> String? {
        parameters.first { $0.key == key }?.value
    }

    /// All values of a key, in order.
    func values(of key: String) -> [String] {
        parameters.filter { $0.key == key }.map(\.value)
    }

    /// The query as it is signed: keys sorted, the values of one key sorted and joined by commas,
    /// both encoded as RFC 3986 says.
    var canonical: String {
        let keys = Set(parameters.map(\.key)).sorted { left, right in
            left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
        }
        return keys.map { key in
            let value = values(of: key).sorted().joined(separator: ",")
            return Self.encoded(key) + "=" + Self.encoded(value)
        }.joined(separator: "&")
    }

    private static func decoded(_ text: Substring.UTF8View) -> String {
        var bytes: [UInt8] = []
        var rest = text[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2).compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
            if byte == UInt8(ascii: "%"), digits.count == 2 {
                bytes.append(UInt8(digits[0] << 4 | digits[1]))
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                bytes += ((byte < 16 ? "%0" : "%") + digits).utf8
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
