import Glibc

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

    /// Tells whether the octets are an IPv6 address.
    private static func isIPv6(_ octets: Span<UInt8>) -> Bool {
        var address = in6_addr()
        return octets.count <= 45 && inet_pton(AF_INET6, octets.text, &address) == 1
    }
}
