/// One header field.
package struct HeaderField: Sendable, Hashable {
    /// The name.
    package var name: String
    /// The value.
    package var value: String

    /// Makes a field as it is.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Makes a field of what a user wrote, to be sent with every request.
    ///
    /// - Parameters:
    ///   - name: a token (RFC 9110 section 5.6.2) that the client does not set itself.
    ///   - value: text without control characters.
    /// - Throws: what is wrong with it; the message does not repeat the value.
    package init(configured name: String, value: String) throws(SettingProblem) {
        guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenByte) else {
            throw SettingProblem("is not a name that a header field can have")
        }
        guard !Self.reserved.contains(name.lowercased()) else {
            throw SettingProblem("is a header field that the exporter sets itself")
        }
        guard !value.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) else {
            throw SettingProblem("has a value with a control character")
        }
        // What is signed goes on the wire in the case in which it is signed.
        let isSigned = name.lowercased().hasPrefix("x-ocp-")
        self.name = isSigned ? name.lowercased() : name
        self.value = value.trimmingASCIISpace()
    }

    /// Compares the name without case (RFC 9110 section 5.1).
    func isNamed(_ other: String) -> Bool {
        name.utf8.count == other.utf8.count && name.lowercased() == other.lowercased()
    }

    private static let reserved: Set<String> = [
        "accept", "accept-encoding", "accept-language", "authorization", "connection",
        "content-length", "content-md5", "content-type", "date", "expect", "host",
        "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
    ]

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

extension [HeaderField] {
    /// The value of the first field with this name.
    package subscript(name: String) -> String? {
        first { $0.isNamed(name) }?.value
    }
}
