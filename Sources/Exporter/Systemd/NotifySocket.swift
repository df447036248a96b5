import Glibc

/// The socket of `NOTIFY_SOCKET` on which the service manager hears of its service (sd_notify(3)).
///
/// It stays open, so that a service that has run out of descriptors can still be heard.
final class NotifySocket: Sendable {
    private let descriptor: Int32
    /// A `sockaddr_un` as far as it is used.
    private let address: [UInt8]

    /// Prepares to send; nil if the text is neither a path nor `@` and an abstract name, or there
    /// is no descriptor left.
    init?(_ text: String) {
        guard let address = Self.address(text) else { return nil }
        let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        descriptor = socket(AF_UNIX, type, 0)
        self.address = address
        guard descriptor >= 0 else { return nil }
        // A manager that does not read holds nobody up for longer.
        var limit = timeval(tv_sec: 1, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    }

    deinit {
        close(descriptor)
    }

    /// Sends one message.
    ///
    /// - Parameters:
    ///   - message: lines of `NAME=value`.
    ///   - waits: whether to wait, a second at most, for room in the manager's queue.
    /// - Returns: whether the manager has it.
    @discardableResult
    func send(_ message: String, waits: Bool) -> Bool {
        let octets = Array(message.utf8)
        let flags = Int32(MSG_NOSIGNAL) | (waits ? 0 : Int32(MSG_DONTWAIT))
        return unsafe address.withUnsafeBytes { address in
            guard let base = address.baseAddress else { return false }
            let target = unsafe base.assumingMemoryBound(to: sockaddr.self)
            while true {
                let count = unsafe sendto(
                    descriptor,
                    octets,
                    octets.count,
                    flags,
                    target,
                    socklen_t(address.count)
                )
                if count < 0, errno == EINTR { continue }
                return count == octets.count
            }
        }
    }

    /// The address as the kernel wants it: the family, and the name with a NUL before it if it is
    /// abstract, or behind it if it is a path (unix(7)).
    static func address(_ text: String) -> [UInt8]? {
        let name = Array(text.utf8)
        guard let first = name.first, name.count > 1, name.count <= longestName, !name.contains(0)
        else { return nil }
        let family = unsafe withUnsafeBytes(of: sa_family_t(AF_UNIX)) { unsafe Array($0) }
        switch first {
        case UInt8(ascii: "/"): return family + name + [0]
        case UInt8(ascii: "@"): return family + [0] + name.dropFirst()
        default: return nil
        }
    }

    /// What `sun_path` holds, without a NUL.
    private static let longestName = 107
}
