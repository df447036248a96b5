/// The open connections by token.
///
/// A token is a place in the table and the number of connections that had it before, so that a
/// late event or answer never reaches a connection that took the place over.
struct ConnectionTable {
    /// The token of the mailbox's bell.
    static let bellToken = UInt64.max
    /// The token of a listener; connections' tokens have the highest bit clear.
    static func listenerToken(_ index: Int) -> UInt64 {
        1 << 63 | UInt64(index)
    }

    /// The index of the listener with a token, or nil if it is not one's token.
    static func listenerIndex(_ token: UInt64) -> Int? {
        token >> 63 == 1 ? Int(token & 0xffff_ffff) : nil
    }

    private var places: [ServerConnection?] = []
    private var generations: [UInt32] = []
    private var free: [Int] = []
    /// How many there are.
    private(set) var count = 0

    /// The connection with a token, or nil if it is closed.
    subscript(token: UInt64) -> ServerConnection? {
        let place = Int(truncatingIfNeeded: token & 0xffff_ffff)
        guard place < places.count, let connection = places[place], connection.token == token else {
            return nil
        }
        return connection
    }

    /// The token that ``insert(_:)`` expects next.
    mutating func nextToken() -> UInt64 {
        if free.isEmpty {
            free.append(places.count)
            places.append(nil)
            generations.append(0)
        }
        let place = free[free.count - 1]
        return UInt64(generations[place] & 0x7fff_ffff) << 32 | UInt64(place)
    }

    /// Adds a connection that has the token of ``nextToken()``.
    mutating func insert(_ connection: ServerConnection) {
        guard let place = free.popLast() else { return }
        places[place] = connection
        generations[place] &+= 1
        count += 1
    }

    /// Removes a connection.
    mutating func remove(_ connection: ServerConnection) {
        guard self[connection.token] === connection else { return }
        let place = Int(truncatingIfNeeded: connection.token & 0xffff_ffff)
        places[place] = nil
        free.append(place)
        count -= 1
    }

    /// Every connection, in no order that means something.
    var all: [ServerConnection] { places.compactMap(\.self) }

    /// Calls the body for every connection.
    func forEach(_ body: (ServerConnection) -> Void) {
        for place in places { if let place { body(place) } }
    }

    /// The connection that gives way to a newcomer, or nil if none may.
    func evictable(at now: MonotonicTime) -> ServerConnection? {
        var best: (connection: ServerConnection, rank: Int)?
        forEach { connection in
            guard let rank = connection.machine.evictionRank(at: now) else { return }
            if let best,
                (best.rank, best.connection.machine.since) <= (rank, connection.machine.since)
            {
                return
            }
            best = (connection, rank)
        }
        return best?.connection
    }
}
