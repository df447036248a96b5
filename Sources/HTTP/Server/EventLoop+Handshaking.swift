extension EventLoop {
    /// Has a connection's handshake continued when it is its turn.
    func queueHandshake(_ connection: ServerConnection) {
        guard !connection.isQueued else { return }
        connection.isQueued = true
        handshakes.append(connection)
    }

    /// Goes on with one handshake, or with several that have nothing to do yet.
    ///
    /// One costs as much as dozens of scrapes, so those who have theirs behind them have their turn
    /// after each, however many are waiting.
    func continueHandshakes() {
        guard !handshakes.isEmpty else { return }
        handshakes.removeAll(where: \.isClosed)
        let start = MonotonicTime.now
        for _ in 0..<Self.handshakesPerTurn {
            guard !handshakes.isEmpty, MonotonicTime.now == start else { return }
            let connection = handshakes.removeFirst()
            connection.isQueued = false
            if !connection.isClosed { shakeHands(connection) }
        }
    }

    /// As many as are looked at within a millisecond at most.
    static let handshakesPerTurn = 16

    private func shakeHands(_ connection: ServerConnection) {
        switch connection.stream.shakeHands() {
        case .done:
            connection.isReadable = true
            connection.isWritable = true
            connection.machine.handshakeFinished(at: now)
            perform(.wait, on: connection)
        case .blocked:
            watchDeadline(of: connection)
        case .failed:
            parts.statistics.countRejection(.tlsHandshake)
            close(connection)
        case .plainHTTP:
            parts.statistics.countRejection(.tlsHandshake)
            parts.statistics.countRequest(handler: Self.speakTLS.handlerName, code: 400)
            connection.stream.sendPlainly(
                ResponseHead.octets(of: Self.speakTLS, date: date.text(), closes: true)
                    + Self.speakTLS.body.joined()
            )
            close(connection)
        }
    }

    private static let speakTLS = HTTPResponse.text(400, "this port speaks HTTPS, not HTTP")
}
