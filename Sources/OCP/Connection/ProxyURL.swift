/// The address of a proxy, with the log-in that it may need.
package struct ProxyURL: Sendable, Hashable, CustomStringConvertible {
    /// `http`, `https`, `socks5` or `socks5h`.
    let scheme: String
    let authority: HostPort
    /// What stood before the `@`, percent-decoded.
    let login: Login?

    /// A proxy's user name and password.
    struct Login: Sendable, Hashable {
        var username: String
        var password: Secret
    }

    /// Reads and checks an address.
    ///
    /// - Parameter text: such as `http://proxy.example:3128` or `http://user:password@proxy`.
    /// - Throws: what is wrong; the message repeats no part of the text.
    package init(_ text: String) throws(SettingProblem) {
        guard let mark = text.firstRange(of: "://") else {
            throw SettingProblem("must begin with http://, https://, socks5:// or socks5h://")
        }
        scheme = text[..<mark.lowerBound].lowercased()
        guard ["http", "https", "socks5", "socks5h"].contains(scheme) else {
            throw SettingProblem("must begin with http://, https://, socks5:// or socks5h://")
        }
        var rest = text[mark.upperBound...]
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        guard !rest.contains(where: { "/?#".contains($0) }) else {
            throw SettingProblem("must not have a path, query or fragment")
        }
        if let at = rest.lastIndex(of: "@") {
            let parts = rest[..<at].split(
                separator: ":",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard let username = Self.decode(parts[0]),
                let password = Self.decode(parts.count > 1 ? parts[1] : "")
            else { throw SettingProblem("has a bad percent encoding before the @") }
            login = Login(username: username, password: Secret(password))
            rest = rest[rest.index(after: at)...]
        } else {
            login = nil
        }
        authority = try HostPort(rest)
    }

    /// The address without the log-in.
    package var description: String {
        "\(scheme)://\(authority.host)" + (authority.port.map { ":\($0)" } ?? "")
    }

    private static func decode(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return bytes.contains(0) ? nil : String(validating: bytes, as: UTF8.self)
    }
}
