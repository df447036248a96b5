/// What an `Authorization` field of the Basic scheme carries (RFC 7617).
struct BasicCredentials: Equatable {
    let user: String
    let password: [UInt8]

    /// Reads the value of the field; nil if it is of another scheme or not well formed.
    init?(authorization: String) {
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, HTTPFields.sameName(String(parts[0]), "basic"),
            let octets = Base64.decode(parts[1].drop { $0 == " " }.utf8),
            let colon = octets.firstIndex(of: UInt8(ascii: ":")),
            let user = String(validating: octets[..<colon], as: UTF8.self)
        else { return nil }
        self.user = user
        password = Array(octets[(colon + 1)...])
    }
}

/// RFC 4648 section 4.
enum Base64 {
    /// The octets that a text stands for; nil if it is not well formed, padding included.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        var octets: [UInt8] = []
        octets.reserveCapacity(text.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        var padding = 0
        for character in text {
            if character == UInt8(ascii: "=") {
                padding += 1
                bits <<= 6
            } else {
                guard padding == 0, let value = value(of: character) else { return nil }
                bits = bits << 6 | UInt32(value)
            }
            count += 1
            guard count % 4 == 0 else { continue }
            guard padding <= 2 else { return nil }
            for index in 0..<(3 - padding) {
                octets.append(UInt8(truncatingIfNeeded: bits >> (16 - 8 * UInt32(index))))
            }
            bits = 0
        }
        return octets
    }

    private static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
