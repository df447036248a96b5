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
    /// How many there are of each client.
    private var counts: [[UInt8]: Int] = [:]
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
        counts[connection.client, default: 0] += 1
        count += 1
    }

    /// Removes a connection.
    mutating func remove(_ connection: ServerConnection) {
        guard self[connection.token] === connection else { return }
        let place = Int(truncatingIfNeeded: connection.token & 0xffff_ffff)
        places[place] = nil
        free.append(place)
        count -= 1
        let left = (counts[connection.client] ?? 1) - 1
        counts[connection.client] = left > 0 ? left : nil
    }

    /// Every connection, in no order that means something.
    var all: [ServerConnection] { places.compactMap(\.self) }

    /// Calls the body for every connection.
    func forEach(_ body: (ServerConnection) -> Void) {
        for place in places { if let place { body(place) } }
    }

    /// The connection that gives way to a newcomer, or nil if none may.
    ///
    /// A client who has more than half of all gives way before others do, and others never to it, so
    /// that nobody can drive out a scraper by connecting again and again.
    ///
    /// - Parameters:
    ///   - now: the time.
    ///   - newcomer: whose connection it is for; nil if it is for nobody's.
    /// - Returns: the connection.
    func evictable(at now: MonotonicTime, for newcomer: [UInt8]?) -> ServerConnection? {
        let crowd = counts.first { $0.value > count / 2 }?.key
        var best: (connection: ServerConnection, rank: Int)?
        forEach { connection in
            let isOfCrowd = connection.client == crowd
            if crowd != nil, newcomer == crowd, !isOfCrowd { return }
            let machine = connection.machine
            var rank = machine.evictionRank(at: now)
            if isOfCrowd, let newcomer, newcomer != crowd, machine.isUnanswered {
                rank = rank ?? Self.unansweredRank
            }
            guard var rank else { return }
            if !isOfCrowd { rank += Self.othersRank }
            if let best, (best.rank, best.connection.machine.since) <= (rank, machine.since) {
                return
            }
            best = (connection, rank)
        }
        return best?.connection
    }

    /// Above the ranks of ``ConnectionMachine/evictionRank(at:)``.
    private static let unansweredRank = 5
    /// Above all ranks.
    private static let othersRank = 10
}

extension ConnectionMachine {
    /// How readily a connection gives its place to a newcomer: the lowest rank goes first, and of
    /// equals the one that has been so the longest; nil keeps its place.
    ///
    /// Idle ones go before those in the middle of a head, so that a scraper that was just accepted
    /// is heard; a request that is being answered is never cut off while its client takes it. Who
    /// waits long for an answer does so in a crowd of log-ons.
    func evictionRank(at now: MonotonicTime) -> Int? {
        let isStalled = now - since > times.stall
        guard output.isEmpty else { return isStalled ? 3 : nil }
        return switch phase {
        case .lingering: 0
        case .idle: 1
        case .handshake, .head: 2
        case .answering: isStalled ? 2 : nil
        case .finishing: nil
        }
    }

    /// A request has come, and nothing of its answer is there yet.
    var isUnanswered: Bool { phase == .answering && output.isEmpty }
}
