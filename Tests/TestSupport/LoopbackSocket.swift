import CEpoll
import Glibc

/// A TCP socket of the loopback address that knows octets only.
package final class LoopbackSocket: Sendable {
    /// A call that failed.
    package struct Failure: Error {
        package let call: String
        package let code = errno

        package init(call: String) { self.call = call }
    }

    private let descriptor: Int32

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
        // The last resort: no test waits for ever for a peer that does not answer.
        setLimit(600)
        var isOn: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, 4)
    }

    /// Makes a socket that is not connected; a small receive buffer makes one that takes little.
    package convenience init(receiveBuffer: Int32? = nil) {
        // From its first moment closed in children, which would hold the connection open.
        self.init(socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0))
        if var receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4)
        }
    }

    /// Connects to a port of the loopback address 127.0.0.1, from another one if that is named.
    package convenience init(
        port: UInt16,
        receiveBuffer: Int32? = nil,
        from source: UInt32? = nil
    ) throws {
        self.init(receiveBuffer: receiveBuffer)
        if let source { try useAddress(source, port: 0, "bind", Glibc.bind) }
        try connect(to: port)
    }

    deinit {
        close(descriptor)
    }

    /// Listens on a port that the kernel chooses, until it is shut down.
    package static func listening() throws -> LoopbackSocket {
        let made = LoopbackSocket()
        made.setLimit(0)
        try made.useAddress(0x7f00_0001, port: 0, "bind", Glibc.bind)
        guard listen(made.descriptor, 512) == 0 else { throw Failure(call: "listen") }
        return made
    }

    /// Connects to a port of the loopback address.
    package func connect(to port: UInt16) throws {
        try useAddress(0x7f00_0001, port: port, "connect", Glibc.connect)
    }

    /// The descriptor's number, as long as the object lives.
    package var number: Int32 { descriptor }

    /// The port that it is bound to.
    package var port: UInt16 {
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
    package func accepted() -> LoopbackSocket? {
        while true {
            let next = accept4(descriptor, nil, nil, Int32(SOCK_CLOEXEC.rawValue))
            if next >= 0 { return LoopbackSocket(next) }
            // Other tests may have all descriptors for a moment.
            guard [EMFILE, EINTR, ECONNABORTED].contains(errno) else { return nil }
            sched_yield()
        }
    }

    /// Waits until the peer sends or closes, at most so many milliseconds; true if neither happened.
    package func isQuiet(for milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, milliseconds) == 0
    }

    /// Tells the peer that nothing more will be sent.
    package func endSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Ends both directions, which also wakes who waits in `accepted()` or `read()`.
    package func shutDown() {
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Breaks the connection with RST.
    package func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        var address = sockaddr()
        address.sa_family = sa_family_t(AF_UNSPEC)
        // Connecting to nowhere dissolves the connection; deinit closes the descriptor.
        Glibc.connect(descriptor, &address, socklen_t(MemoryLayout<sockaddr>.size))
    }

    /// Limits how long a call waits, in seconds; 0 means for ever.
    private func setLimit(_ seconds: Int) {
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
    }

    private func useAddress(
        _ host: UInt32,
        port: UInt16,
        _ name: String,
        _ call: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = host.bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure(call: name) }
    }
}
