import CEpoll
import Glibc

extension LoopbackSocket {
    /// Sends all of a text.
    package func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    /// Sends all of some octets.
    package func send(_ octets: [UInt8]) throws {
        var sent = 0
        while sent < octets.count {
            let count = octets.withUnsafeBytes { buffer in
                Glibc.send(
                    number,
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
    package func read(atMost limit: Int = 65536) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: limit)
        var count = recv(number, &buffer, limit, 0)
        // With a timeout set, a signal that has nothing to do with it interrupts the call.
        while count < 0, errno == EINTR { count = recv(number, &buffer, limit, 0) }
        guard count >= 0 else { throw Failure(call: "recv") }
        return Array(buffer[0..<count])
    }

    /// Reads until the peer closes.
    package func readOctetsToEnd() throws -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let piece = try read()
            if piece.isEmpty { return all }
            all += piece
        }
    }

    /// Reads until the peer closes.
    package func readToEnd() throws -> String {
        String(decoding: try readOctetsToEnd(), as: UTF8.self)
    }

    /// Reads until what has come ends with a text, and not more than comes with its last piece.
    package func read(until end: String, atMost limit: Int = 65536) throws -> String {
        var all = ""
        while !all.hasSuffix(end) {
            let piece = try read(atMost: limit)
            if piece.isEmpty { throw Failure(call: "end of input after \(all.debugDescription)") }
            all += String(decoding: piece, as: UTF8.self)
        }
        return all
    }
}
