/// `%` and two hexadecimal digits (RFC 3986 section 2.1).
enum PercentCoding {
    /// Tells whether every percent sign is followed by two hexadecimal digits.
    static func isValid(_ octets: Span<UInt8>) -> Bool {
        for index in octets.indices where octets[index] == UInt8(ascii: "%") {
            guard index + 2 < octets.count, octets[index + 1].hexDigit != nil,
                octets[index + 2].hexDigit != nil
            else { return false }
        }
        return true
    }

    /// The octets with every triplet decoded, or nil where a percent sign begins none.
    static func decode(_ octets: Span<UInt8>) -> [UInt8]? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(octets.count)
        var index = 0
        while index < octets.count {
            if octets[index] == UInt8(ascii: "%") {
                guard index + 2 < octets.count, let high = octets[index + 1].hexDigit,
                    let low = octets[index + 2].hexDigit
                else { return nil }
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(octets[index])
                index += 1
            }
        }
        return decoded
    }
}
