/// A JSON value as OCP's mapper writes it: properties sorted by name, nulls left out.
///
/// The simulator writes its own text, so that an error in the exporter's reading of a field cannot
/// be mirrored here.
enum JSONValue: Sendable {
    case string(String)
    case integer(Int64)
    /// A Java `Double`: always two decimals.
    case decimal(Double)
    case boolean(Bool)
    case array([JSONValue])
    /// An object; what OCP does not know is not among its properties.
    case properties(JSONProperties)
    /// Text that is written as it is, valid JSON or not.
    case raw(String)

    /// The text of this value in UTF-8.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1024)
        write(to: &bytes)
        return bytes
    }

    /// This value with some properties replaced by other text; only an object has properties.
    func replacing(_ replacements: [String: String]) -> JSONValue {
        guard case .properties(var properties) = self, !replacements.isEmpty else { return self }
        for (name, text) in replacements { properties[name] = .raw(text) }
        return .properties(properties)
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .string(let text): Self.write(text, to: &bytes)
        case .integer(let number): bytes += String(number).utf8
        case .decimal(let number): bytes += Self.twoDecimals(number).utf8
        case .boolean(let flag): bytes += (flag ? "true" : "false").utf8
        case .raw(let text): bytes += text.utf8
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .properties(let properties):
            bytes.append(UInt8(ascii: "{"))
            for (index, property) in properties.sorted.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.write(property.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                property.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// Writes a string with the escapes of RFC 8259 section 7.
    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        let isPlain = text.utf8.allSatisfy {
            $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        guard !isPlain else {
            bytes += text.utf8
            bytes.append(UInt8(ascii: "\""))
            return
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes += [UInt8(ascii: "\\"), byte]
            case 0x0A: bytes += "\\n".utf8
            case 0..<0x20:
                bytes += ((byte < 16 ? "\\u000" : "\\u00") + String(byte, radix: 16)).utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// The number with two decimals, the format `0.00` of OCP's mapper.
    private static func twoDecimals(_ number: Double) -> String {
        guard let hundredths = Int64(exactly: (number * 100).rounded()) else { return "0.00" }
        let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        return (hundredths < 0 ? "-" : "") + "\(whole)." + (rest < 10 ? "0" : "") + "\(rest)"
    }
}

/// The properties of a JSON object, each name once.
///
/// An array: an object has two dozen properties at most, is written once, and a dictionary would
/// take most of the time that an answer takes.
struct JSONProperties: Sendable, ExpressibleByDictionaryLiteral {
    /// Names and values in the order in which they were set.
    private(set) var members: [(name: String, value: JSONValue)] = []

    init(dictionaryLiteral elements: (String, JSONValue)...) {
        // More are often set later.
        members.reserveCapacity(max(elements.count, 24))
        for (name, value) in elements { self[name] = value }
    }

    /// The value of a property; nil leaves it out.
    subscript(name: String) -> JSONValue? {
        get { members.first { $0.name == name }?.value }
        set {
            let known = members.firstIndex { $0.name == name }
            switch (known, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append((name, value))
            case (nil, nil): break
            }
        }
    }

    /// Names and values as OCP's mapper sorts them.
    var sorted: [(name: String, value: JSONValue)] {
        members.sorted { $0.name < $1.name }
    }
}
