/// `uri-host [ ":" port ]`, as `Host` and targets in absolute and authority form carry it.
enum HostAndPort {
    /// Tells whether the octets are a host with an optional port (RFC 9110 section 7.2).
    ///
    /// User information, an empty host and a port above 65535 are not.
    static func isValid(_ octets: Span<UInt8>) -> Bool {
        guard octets.count > 0 else { return false }
        guard octets[0] == UInt8(ascii: "[") else { return isNamed(octets) }
        guard let end = octets.firstIndex(of: UInt8(ascii: "]")) else { return false }
        guard isIPv6(octets.extracting(1..<end)) else { return false }
        let rest = octets.extracting((end + 1)...)
        return rest.count == 0
            || (rest[0] == UInt8(ascii: ":") && isPort(rest.extracting(1...)))
    }

    /// Tells whether the octets are a registered name or an IPv4 address, with an optional port.
    private static func isNamed(_ octets: Span<UInt8>) -> Bool {
        let colon = octets.firstIndex(of: UInt8(ascii: ":"))
        let host = octets.extracting(0..<(colon ?? octets.count))
        guard host.count > 0, OctetSet.host.containsAll(host), PercentCoding.isValid(host) else {
            return false
        }
        guard let colon else { return true }
        return isPort(octets.extracting((colon + 1)...))
    }

    /// Tells whether the octets are a port; RFC 3986 allows an empty one.
    private static func isPort(_ octets: Span<UInt8>) -> Bool {
        guard octets.count <= 5, OctetSet.digits.containsAll(octets) else { return false }
        var value = 0
        for index in octets.indices { value = value * 10 + Int(octets[index] - UInt8(ascii: "0")) }
        return value <= 65535
    }

    /// Tells whether the octets are an IPv6 address: groups of at most four hexadecimal digits,
    /// `::` at most once, perhaps an IPv4 address as the last two groups.
    private static func isIPv6(_ octets: Span<UInt8>) -> Bool {
        var groups = 0
        var compressed = false
        var index = 0
        while index < octets.count {
            if octets[index] == UInt8(ascii: ":") {
                let doubled = index + 1 < octets.count && octets[index + 1] == UInt8(ascii: ":")
                if doubled {
                    guard !compressed else { return false }
                    compressed = true
                    index += 2
                    continue
                }
                // A single colon stands between two groups.
                guard groups > 0, index + 1 < octets.count, octets[index - 1] != UInt8(ascii: ":")
                else { return false }
                index += 1
                continue
            }
            let start = index
            while index < octets.count, octets[index] != UInt8(ascii: ":") { index += 1 }
            let group = octets.extracting(start..<index)
            if index == octets.count, group.firstIndex(of: UInt8(ascii: ".")) != nil {
                guard isIPv4(group) else { return false }
                groups += 2
            } else {
                guard group.count <= 4 else { return false }
                for digit in group.indices where group[digit].hexDigit == nil { return false }
                groups += 1
            }
        }
        return compressed ? groups < 8 : groups == 8
    }

    /// Tells whether the octets are four decimal numbers of at most 255 between dots.
    private static func isIPv4(_ octets: Span<UInt8>) -> Bool {
        var parts = 0
        var value = -1
        for index in octets.indices {
            if octets[index] == UInt8(ascii: ".") {
                guard value >= 0 else { return false }
                parts += 1
                value = -1
            } else {
                guard OctetSet.digits.contains(octets[index]), value != 0 else { return false }
                value = max(value, 0) * 10 + Int(octets[index] - UInt8(ascii: "0"))
                guard value <= 255 else { return false }
            }
        }
        return parts == 3 && value >= 0
    }
}
