import COpenSSL

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
    static func decode(_ text: some BidirectionalCollection<UInt8>) -> [UInt8]? {
        let padding = text.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        // OpenSSL forgives what is not well formed, and takes padding for zeros.
        guard text.count % 4 == 0, padding <= 2,
            text.dropLast(padding).allSatisfy(alphabet.contains)
        else { return nil }
        var octets = [UInt8](repeating: 0, count: text.count / 4 * 3)
        let count = EVP_DecodeBlock(&octets, Array(text), Int32(clamping: text.count))
        return count == octets.count ? Array(octets.dropLast(padding)) : nil
    }

    private static let alphabet = OctetSet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    )
}
