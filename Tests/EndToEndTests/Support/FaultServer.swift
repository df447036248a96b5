import Foundation
import Synchronization

/// A server that plays scripts of octets: what an OCP, or something in its place, can do to a client.
final class FaultServer: Sendable {
    /// What is done with a connection once a request has come.
    enum Step: Sendable {
        case send([UInt8])
        /// One octet in each segment.
        case drip([UInt8])
        /// An octet now and then, for as long as the client listens.
        case crawl([UInt8])
        /// The same again and again, for as long as the client listens.
        case endless([UInt8])
        /// Nothing more, until the client goes.
        case hang
        case close
        case reset
    }

    /// What is answered, by the path and query of the request.
    typealias Script = @Sendable (String) -> [Step]

    private let listener: LoopbackSocket
    private let connections = Mutex<[LoopbackSocket]>([])
    private let heads = Mutex<[String]>([])

    /// Serves until `stop()`.
    init(_ script: @escaping Script) throws {
        listener = try LoopbackSocket.listening()
        Thread.detachNewThread { [self] in
            while let connection = listener.accepted() {
                connections.withLock { $0.append(connection) }
                Thread.detachNewThread { [self] in serve(connection, script) }
            }
        }
    }

    /// Where it is.
    var url: String { "http://127.0.0.1:\(listener.port)" }

    /// The heads of all requests.
    var requests: [String] { heads.withLock(\.self) }

    /// Ends it, and lets go of all who wait.
    func stop() {
        listener.shutDown()
        connections.withLock { $0 }.forEach { $0.shutDown() }
    }

    private func serve(_ connection: LoopbackSocket, _ script: Script) {
        var received: [UInt8] = []
        while true {
            let text = String(decoding: received, as: UTF8.self)
            guard let end = text.range(of: "\r\n\r\n") else {
                let piece = connection.read()
                if piece.isEmpty { return }
                received += piece
                continue
            }
            received = Array(text[end.upperBound...].utf8)
            heads.withLock { $0.append(String(text[..<end.lowerBound])) }
            let words = text.split(separator: " ", maxSplits: 2)
            for step in script(words.count > 1 ? String(words[1]) : "") {
                guard play(step, on: connection) else { return }
            }
        }
    }

    /// Does one step; false if the connection is done with.
    private func play(_ step: Step, on connection: LoopbackSocket) -> Bool {
        switch step {
        case .send(let octets): return connection.send(octets)
        case .drip(let octets): return octets.allSatisfy { connection.send([$0]) }
        case .crawl(let octets):
            for octet in octets where !connection.send([octet]) || !connection.isQuiet(for: 100) {
                return false
            }
            return play(.hang, on: connection)
        case .endless(let octets):
            while connection.send(octets) {}
            return false
        case .hang:
            while !connection.read().isEmpty {}
            return false
        case .close:
            connection.shutDown()
            return false
        case .reset:
            connection.breakOnClose()
            connections.withLock { all in all.removeAll { $0 === connection } }
            return false
        }
    }
}
