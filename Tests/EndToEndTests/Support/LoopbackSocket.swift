import Glibc

/// A TCP socket of the loopback address that knows octets only.
final class LoopbackSocket: Sendable {
    struct Failure: Error {
        var call: String
        var code = errno
    }

    private let descriptor: Int32

    private init(_ descriptor: Int32) throws {
        guard descriptor >= 0 else { throw Failure(call: "socket") }
        self.descriptor = descriptor
        // No test waits for ever for a peer that does not answer.
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
        var isOn: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, 4)
    }

    deinit {
        close(descriptor)
    }

    /// Connects to a port.
    static func connected(to port: UInt16) throws -> LoopbackSocket {
        let made = try LoopbackSocket(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        try made.withAddress(port: port, "connect") { connect(made.descriptor, $0, $1) }
        return made
    }

    /// Listens on a port that the kernel chooses.
    static func listening() throws -> LoopbackSocket {
        let made = try LoopbackSocket(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
        // A listener waits until it is shut down.
        var never = timeval()
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(made.descriptor, SOL_SOCKET, SO_RCVTIMEO, &never, size)
        try made.withAddress(port: 0, "bind") { bind(made.descriptor, $0, $1) }
        guard listen(made.descriptor, 128) == 0 else { throw Failure(call: "listen") }
        return made
    }

    /// The descriptor's number, as long as the object lives.
    var number: Int32 { descriptor }

    /// The port that it is bound to.
    var port: UInt16 {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) {
            _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &size)
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Takes the next connection; nil once it was shut down.
    func accepted() -> LoopbackSocket? {
        let next = accept(descriptor, nil, nil)
        return next < 0 ? nil : try? LoopbackSocket(next)
    }

    /// Sends all; false if the peer is gone.
    @discardableResult
    func send(_ octets: some Collection<UInt8>) -> Bool {
        var rest = Array(octets)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Reads what is there; empty at the end.
    func read() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return Array(buffer.prefix(max(0, count)))
    }

    /// Waits until the peer sends or closes, at most so many milliseconds; true if neither happened.
    func isQuiet(for milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, milliseconds) == 0
    }

    /// Ends both directions, which also wakes who waits in `accepted()` or `read()`.
    func shutDown() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Makes closing break the connection with RST.
    func breakOnClose() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    }

    private func withAddress(
        port: UInt16,
        _ call: String,
        _ use: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                use($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure(call: call) }
    }
}
