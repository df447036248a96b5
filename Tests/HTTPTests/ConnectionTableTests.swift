import Glibc
import Kernel
import Testing

@testable import HTTP

/// Who gives way to a newcomer, with neither peers nor clock.
@Suite struct ConnectionTableTests {
    private var table = ConnectionTable()

    /// Adds an idle connection.
    private mutating func add(
        _ client: [UInt8] = [],
        idleSince milliseconds: Int64
    ) throws -> ServerConnection {
        let connection = ServerConnection(
            token: table.nextToken(),
            stream: ByteStream(try Descriptor(checking: open("/dev/null", O_RDONLY | O_CLOEXEC))),
            machine: ConnectionMachine(
                limits: HTTPLimits(),
                at: MonotonicTime(milliseconds: milliseconds)
            ),
            client: client
        )
        table.insert(connection)
        return connection
    }

    private func evictable(for newcomer: [UInt8]? = nil) -> ServerConnection? {
        table.evictable(at: MonotonicTime(milliseconds: 9_000), for: newcomer)
    }

    @Test(arguments: [[1_000, 2_000, 3_000], [2_000, 1_000, 3_000], [3_000, 2_000, 1_000]])
    mutating func theLongestIdleGoesFirst(_ moments: [Int64]) throws {
        var left: [ServerConnection] = []
        for moment in moments { left.append(try add(idleSince: moment)) }
        for moment in moments.sorted() {
            let first = try #require(evictable())
            #expect(first.machine.since.milliseconds == moment)
            table.remove(first)
        }
        #expect(evictable() == nil)
    }

    /// A client that had most of the places and gave them back is like all others.
    @Test mutating func aCrowdThatWentIsNone() throws {
        let other = try add([2], idleSince: 1_000)
        let crowd = try (0..<4).map { try add([1], idleSince: 2_000 + $0) }
        #expect(evictable(for: [3]) === crowd[0])
        for connection in crowd.dropFirst() { table.remove(connection) }
        #expect(evictable(for: [3]) === other)
    }
}
