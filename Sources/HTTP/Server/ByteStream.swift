import CEpoll
import Glibc
import Kernel

/// The way octets take between a connection and its peer.
struct ByteStream {
    /// What came of an attempt to move octets.
    enum Outcome: Equatable {
        /// So many octets were moved; fewer than could have been means that no more can be now.
        case moved(Int, isShort: Bool)
        /// Nothing can be moved now.
        case blocked
        /// The peer sends no more.
        case ended
        /// The connection is broken.
        case failed
    }

    private var descriptor: Descriptor?
    private var session: TLSSession?

    /// Takes over a connected socket that does not block, perhaps with TLS on it.
    init(_ descriptor: Descriptor, session: TLSSession? = nil) {
        self.descriptor = descriptor
        self.session = session
    }

    /// Tells whether the octets go through TLS.
    var isSecure: Bool { session != nil }

    private var number: Int32 { descriptor?.number ?? -1 }

    /// Goes on with the TLS handshake.
    func shakeHands() -> TLSSession.Handshake {
        session?.shakeHands() ?? .done
    }

    /// Reads what has come, at most what the buffer holds.
    func receive(into buffer: UnsafeMutableRawBufferPointer) -> Outcome {
        session?.receive(into: buffer) ?? Self.receive(from: number, into: buffer)
    }

    /// Reads from a socket what has come, at most what the buffer holds.
    static func receive(
        from number: Int32,
        into buffer: UnsafeMutableRawBufferPointer
    ) -> Outcome {
        while true {
            let count = recv(number, buffer.baseAddress, buffer.count, 0)
            if count > 0 { return .moved(count, isShort: count < buffer.count) }
            if count == 0 { return .ended }
            if errno == EINTR { continue }
            return errno == EAGAIN ? .blocked : .failed
        }
    }

    /// Sends from a queue, at most `limit` octets, without taking them out of it.
    func send(_ queue: OutputQueue, limit: Int) -> Outcome {
        if let session { return session.send(queue, limit: limit) }
        return queue.withVectors(limit: limit) { vectors in
            var message = msghdr()
            message.msg_iov = vectors.baseAddress
            message.msg_iovlen = vectors.count
            let offered = vectors.reduce(0) { $0 + $1.iov_len }
            while true {
                let count = sendmsg(number, &message, Int32(MSG_NOSIGNAL))
                if count >= 0 { return .moved(count, isShort: count < offered) }
                if errno == EINTR { continue }
                return errno == EAGAIN ? .blocked : .failed
            }
        }
    }

    /// Sends a text past TLS, for a client that speaks none; what the socket does not take at once
    /// is lost.
    func sendPlainly(_ octets: [UInt8]) {
        _ = Glibc.send(number, octets, octets.count, Int32(MSG_NOSIGNAL))
    }

    /// Tells the peer that nothing more will be sent.
    func shutDown() {
        session?.shutDown()
        _ = shutdown(number, Int32(SHUT_WR))
    }

    /// Sees to it that closing drops what the peer did not take, and tells it by RST.
    func abandon() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        let size = socklen_t(MemoryLayout<linger>.size)
        setsockopt(number, SOL_SOCKET, SO_LINGER, &linger, size)
    }

    /// Closes the socket, if nobody else holds it.
    mutating func close() {
        session?.shutDown()
        session = nil
        descriptor = nil
    }
}
