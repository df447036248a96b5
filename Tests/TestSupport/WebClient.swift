import Foundation

/// A small HTTP client that shares nothing with the exporter.
package enum WebClient {
    package struct Answer: Sendable {
        package var status: Int
        package var head: String
        package var body: String
    }

    package struct NoAnswer: Error {
        package var received: String
    }

    /// Asks once, on a connection and a thread of its own; only the end of the test's task ends the
    /// wait.
    package static func ask(
        _ method: String = "GET",
        port: UInt16,
        path: String,
        fields: [String] = []
    ) async throws -> Answer {
        let socket = LoopbackSocket()
        let lines = ["\(method) \(path) HTTP/1.1", "Host: test", "Connection: close"] + fields
        let text = try await withTaskCancellationHandler {
            try await onThread {
                try socket.connect(to: port)
                try socket.send(lines.joined(separator: "\r\n") + "\r\n\r\n")
                return try socket.readToEnd()
            }
        } onCancel: {
            socket.shutDown()
        }
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
