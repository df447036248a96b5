import Glibc
import Kernel

/// Waits for events, and does what each connection's machine decides.
///
/// It lives on one thread; what others want of it comes through the ``LoopMailbox``.
final class EventLoop {
    /// What the loop needs and other threads may hold too.
    struct Parts: Sendable {
        var limits: HTTPLimits
        let handler: any HTTPHandler
        let mailbox: LoopMailbox
        let statistics: StatisticsCounter
        let tls: TLSServer?
        let log: (@Sendable (String) -> Void)?
    }

    let parts: Parts
    let epoll: Epoll
    var connections = ConnectionTable()
    var acceptor: Acceptor
    /// The moment at which this turn began.
    var now = MonotonicTime.now
    var unfinished: [ServerConnection] = []
    /// Connections whose handshake can go on.
    var handshakes: [ServerConnection] = []
    var date = DateField()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16 * 1024, alignment: 16)
    /// No connection has an earlier deadline; perhaps none has one as early.
    private var nextDeadline: MonotonicTime?
    private var drainEnd: MonotonicTime?

    init(parts: Parts, listeners: [Listener]) throws(SystemError) {
        self.parts = parts
        epoll = try Epoll()
        acceptor = Acceptor(listeners: listeners)
        try epoll.add(
            parts.mailbox.bellNumber,
            for: .readable,
            token: ConnectionTable.bellToken
        )
        try watchListeners()
    }

    deinit {
        buffer.deallocate()
    }

    /// Serves until the mailbox asks to stop and nothing is left to be sent.
    func run() {
        while drainEnd == nil || connections.count > 0 {
            let sleeps =
                unfinished.isEmpty && handshakes.isEmpty
                && parts.mailbox.sleeps(isStopping: drainEnd != nil)
            let count = epoll.wait(milliseconds: sleeps ? timeout() : 0)
            now = .now
            if sleeps { parts.mailbox.wake() }
            for index in 0..<count { handle(epoll.event(index)) }
            takeMail()
            continueUnfinished()
            continueHandshakes()
            checkDeadlines()
            checkDrainEnd()
        }
    }

    /// Sees to it that a connection's deadline is kept.
    func watchDeadline(of connection: ServerConnection) {
        guard let deadline = connection.machine.deadline else { return }
        if let nextDeadline, nextDeadline <= deadline { return }
        nextDeadline = deadline
    }

    private func handle(_ event: Epoll.Event) {
        if event.token == ConnectionTable.bellToken {
            parts.mailbox.silence()
        } else if let index = ConnectionTable.listenerIndex(event.token) {
            acceptConnections(from: index)
        } else if let connection = connections[event.token] {
            // TLS may want to write in order to read, and the other way round.
            if event.isReadable || connection.stream.isSecure { connection.isReadable = true }
            if event.isWritable || connection.stream.isSecure { connection.isWritable = true }
            if event.isEnded { connection.isEnded = true }
            perform(event.isBroken ? .close : .wait, on: connection)
        }
    }

    /// Gives late answers to their connections, and begins to stop when asked.
    private func takeMail() {
        let mail = parts.mailbox.takeAll()
        for answer in mail.answers {
            guard let connection = connections[answer.ticket.connection],
                connection.ticket == answer.ticket, connection.machine.phase == .answering
            else { continue }
            perform(self.answer(answer.response, on: connection), on: connection)
        }
        for probe in mail.probes { probe() }
        if mail.stops, drainEnd == nil { drain() }
    }

    /// Goes on with connections that had used up their share of the last turn.
    private func continueUnfinished() {
        guard !unfinished.isEmpty else { return }
        let connections = unfinished
        unfinished.removeAll(keepingCapacity: true)
        for connection in connections {
            connection.isQueued = false
            if !connection.isClosed { perform(.wait, on: connection) }
        }
    }

    /// The milliseconds until something is due; negative if nothing is.
    private func timeout() -> Int32 {
        var first = nextDeadline
        if let paused = acceptor.pausedUntil { first = min(first ?? paused, paused) }
        if let drainEnd { first = min(first ?? drainEnd, drainEnd) }
        guard let first else { return -1 }
        return Int32(clamping: max(0, first - now))
    }

    /// Acts on every deadline that has passed.
    ///
    /// Deadlines move with every request, so they are not kept in order: all are looked at when
    /// the earliest may have come, and not again within a twentieth of a second.
    private func checkDeadlines() {
        if let paused = acceptor.pausedUntil, paused <= now { resumeAccepting() }
        guard let due = nextDeadline, due <= now else { return }
        var late: [ServerConnection] = []
        var next: MonotonicTime?
        connections.forEach { connection in
            guard let deadline = connection.machine.deadline else { return }
            if deadline <= now {
                late.append(connection)
            } else if deadline < next ?? deadline + 1 {
                next = deadline
            }
        }
        nextDeadline = next.map { max($0, now + 50) }
        for connection in late {
            let isHandshake = connection.machine.phase == .handshake
            let action = connection.machine.deadlinePassed(at: now)
            if action == .reset { parts.statistics.countRejection(.writeStalled) }
            if isHandshake { parts.statistics.countRejection(.tlsHandshake) }
            perform(action, on: connection)
        }
    }

    /// Cuts off whoever has not finished in the time that stopping may take.
    private func checkDrainEnd() {
        guard let drainEnd, drainEnd <= now else { return }
        for connection in connections.all { perform(.reset, on: connection) }
    }

    /// Stops accepting, after taking in who already waits, and lets every connection finish.
    private func drain() {
        drainEnd = now + MonotonicTime.milliseconds(of: parts.limits.drainTime)
        for index in acceptor.listeners.indices {
            for _ in 0..<Self.finalAccepts where !acceptConnections(from: index) { break }
        }
        closeListeners()
        for connection in connections.all {
            // What has arrived is answered before an idle connection is closed.
            connection.isReadable = true
            perform(.wait, on: connection)
            guard !connection.isClosed else { continue }
            perform(connection.machine.drain(at: now), on: connection)
        }
    }

    /// The turns of accepting that empty the kernel's queue of waiting clients.
    private static let finalAccepts = 16
}
