import Glibc
import Kernel

/// What accepting needs to remember.
struct Acceptor {
    /// The sockets on which connections arrive.
    var listeners: [Listener]
    /// Until when nobody is accepted, because descriptors ran out.
    var pausedUntil: MonotonicTime?
    /// A descriptor to give up when there is no other, so that a client can at least be told no.
    var reserve: Descriptor?
    /// When running out was last logged.
    var complained: MonotonicTime?
    /// How many connections may be open for now, and until when, because there were too few
    /// descriptors for more.
    var ceiling: (count: Int, end: MonotonicTime)?

    init(listeners: [Listener]) {
        self.listeners = listeners
        refill()
    }

    /// Takes a descriptor to be given up later.
    mutating func refill() {
        guard reserve == nil else { return }
        let number = open("/dev/null", O_RDONLY | O_CLOEXEC)
        reserve = number < 0 ? nil : Descriptor(number)
    }
}

extension EventLoop {
    /// Takes in who waits at a listener, but only so many in one turn.
    ///
    /// When all places are taken, those who have theirs go on with their handshakes before a
    /// newcomer takes one: a flood of newcomers would never let anybody finish.
    ///
    /// - Returns: whether more may be waiting.
    @discardableResult
    func acceptConnections(from index: Int) -> Bool {
        guard index < acceptor.listeners.count, acceptor.pausedUntil == nil else { return false }
        var hasMadeRoom = false
        for _ in 0..<Self.acceptsPerTurn {
            if connections.count >= mostConnections, handshakes.count >= Self.handshakesPerTurn {
                return false
            }
            switch acceptor.listeners[index].accept() {
            case .accepted(let descriptor): admit(descriptor)
            case .aborted: continue
            case .none: return false
            case .failed(let error):
                guard !hasMadeRoom, makeRoom() else {
                    pauseAccepting(index, error)
                    return false
                }
                hasMadeRoom = true
            }
        }
        return true
    }

    /// Accepts again after a pause.
    func resumeAccepting() {
        acceptor.pausedUntil = nil
        acceptor.refill()
        do throws(SystemError) {
            try watchListeners()
        } catch {
            for listener in acceptor.listeners { epoll.remove(listener.number) }
            acceptor.pausedUntil = now + Self.pause
        }
    }

    /// Has the loop told when somebody waits at a listener.
    func watchListeners() throws(SystemError) {
        for (index, listener) in acceptor.listeners.enumerated() {
            try epoll.add(
                listener.number,
                for: .readable,
                token: ConnectionTable.listenerToken(index)
            )
        }
    }

    /// Ends listening; unix sockets are removed from the file system.
    func closeListeners() {
        acceptor.pausedUntil = nil
        for listener in acceptor.listeners {
            epoll.remove(listener.number)
            listener.close()
        }
        acceptor.listeners = []
    }

    private func admit(_ descriptor: Descriptor) {
        let client = InternetSocket.client(of: descriptor.number)
        if connections.count >= mostConnections, !evict(for: client) {
            parts.statistics.countRejection(.atCapacity)
            return
        }
        let session = parts.tls?.makeSession(on: descriptor)
        guard (session != nil) == (parts.tls != nil) else {
            parts.statistics.countRejection(.tlsHandshake)
            return
        }
        let connection = ServerConnection(
            token: connections.nextToken(),
            stream: ByteStream(descriptor, session: session),
            machine: ConnectionMachine(limits: parts.limits, isTLS: session != nil, at: now),
            client: client
        )
        do throws(SystemError) {
            // One call serves for the life of the connection, whatever it waits for.
            try epoll.add(
                descriptor.number,
                for: [.readable, .writable, .ended, .edgeTriggered],
                token: connection.token
            )
        } catch {
            parts.statistics.countRejection(.outOfDescriptors)
            return
        }
        connections.insert(connection)
        parts.statistics.setOpenConnections(connections.count)
        // What has come with the connection is answered before another newcomer can take its place.
        connection.isReadable = true
        perform(.wait, on: connection)
    }

    private var mostConnections: Int {
        guard let ceiling = acceptor.ceiling, ceiling.end > now else {
            return parts.limits.maxConnections
        }
        return min(ceiling.count, parts.limits.maxConnections)
    }

    /// Closes enough connections, if they can be spared, for the rest of the process to have
    /// descriptors too, and takes no more than that for a while.
    private func makeRoom() -> Bool {
        let count = max(Self.fewestConnections, connections.count - Self.spareDescriptors)
        acceptor.ceiling = (count, now + Self.silence)
        guard evict() else { return false }
        while connections.count > count, evict() {}
        return true
    }

    /// Closes the connection that can best be spared, perhaps for a newcomer; false if none can.
    private func evict(for newcomer: [UInt8]? = nil) -> Bool {
        guard let connection = connections.evictable(at: now, for: newcomer) else { return false }
        parts.statistics.countRejection(.evicted)
        perform(connection.machine.output.isEmpty ? .close : .reset, on: connection)
        return true
    }

    /// Turns one client away with the descriptor in reserve, and lets the others wait in the
    /// kernel: a loop that tried again at once would burn a core and accept nobody.
    private func pauseAccepting(_ index: Int, _ error: SystemError) {
        parts.statistics.countRejection(.outOfDescriptors)
        acceptor.reserve = nil
        _ = acceptor.listeners[index].accept()
        acceptor.refill()
        for listener in acceptor.listeners { epoll.remove(listener.number) }
        acceptor.pausedUntil = now + Self.pause
        if let complained = acceptor.complained, now - complained < Self.silence { return }
        acceptor.complained = now
        parts.log?("cannot accept connections, which have to wait: \(error)")
    }

    private static let acceptsPerTurn = 64
    private static let spareDescriptors = 16
    private static let fewestConnections = 8
    /// Milliseconds for which nobody is accepted after it failed.
    private static let pause: Int64 = 500
    /// Milliseconds between two complaints about it.
    private static let silence: Int64 = 60_000
}
