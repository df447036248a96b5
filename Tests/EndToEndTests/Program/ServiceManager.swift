import Foundation
import Synchronization
import Testing

/// Who hears of a service on `NOTIFY_SOCKET`: python, which shares nothing with the program.
final class ServiceManager: Sendable {
    private let process: RunningProcess
    private let path: String
    /// How many messages were given out or passed over.
    private let seen = Mutex(0)

    /// Binds a path.
    init(_ path: String) throws {
        self.path = path
        let script = """
            import socket, sys
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            listener.bind(sys.argv[1])
            while True:
                print(listener.recv(4096).hex(), flush=True)
            """
        process = try RunningProcess(["python3", "-c", script, path], in: "/")
        while !FileManager.default.fileExists(atPath: path) { sched_yield() }
    }

    deinit {
        process.signal(SIGKILL)
    }

    /// The next message that is wanted; others are passed over.
    func message(where isWanted: (String) -> Bool) async throws -> String {
        while true {
            let lines = process.text.split(separator: "\n", omittingEmptySubsequences: false)
                .dropLast()
            let first = seen.withLock(\.self)
            for (index, line) in lines.enumerated().dropFirst(first) {
                seen.withLock { $0 = index + 1 }
                let message = Self.text(line)
                if isWanted(message) { return message }
            }
            try #require(await process.wait(forMoreThan: lines.reduce(0) { $0 + $1.count + 1 }))
        }
    }

    private static func text(_ hexadecimal: Substring) -> String {
        var octets: [UInt8] = []
        var rest = hexadecimal
        while !rest.isEmpty {
            octets.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
            rest = rest.dropFirst(2)
        }
        return String(decoding: octets, as: UTF8.self)
    }
}
