import CEpoll
import Glibc
import Kernel

/// Binding by host name and port, and reading back what was bound.
enum InternetSocket {
    /// A bound TCP socket.
    ///
    /// Without a host it takes IPv6 and IPv4 alike, or IPv4 alone where there is no IPv6. Of the
    /// addresses of a name the first IPv4 one is taken, or else the first.
    static func bound(host: String?, port: UInt16) throws(SystemError) -> Descriptor {
        guard let host else {
            do throws(SystemError) {
                return try bound(anyIPv6: port)
            } catch {
                guard error.code == EAFNOSUPPORT || error.code == EADDRNOTAVAIL else { throw error }
                return try bound(host: "0.0.0.0", port: port)
            }
        }
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let result = getaddrinfo(host, String(port), &hints, &list)
        guard result == 0 else {
            throw SystemError(code: result == EAI_SYSTEM ? errno : EADDRNOTAVAIL)
        }
        defer { freeaddrinfo(list) }
        let entries = sequence(first: list, next: { $0?.pointee.ai_next }).compactMap(\.self)
        let chosen = entries.first { $0.pointee.ai_family == AF_INET } ?? entries.first
        guard let chosen, let address = chosen.pointee.ai_addr else {
            throw SystemError(code: EADDRNOTAVAIL)
        }
        return try bind(
            family: chosen.pointee.ai_family,
            to: address,
            length: chosen.pointee.ai_addrlen
        )
    }

    /// The address that an internet socket is bound to, or nil for another family.
    static func address(of number: Int32) -> ListenAddress? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard getsockname(number, address, &length) == 0 else { return nil }
                return listenAddress(address, length: length, isDualStack: isDualStack(number))
            }
        }
    }

    /// The octets of the IPv4 address that a connection comes from, or of the first half of the IPv6
    /// address, which is what one client has to itself; none for another family.
    static func client(of number: Int32) -> [UInt8] {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutableBytes(of: &storage) { bytes in
            guard let base = bytes.baseAddress else { return [] }
            let address = base.assumingMemoryBound(to: sockaddr.self)
            guard getpeername(number, address, &length) == 0 else { return [] }
            switch Int32(address.pointee.sa_family) {
            case AF_INET: return Array(bytes[4..<8])
            case AF_INET6:
                let octets = Array(bytes[8..<24])
                let isMapped = octets.starts(with: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff])
                return Array(isMapped ? octets.suffix(4) : octets.prefix(8))
            default: return []
            }
        }
    }

    /// Sees to it that no answer is held back for an acknowledgement; accepted sockets inherit it.
    static func disableDelay(_ number: Int32) {
        set(number, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    }

    private static func listenAddress(
        _ address: UnsafePointer<sockaddr>,
        length: socklen_t,
        isDualStack: Bool
    ) -> ListenAddress? {
        let family = Int32(address.pointee.sa_family)
        guard family == AF_INET || family == AF_INET6 else { return nil }
        var host = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        var service = [CChar](repeating: 0, count: Int(NI_MAXSERV))
        let result = getnameinfo(
            address,
            length,
            &host,
            socklen_t(host.count),
            &service,
            socklen_t(service.count),
            NI_NUMERICHOST | NI_NUMERICSERV
        )
        guard result == 0, let port = UInt16(text(service)) else { return nil }
        let name = text(host)
        return .tcp(host: name == "::" && isDualStack ? nil : name, port: port)
    }

    /// Whether an IPv6 socket takes IPv4, too.
    private static func isDualStack(_ number: Int32) -> Bool {
        var isOnly: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(number, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &isOnly, &length)
        return isOnly == 0
    }

    private static func text(_ octets: [CChar]) -> String {
        String(decoding: octets.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func bound(anyIPv6 port: UInt16) throws(SystemError) -> Descriptor {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        return try withUnsafePointer(to: &address) { pointer throws(SystemError) in
            let length = socklen_t(MemoryLayout<sockaddr_in6>.size)
            return try UnsafeRawPointer(pointer).withMemoryRebound(to: sockaddr.self, capacity: 1) {
                address throws(SystemError) in
                try bind(family: AF_INET6, to: address, length: length, isDualStack: true)
            }
        }
    }

    private static func bind(
        family: Int32,
        to address: UnsafePointer<sockaddr>,
        length: socklen_t,
        isDualStack: Bool = false
    ) throws(SystemError) -> Descriptor {
        let descriptor = try Descriptor.socket(family)
        let number = descriptor.number
        set(number, SOL_SOCKET, SO_REUSEADDR, 1)
        disableDelay(number)
        if family == AF_INET6 { set(number, Int32(IPPROTO_IPV6), IPV6_V6ONLY, isDualStack ? 0 : 1) }
        guard Glibc.bind(number, address, length) == 0 else { throw .last }
        return descriptor
    }

    private static func set(_ number: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(number, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}

extension Descriptor {
    /// A stream socket that does not block.
    static func socket(_ family: Int32) throws(SystemError) -> Descriptor {
        let type = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        return try Descriptor(checking: Glibc.socket(family, Int32(type), 0))
    }
}
