import Foundation
import Glibc
import HTTP
import TestSupport

/// A client that sends and receives octets, and knows nothing of HTTP.
final class Client: Sendable {
    struct Failure: Error {
        let call: String
        let code = errno
    }

    private let descriptor: Int32

    /// Connects to a port of the loopback address 127.0.0.1, from another one if that is named.
    convenience init(
        port: UInt16,
        receiveBuffer: Int32? = nil,
        from source: UInt32? = nil
    ) throws {
        self.init(receiveBuffer: receiveBuffer)
        if let source { try useAddress(source, port: 0, "bind", Glibc.bind) }
        try connect(to: port)
    }

    /// Makes a client that is not connected; a small receive buffer makes one that takes little.
    init(receiveBuffer: Int32? = nil) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        if var receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4)
        }
        // No test waits for ever for a server that does not answer.
        var timeout = timeval(tv_sec: 30, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, size)
    }

    /// Connects to a port of the loopback address.
    func connect(to port: UInt16) throws {
        try useAddress(0x7f00_0001, port: port, "connect", Glibc.connect)
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

    deinit {
        close(descriptor)
    }

    /// Sends all of a text.
    func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    /// Sends all of some octets.
    func send(_ octets: [UInt8]) throws {
        var sent = 0
        while sent < octets.count {
            let count = octets.withUnsafeBytes { buffer in
                Glibc.send(
                    descriptor,
                    buffer.baseAddress.map { $0 + sent },
                    buffer.count - sent,
                    Int32(MSG_NOSIGNAL)
                )
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failure(call: "send") }
            sent += count
        }
    }

    /// Reads once; empty at the end.
    func read(atMost limit: Int = 65536) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: limit)
        var count = recv(descriptor, &buffer, limit, 0)
        // With a timeout set, a signal that has nothing to do with it interrupts the call.
        while count < 0, errno == EINTR { count = recv(descriptor, &buffer, limit, 0) }
        guard count >= 0 else { throw Failure(call: "recv") }
        return Array(buffer[0..<count])
    }

    /// Reads until the server closes.
    func readOctetsToEnd() throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let piece = try read()
            if piece.isEmpty { return all }
            all += piece
        }
    }

    /// Reads until the server closes.
    func readToEnd() throws -> String {
        String(decoding: try readOctetsToEnd(), as: UTF8.self)
    }

    /// Reads until what has come ends with a text.
    func read(until end: String) throws -> String {
        var all = ""
        while !all.hasSuffix(end) {
            let piece = try read()
            if piece.isEmpty { throw Failure(call: "end of input after \(all.debugDescription)") }
            all += String(decoding: piece, as: UTF8.self)
        }
        return all
    }

    /// Tells the server that nothing more will be sent.
    func endSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// Breaks the connection with RST.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        var address = sockaddr()
        address.sa_family = sa_family_t(AF_UNSPEC)
        // Connecting to nowhere dissolves the connection; deinit closes the descriptor.
        Glibc.connect(descriptor, &address, socklen_t(MemoryLayout<sockaddr>.size))
    }
}

/// The status codes of the answers in a text whose bodies hold no status lines.
func statuses(_ answers: String) -> [Int] {
    answers.ranges(of: "HTTP/1.1 ").compactMap { Int(answers[$0.upperBound...].prefix(3)) }
}

/// Runs a server on a port of its own, with a small site, for as long as the body runs.
func withServer<Result: Sendable>(
    limits: HTTPLimits = HTTPLimits(),
    handler: any HTTPHandler = Site.router,
    _ body: @escaping @Sendable (UInt16, HTTPServer) throws -> Result
) async throws -> Result {
    let server = HTTPServer(
        addresses: [.tcp(host: "127.0.0.1", port: 0)],
        limits: limits,
        handler: handler
    )
    return try await withRunning(server) { port in try body(port, server) }
}

/// Runs a server for as long as the body runs, which gets the port of its first address.
func withRunning<Result: Sendable>(
    _ server: HTTPServer,
    _ body: @escaping @Sendable (UInt16) throws -> Result
) async throws -> Result {
    try server.start()
    var port: UInt16 = 0
    if case .tcp(_, let bound)? = server.boundAddresses.first { port = bound }
    return try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask {
            try await server.run()
            return nil
        }
        group.addTask { [port] in try await onThread { try body(port) } }
        defer { group.cancelAll() }
        while let result = try await group.next() {
            if let result { return result }
        }
        throw Client.Failure(call: "run")
    }
}

/// The same for a body that does not need the server itself.
func withServer<Result: Sendable>(
    limits: HTTPLimits = HTTPLimits(),
    handler: any HTTPHandler = Site.router,
    _ body: @escaping @Sendable (UInt16) throws -> Result
) async throws -> Result {
    try await withServer(limits: limits, handler: handler) { port, _ in try body(port) }
}

/// A site with a bit of everything.
enum Site {
    static let router = Router([
        Route("GET", "/metrics") { _ in .text(200, "up") },
        Route("GET", "/") { _ in .text(200, "root") },
        Route("POST", "/-/reload") { _ in .text(200, "done") },
    ])
}
