/// The parts of a URL that both OCP's and a proxy's address have.
struct HostPort: Sendable, Hashable {
    /// The host, as written; an IPv6 address with its brackets and its zone (RFC 6874).
    var host: String
    /// The port, if one is written.
    var port: Int?

    /// Reads `host`, `host:port` or `[IPv6]:port`.
    init(_ text: Substring) throws(SettingProblem) {
        var hostPart = text
        var portPart: Substring?
        if text.hasPrefix("[") {
            guard let close = text.firstIndex(of: "]") else {
                throw SettingProblem("has an IPv6 address without its closing bracket")
            }
            hostPart = text[...close]
            let rest = text[text.index(after: close)...]
            guard rest.isEmpty || rest.hasPrefix(":") else {
                throw SettingProblem("has text between the IPv6 address and the port")
            }
            portPart = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = text.firstIndex(of: ":") {
            hostPart = text[..<colon]
            portPart = text[text.index(after: colon)...]
        }
        host = try Self.checkedHost(hostPart)
        port = try portPart.map(Self.checkedPort)
    }

    private static func checkedHost(_ text: Substring) throws(SettingProblem) -> String {
        guard !text.isEmpty, text != "[]" else { throw SettingProblem("has no host name") }
        guard text.utf8.count <= 255 else {
            throw SettingProblem("has a host name that is too long")
        }
        let isIPv6 = text.hasPrefix("[")
        var address = isIPv6 ? text.dropFirst().dropLast() : text
        if isIPv6, let percent = address.firstIndex(of: "%") {
            try checkZone(address[percent...])
            address = address[..<percent]
        }
        for byte in address.utf8 {
            let isHex =
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
            let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            let isOther = (isIPv6 ? ":." : "-._").utf8.contains(byte)
            guard isOther || isHex || (isLetter && !isIPv6) else {
                throw SettingProblem("has a character in its host name that no host name has")
            }
        }
        return String(text)
    }

    /// Checks `%25` and the name of an interface behind it.
    private static func checkZone(_ text: Substring) throws(SettingProblem) {
        let name = text.hasPrefix("%25") ? text.dropFirst(3) : ""
        let isName = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                || "-._~".utf8.contains(byte)
        }
        guard !name.isEmpty, isName else {
            throw SettingProblem(
                "has an IPv6 zone that is not %25 and the name of an interface: [fe80::1%25eth0]"
            )
        }
    }

    private static func checkedPort(_ text: Substring) throws(SettingProblem) -> Int {
        guard !text.isEmpty else { throw SettingProblem("has a colon but no port after it") }
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = Int(text), (1...65_535).contains(port)
        else { throw SettingProblem("has a port that is not a number from 1 to 65535") }
        return port
    }
}
