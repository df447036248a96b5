/// The address of an OCP: `http` or `https`, host, port and perhaps a path that a proxy adds.
package struct BaseURL: Sendable, Hashable, CustomStringConvertible {
    /// True for `https`.
    package let isSecure: Bool
    let authority: HostPort
    /// What stands before `/api/v2` in each path: empty, or a slash and more, without one at the end.
    package let pathPrefix: String

    /// Reads and checks an address.
    ///
    /// - Parameter text: such as `https://ocp.example:8443/prefix`.
    /// - Throws: what is wrong; the message repeats no part of the text.
    package init(_ text: String) throws(SettingProblem) {
        guard let mark = text.firstRange(of: "://") else {
            throw SettingProblem("must begin with http:// or https://")
        }
        switch text[..<mark.lowerBound].lowercased() {
        case "http": isSecure = false
        case "https": isSecure = true
        default: throw SettingProblem("must begin with http:// or https://, not another scheme")
        }
        let rest = text[mark.upperBound...]
        let end = rest.firstIndex { "/?#\\".contains($0) } ?? rest.endIndex
        guard !rest[..<end].contains("@") else {
            throw SettingProblem(
                "must not hold a user name or password: they belong into basic_auth or access_key"
            )
        }
        authority = try HostPort(rest[..<end])
        pathPrefix = try Self.checkedPath(rest[end...])
    }

    /// The host, as written; an IPv6 address with its brackets.
    package var host: String { authority.host }

    /// The port, written or the scheme's own.
    package var port: Int { authority.port ?? (isSecure ? 443 : 80) }

    /// The value of the field `Host`: the port only if it is not the scheme's own, and no IPv6 zone,
    /// which means something on this machine alone (RFC 6874 section 4).
    package var hostField: String {
        var host = host
        if let percent = host.firstIndex(of: "%") { host = host[..<percent] + "]" }
        return withPort(host)
    }

    private func withPort(_ host: String) -> String {
        port == (isSecure ? 443 : 80) ? host : "\(host):\(port)"
    }

    /// Whether the host is this machine by its number, so that requests stay on it.
    var isLoopback: Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return host == "[::1]"
            || parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// The scheme with its colon and slashes.
    var schemePrefix: String { isSecure ? "https://" : "http://" }

    package var description: String { schemePrefix + withPort(host) + pathPrefix }

    private static func checkedPath(_ text: Substring) throws(SettingProblem) -> String {
        guard !text.contains("?") else { throw SettingProblem("must not have a query (?)") }
        guard !text.contains("#") else { throw SettingProblem("must not have a fragment (#)") }
        var path = text
        while path.hasSuffix("/") { path = path.dropLast() }
        var hexadecimalsDue = 0
        for byte in path.utf8 {
            let isHex =
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
            let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            if hexadecimalsDue > 0 {
                guard isHex else { throw SettingProblem("has a bad percent encoding in its path") }
                hexadecimalsDue -= 1
            } else if byte == UInt8(ascii: "%") {
                hexadecimalsDue = 2
            } else if !isHex, !isLetter, !"-._~!$&'()*+,;=:@/".utf8.contains(byte) {
                throw SettingProblem("has a character in its path that must be percent-encoded")
            }
        }
        guard hexadecimalsDue == 0 else {
            throw SettingProblem("has a bad percent encoding in its path")
        }
        let segments = path.split(separator: "/")
        guard !segments.contains("."), !segments.contains("..") else {
            throw SettingProblem("must not have . or .. in its path")
        }
        if path.hasSuffix("/api") || path.hasSuffix("/api/v2") {
            throw SettingProblem("must end before /api: the exporter adds /api/v2 itself")
        }
        return String(path)
    }
}
