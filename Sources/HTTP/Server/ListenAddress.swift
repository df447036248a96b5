/// Where a server listens.
package enum ListenAddress: Sendable, Equatable {
    /// A host name or address and a port; no host is every address of the machine, IPv6 and IPv4.
    case tcp(host: String?, port: UInt16)
    /// A socket in the file system with its permission bits.
    case unix(path: String, mode: UInt32)
    /// A socket that another process bound and passed on, such as systemd.
    case inherited(descriptor: Int32)

    /// The permission bits of a unix socket if none are named: owner and group may connect.
    package static let defaultMode: UInt32 = 0o660

    /// Reads `host:port`, `:port`, `[address]:port` or `unix:/path`.
    ///
    /// - Throws: ``Invalid``.
    package init(parsing text: String) throws {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            guard path.hasPrefix("/") else {
                throw Invalid(text: text, fault: "the path must begin with /")
            }
            // sun_path holds 108 octets with the NUL at the end.
            guard path.utf8.count < 108, !path.utf8.contains(0) else {
                throw Invalid(text: text, fault: "the path is longer than 107 bytes")
            }
            self = .unix(path: path, mode: Self.defaultMode)
            return
        }
        guard let colon = text.lastIndex(of: ":") else {
            throw Invalid(text: text, fault: "it has no port")
        }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy(OctetSet.digits.contains),
            let port = UInt16(digits)
        else { throw Invalid(text: text, fault: "the port is not a number from 0 to 65535") }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
        } else if host.contains(":") {
            throw Invalid(text: text, fault: "an IPv6 address must be in brackets")
        }
        // What no host has, no client could write in a URL either.
        let octets = host.contains(":") ? OctetSet.address : OctetSet.name
        guard host.utf8.allSatisfy(octets.contains) else {
            throw Invalid(text: text, fault: "the host is not valid")
        }
        self = .tcp(host: host.isEmpty ? nil : host, port: port)
    }

    /// Text that is no address to listen on.
    package struct Invalid: Error, Equatable, CustomStringConvertible {
        let text: String
        let fault: String

        package var description: String {
            "\"\(text)\" is no address to listen on: \(fault) "
                + "(expected host:port, :port, [address]:port or unix:/path)"
        }
    }
}

extension ListenAddress: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tcp(let host, let port):
            if let host, host.contains(":") { "[\(host)]:\(port)" } else { "\(host ?? ""):\(port)" }
        case .unix(let path, _): "unix:\(path)"
        case .inherited(let descriptor): "descriptor \(descriptor)"
        }
    }
}

extension ListenAddress {
    /// The address as a client on this machine would write it: loopback for a server that listens
    /// everywhere; nil if it is not a TCP address.
    package var reachableURL: String? {
        guard case .tcp(let host, let port) = self else { return nil }
        let reachable =
            switch host {
            case nil, "0.0.0.0": "127.0.0.1"
            case "::": "::1"
            // In a URL the sign before an IPv6 zone is percent-encoded (RFC 6874).
            case let host?: host.split(separator: "%").joined(separator: "%25")
            }
        return "http://\(ListenAddress.tcp(host: reachable, port: port))"
    }
}
