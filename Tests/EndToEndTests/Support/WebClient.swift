import Foundation

/// A small HTTP client that shares nothing with the exporter.
enum WebClient {
    struct Answer: Sendable {
        var status: Int
        var head: String
        var body: String
    }

    struct NoAnswer: Error {
        var received: String
    }

    /// Asks once, on a connection and a thread of its own.
    static func ask(
        _ method: String = "GET",
        port: UInt16,
        path: String,
        fields: [String] = []
    ) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result { try exchange(method, port: port, path: path, fields: fields) }
                )
            }
        }
    }

    private static func exchange(
        _ method: String,
        port: UInt16,
        path: String,
        fields: [String]
    ) throws -> Answer {
        let socket = try LoopbackSocket.connected(to: port)
        let lines = ["\(method) \(path) HTTP/1.1", "Host: test", "Connection: close"] + fields
        socket.send((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
        var octets: [UInt8] = []
        while case let piece = socket.read(), !piece.isEmpty { octets += piece }
        let text = String(decoding: octets, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n"), text.hasPrefix("HTTP/1.1 "),
            let status = Int(text.dropFirst(9).prefix(3))
        else { throw NoAnswer(received: text) }
        return Answer(
            status: status,
            head: String(text[..<end.lowerBound]),
            body: String(text[end.upperBound...])
        )
    }
}
