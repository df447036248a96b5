import Dispatch
import Foundation
import Synchronization

/// A TCP server on loopback that does to each connection what a script says.
final class FaultServer: Sendable {
    /// One thing to do with a connection.
    enum Step: Sendable {
        /// Wait for a whole request head.
        case request
        /// Send bytes.
        case send([UInt8])
        /// Send bytes until the client goes away.
        case forever([UInt8])
        /// Send bytes one by one, this many milliseconds apart.
        case drip([UInt8], milliseconds: Int32)
        /// Do nothing until the client goes away.
        case hang
        /// Close with a reset instead of an end.
        case reset

        /// Sends a text.
        static func text(_ text: String) -> Step { .send(Array(text.utf8)) }
    }

    /// The port that it listens on.
    let port: Int
    private let listener: Int32
    private let log = Log()

    /// What came.
    private final class Log: Sendable {
        let heads = Mutex<[String]>([])
        let connections = Mutex(0)
    }

    /// Starts to listen; connections after the last script get the last script.
    ///
    /// When a script ends, the connection is closed.
    init(_ scripts: [Step]...) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 512) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        guard listener >= 0, bound else { throw POSIXError(.EADDRNOTAVAIL) }
        port = Int(UInt16(bigEndian: address.sin_port))
        self.listener = listener
        Thread.detachNewThread { [log] in
            // Closed here alone, or its number could become another socket's meanwhile.
            defer { close(listener) }
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                let count = log.connections.withLock { count in
                    count += 1
                    return count
                }
                let script = scripts[min(count, scripts.count) - 1]
                Thread.detachNewThread {
                    Self.play(script, on: client) { head in log.heads.withLock { $0.append(head) } }
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// The request heads that came.
    var requests: [String] { log.heads.withLock { $0 } }

    /// How many connections came.
    var connectionCount: Int { log.connections.withLock { $0 } }

    private static func play(_ script: [Step], on client: Int32, note: (String) -> Void) {
        defer { close(client) }
        var on: Int32 = 1
        setsockopt(
            client,
            Int32(IPPROTO_TCP),
            TCP_NODELAY,
            &on,
            socklen_t(MemoryLayout<Int32>.size)
        )
        for step in script {
            switch step {
            case .request:
                guard let head = readHead(client) else { return }
                note(head)
            case .send(let bytes):
                guard write(bytes, to: client) else { return }
            case .forever(let bytes):
                while write(bytes, to: client) {}
                return
            case .drip(let bytes, let milliseconds):
                for byte in bytes {
                    guard write([byte], to: client), !isGone(client, within: milliseconds) else {
                        return
                    }
                }
            case .hang:
                while !isGone(client, within: 60_000) {}
                return
            case .reset:
                var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
                let size = socklen_t(MemoryLayout<Glibc.linger>.size)
                setsockopt(client, SOL_SOCKET, SO_LINGER, &linger, size)
                return
            }
        }
    }

    private static func readHead(_ client: Int32) -> String? {
        var head: [UInt8] = []
        var byte: UInt8 = 0
        while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            guard recv(client, &byte, 1, 0) == 1 else { return nil }
            head.append(byte)
        }
        return String(decoding: head, as: UTF8.self)
    }

    private static func write(_ bytes: [UInt8], to client: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let rest = bytes[sent...]
            let count = rest.withUnsafeBytes {
                Glibc.send(client, $0.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Waits for the client to close.
    private static func isGone(_ client: Int32, within milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: client, events: Int16(POLLIN), revents: 0)
        guard poll(&descriptor, 1, milliseconds) > 0 else { return false }
        var byte: UInt8 = 0
        return recv(client, &byte, 1, 0) <= 0
    }
}
