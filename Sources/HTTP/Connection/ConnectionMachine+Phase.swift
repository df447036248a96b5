extension ConnectionMachine {
    /// What to do now.
    enum Action: Equatable {
        /// Wait for the socket or the deadline.
        case wait
        /// Have this request answered, then call ``ConnectionMachine/answered(_:date:at:)``.
        case handle(HTTPRequest)
        /// The same for a refusal, whose answer the error itself knows.
        case refuse(RequestError)
        /// Send FIN, and go on reading and dropping what comes.
        case shutDown
        /// Close.
        case close
        /// Close at once, throwing away what was not taken.
        case reset
    }

    /// The limits of time in milliseconds, worked out once: deadlines are asked for at every turn.
    struct Times {
        let head, idle, stall, writeStall, linger: Int64

        init(_ limits: HTTPLimits) {
            head = MonotonicTime.milliseconds(of: limits.headTime)
            idle = MonotonicTime.milliseconds(of: limits.idleTime)
            stall = MonotonicTime.milliseconds(of: limits.stallTime)
            writeStall = MonotonicTime.milliseconds(of: limits.writeStallTime)
            linger = MonotonicTime.milliseconds(of: limits.lingerTime)
        }
    }

    /// Where in a request the connection is.
    enum Phase: Equatable {
        /// The TLS handshake is not done.
        case handshake
        /// No octet of the next request has come.
        case idle
        /// A part of a head has come.
        case head
        /// A request is being answered.
        case answering
        /// The last answer is being sent; then close, or linger first.
        case finishing(lingers: Bool)
        /// Everything is sent; what still comes is dropped.
        case lingering
    }
}
