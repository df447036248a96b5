/// Decides what one connection does next; it touches no socket and reads no clock.
///
/// The event loop tells it what happened and does what it returns: see ``Action``. Besides, the
/// loop sends what is in ``output``, reads while ``wantsInput`` says so, and reports when
/// ``deadline`` has passed.
struct ConnectionMachine {
    private(set) var phase: Phase
    /// What is to be sent.
    private(set) var output = OutputQueue()
    /// Since when the phase has lasted, or since when nothing of the output was taken.
    private(set) var since: MonotonicTime

    let times: Times
    private let discardLimit: Int
    private var parser: RequestParser
    /// Octets behind the request that is being answered, and how many of them were used since.
    private var backlog: [UInt8] = []
    private var backlogUsed = 0
    private var current = (isHead: false, closes: false, lingers: false)
    private var headTime: Int64
    private var discarded = 0
    private var inputEnded = false
    private var isDraining = false

    init(limits: HTTPLimits, isTLS: Bool = false, at now: MonotonicTime) {
        times = Times(limits)
        discardLimit = limits.discardedContent
        parser = RequestParser(limits: limits)
        phase = isTLS ? .handshake : .idle
        headTime = times.head
        since = now
    }

    /// Tells whether reading from the socket makes sense now.
    ///
    /// Not while answers wait to be sent: a client that does not take them gets no new ones.
    var wantsInput: Bool {
        switch phase {
        case .idle, .head: output.isEmpty && backlog.isEmpty
        case .lingering: true
        case .handshake, .answering, .finishing: false
        }
    }

    /// When to call ``deadlinePassed(at:)``, if nothing happens before.
    var deadline: MonotonicTime? {
        if !output.isEmpty { return since + times.writeStall }
        return switch phase {
        case .handshake: since + headTime
        case .head: since + (isDraining ? min(headTime, times.linger) : headTime)
        case .idle: since + times.idle
        case .lingering: since + times.linger
        case .answering, .finishing: nil
        }
    }

    /// The handshake is done; the time that it took counts against the first head.
    mutating func handshakeFinished(at now: MonotonicTime) {
        guard phase == .handshake else { return }
        headTime -= now - since
        enter(.idle, at: now)
    }

    /// Octets came.
    mutating func received(_ octets: Span<UInt8>, at now: MonotonicTime) -> Action {
        switch phase {
        case .idle, .head:
            var position = 0
            let action = parse(octets, from: &position, at: now)
            if keepsBacklog, position < octets.count {
                octets.extracting(position...).withUnsafeBufferPointer { backlog = Array($0) }
            }
            return action
        case .lingering:
            discarded += octets.count
            return discarded > discardLimit ? .close : .wait
        case .handshake, .answering, .finishing: return .wait
        }
    }

    /// The client sends no more; it may still read.
    mutating func receivedEnd(at now: MonotonicTime) -> Action {
        inputEnded = true
        switch phase {
        case .handshake, .lingering: return .close
        case .idle: return finish(lingers: false, at: now)
        case .head: return refuse(.malformed("the request ends in the middle of its head"))
        case .answering, .finishing: return .wait
        }
    }

    /// A request or refusal was answered.
    mutating func answered(
        _ response: HTTPResponse,
        date: [UInt8],
        at now: MonotonicTime
    ) -> Action {
        guard phase == .answering else { return .wait }
        let closes = current.closes || isDraining || (inputEnded && backlog.isEmpty)
        if output.isEmpty { since = now }
        output.append(ResponseHead.octets(of: response, date: date, closes: closes))
        if !current.isHead, response.allowsContent {
            for piece in response.body { output.append(piece) }
        }
        if closes { return finish(lingers: current.lingers || !backlog.isEmpty, at: now) }
        phase = .idle
        headTime = times.head
        // A few pipelined answers go out together; a client that takes none gets no more of them.
        return output.count < Self.pipelinedOutput ? resume(at: now) : .wait
    }

    /// The socket took octets of the output.
    mutating func sent(_ count: Int, at now: MonotonicTime) -> Action {
        guard count > 0 else { return .wait }
        output.consume(count)
        since = now
        guard output.isEmpty else { return .wait }
        switch phase {
        case .idle, .head: return resume(at: now)
        case .finishing(let lingers): return finish(lingers: lingers, at: now)
        case .handshake, .answering, .lingering: return .wait
        }
    }

    /// The moment of ``deadline`` has come.
    mutating func deadlinePassed(at now: MonotonicTime) -> Action {
        guard output.isEmpty else { return .reset }
        switch phase {
        case .head: return refuse(.headTimeout)
        case .handshake, .idle, .lingering: return .close
        case .answering, .finishing: return .wait
        }
    }

    /// The server stops: the connection ends as soon as nothing is left to be answered.
    mutating func drain(at now: MonotonicTime) -> Action {
        isDraining = true
        switch phase {
        case .handshake: return .close
        case .idle where backlog.isEmpty: return finish(lingers: false, at: now)
        case .head:
            since = now
            return .wait
        case .idle, .answering, .finishing, .lingering: return .wait
        }
    }

    /// What follows a request is the next one; content, though, is never taken for one.
    private var keepsBacklog: Bool { phase == .answering && !current.lingers }

    private mutating func parse(
        _ octets: Span<UInt8>,
        from position: inout Int,
        at now: MonotonicTime
    ) -> Action {
        do throws(RequestError) {
            guard let head = try parser.parse(octets, at: &position) else {
                if phase == .idle, !parser.isIdle { enter(.head, at: now) }
                return .wait
            }
            current = (
                isHead: head.request.method == "HEAD",
                closes: head.closes || head.hasContent,
                lingers: head.hasContent
            )
            phase = .answering
            if output.isEmpty { since = now }
            return .handle(head.request)
        } catch {
            return refuse(error)
        }
    }

    /// Goes on with what came behind the last request.
    private mutating func resume(at now: MonotonicTime) -> Action {
        if output.isEmpty { since = now }
        guard !backlog.isEmpty else { return inputEnded ? receivedEnd(at: now) : .wait }
        // The octets stay where they are: many small requests would be moved many times.
        let octets = backlog
        var position = backlogUsed
        let action = parse(octets.span, from: &position, at: now)
        backlogUsed = position
        if !keepsBacklog || position == octets.count { dropBacklog() }
        return action
    }

    private mutating func dropBacklog() {
        backlog = []
        backlogUsed = 0
    }

    private mutating func refuse(_ error: RequestError) -> Action {
        current = (isHead: parser.isHead, closes: true, lingers: true)
        dropBacklog()
        phase = .answering
        return .refuse(error)
    }

    /// Closes as soon as the output is sent.
    private mutating func finish(lingers: Bool, at now: MonotonicTime) -> Action {
        let lingers = lingers && !inputEnded
        guard output.isEmpty else {
            phase = .finishing(lingers: lingers)
            return .wait
        }
        guard lingers else { return .close }
        enter(.lingering, at: now)
        return .shutDown
    }

    private mutating func enter(_ phase: Phase, at now: MonotonicTime) {
        self.phase = phase
        since = now
    }

    /// Octets of output above which no further pipelined request is looked at.
    private static let pipelinedOutput = 64 * 1024
}
