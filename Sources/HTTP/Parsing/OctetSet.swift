/// A set of ASCII octets as a bit mask; octets above 127 are never members.
struct OctetSet: Sendable {
    private let low: UInt64
    private let high: UInt64

    /// Makes the set of the characters of an ASCII string.
    init(_ characters: StaticString) {
        var low: UInt64 = 0
        var high: UInt64 = 0
        characters.withUTF8Buffer { octets in
            for octet in octets {
                if octet < 64 { low |= 1 << UInt64(octet) } else { high |= 1 << UInt64(octet & 63) }
            }
        }
        self.low = low
        self.high = high
    }

    /// Tells whether an octet is a member.
    @inline(__always)
    func contains(_ octet: UInt8) -> Bool {
        guard octet < 128 else { return false }
        return (octet < 64 ? low : high) >> UInt64(octet & 63) & 1 == 1
    }

    /// Tells whether every octet is a member; true for none.
    func containsAll(_ octets: Span<UInt8>) -> Bool {
        for index in octets.indices where !contains(octets[index]) { return false }
        return true
    }

    /// `tchar` (RFC 9110 section 5.6.2).
    static let token = OctetSet(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    )
    /// `pchar` and the slash, with the percent sign (RFC 3986 section 3.3).
    static let path = OctetSet(
        "/:@!$&'()*+,;=-._~%0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    )
    /// What a query may hold (RFC 3986 section 3.4), and what browsers and curl put into one as it is
    /// (the WHATWG's URL Standard, "query percent-encode set"), such as `name[]=`.
    static let query = OctetSet(
        "/?:@!$&'()*+,;=-._~%[]{}|^`\\0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    )
    /// `reg-name`, with the percent sign (RFC 3986 section 3.2.2); IPv4 addresses are part of it.
    static let host = OctetSet(
        "!$&'()*+,;=-._~%0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    )
    /// What names of hosts are made of, and IPv4 addresses.
    static let name = OctetSet(
        "-._0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    )
    /// What IPv6 addresses are made of, with a zone (RFC 6874 section 2).
    static let address = OctetSet(
        ":%-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    )
    /// `DIGIT`.
    static let digits = OctetSet("0123456789")
}

extension UInt8 {
    /// The value of a hexadecimal digit, or nil.
    var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    /// The octet with an ASCII capital letter made small.
    var lowercased: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }
}

extension Span<UInt8> {
    /// The octets as text; what is not UTF-8 becomes U+FFFD.
    var text: String {
        withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }

    /// The offset of the first such octet, or nil.
    func firstIndex(of octet: UInt8) -> Int? {
        for index in indices where self[index] == octet { return index }
        return nil
    }

    /// Tells whether the octets are this ASCII text, given in small letters, whatever their case.
    func isText(_ lowercase: StaticString) -> Bool {
        guard count == lowercase.utf8CodeUnitCount else { return false }
        return lowercase.withUTF8Buffer { expected in
            for index in indices where self[index].lowercased != expected[index] { return false }
            return true
        }
    }
}
