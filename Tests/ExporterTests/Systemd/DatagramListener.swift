import Glibc

@testable import Exporter

/// A service manager's side of `NOTIFY_SOCKET`.
final class DatagramListener: Sendable {
    struct Failure: Error {}

    private let descriptor: Int32

    /// Binds a path, or an abstract name that begins with `@`.
    init(_ name: String) throws {
        guard let address = NotifySocket.address(name) else { throw Failure() }
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        // A message that does not come is an error, not a test that hangs.
        var limit = timeval(tv_sec: 600, tv_usec: 0)
        setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_RCVTIMEO,
            &limit,
            socklen_t(MemoryLayout<timeval>.size)
        )
        let result = address.withUnsafeBytes { bytes in
            bind(
                descriptor,
                bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self),
                socklen_t(bytes.count)
            )
        }
        guard result == 0 else { throw Failure() }
    }

    deinit {
        close(descriptor)
    }

    /// The next message.
    func message() throws -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Failure() }
        return String(decoding: buffer.prefix(count), as: UTF8.self)
    }

    /// Whether no message is there now.
    var isQuiet: Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, 0) == 0
    }
}
