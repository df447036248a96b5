import Synchronization
import TestSupport
import Testing

/// Who hears of a service on `NOTIFY_SOCKET`: python, which shares nothing with the program.
final class ServiceManager: Sendable {
    private let process: RunningProcess
    /// How many lines were given out or passed over: the first says that the path is bound.
    private let seen = Mutex(1)

    /// Binds a path.
    init(_ path: String) async throws {
        let script = """
            import socket, sys
            listener = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            listener.bind(sys.argv[1])
            print("bound", flush=True)
            while True:
                print(listener.recv(4096).hex(), flush=True)
            """
        process = try RunningProcess(["python3", "-c", script, path])
        try #require(await process.line() == "bound", "\(process.text)")
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
