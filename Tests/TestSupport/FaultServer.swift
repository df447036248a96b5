import Foundation
import Synchronization

/// A server on loopback that plays scripts of octets: what an OCP, or something in its place, can do
/// to a client.
package final class FaultServer: Sendable {
    /// One thing to do with a connection.
    package enum Step: Sendable {
        /// Wait for a whole request head.
        case request
        /// Send octets.
        case send([UInt8])
        /// Send octets until the client goes away.
        case forever([UInt8])
        /// Send one octet in each segment, this many milliseconds apart.
        case drip([UInt8], milliseconds: Int32 = 0)
        /// Do nothing until the client goes away.
        case hang
        /// Close, whatever comes after it in the script.
        case close
        /// Close with a reset instead of an end.
        case reset

        /// Sends a text.
        package static func text(_ text: String) -> Step { .send(Array(text.utf8)) }
    }

    /// What came.
    private struct State {
        var heads: [String] = []
        var connectionCount = 0
        /// Those that are served.
        var connections: [LoopbackSocket] = []
    }

    private let listener: LoopbackSocket
    /// Outlives the server: a script that began is played to its end.
    private let seen = Seen()
    private final class Seen: Sendable { let state = Mutex(State()) }

    /// Plays one script on each connection; those after the last script get the last script.
    ///
    /// When a script ends, the connection is closed.
    package convenience init(_ scripts: [Step]...) throws {
        try self.init { connection, number, note in
            for step in scripts[min(number, scripts.count) - 1] {
                guard Self.play(step, on: connection, note) else { return }
            }
        }
    }

    /// Plays after each request what it is answered with, by its path and query.
    package convenience init(answering script: @escaping @Sendable (String) -> [Step]) throws {
        try self.init { connection, _, note in
            while let head = Self.head(connection) {
                note(head)
                let words = head.split(separator: " ", maxSplits: 2)
                for step in script(words.count > 1 ? String(words[1]) : "") {
                    guard Self.play(step, on: connection, note) else { return }
                }
            }
        }
    }

    private init(
        _ serve: @escaping @Sendable (LoopbackSocket, Int, (String) -> Void) -> Void
    ) throws {
        let listener = try LoopbackSocket.listening()
        self.listener = listener
        Thread.detachNewThread { [seen] in
            while let connection = listener.accepted() {
                let number = seen.state.withLock { state in
                    state.connections.append(connection)
                    state.connectionCount += 1
                    return state.connectionCount
                }
                Thread.detachNewThread {
                    serve(connection, number) { head in
                        seen.state.withLock { $0.heads.append(head) }
                    }
                    seen.state.withLock { $0.connections.removeAll { $0 === connection } }
                }
            }
        }
    }

    deinit {
        listener.shutDown()
    }

    /// The port that it listens on.
    package var port: Int { Int(listener.port) }

    /// Where it is.
    package var url: String { "http://127.0.0.1:\(listener.port)" }

    /// The request heads that came.
    package var requests: [String] { seen.state.withLock { $0.heads } }

    /// How many connections came.
    package var connectionCount: Int { seen.state.withLock { $0.connectionCount } }

    /// Ends it, and lets go of all who wait.
    package func stop() {
        listener.shutDown()
        for connection in seen.state.withLock({ $0.connections }) { connection.shutDown() }
    }

    /// Does one step; false if the connection is done with.
    private static func play(
        _ step: Step,
        on connection: LoopbackSocket,
        _ note: (String) -> Void
    ) -> Bool {
        switch step {
        case .request:
            guard let head = head(connection) else { return false }
            note(head)
            return true
        case .send(let octets):
            return (try? connection.send(octets)) != nil
        case .forever(let octets):
            while (try? connection.send(octets)) != nil {}
            return false
        case .drip(let octets, let milliseconds):
            return octets.allSatisfy { octet in
                (try? connection.send([octet])) != nil
                    && (milliseconds == 0 || connection.isQuiet(for: milliseconds))
            }
        case .hang:
            while (try? connection.read().isEmpty) == false {}
            return false
        case .close:
            connection.shutDown()
            return false
        case .reset:
            connection.reset()
            return false
        }
    }

    /// The next request, octet by octet, so that nothing of the one after it is taken.
    private static func head(_ connection: LoopbackSocket) -> String? {
        try? connection.read(until: "\r\n\r\n", atMost: 1)
    }
}
