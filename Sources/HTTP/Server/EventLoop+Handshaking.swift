extension EventLoop {
    /// Has a connection's handshake continued when it is its turn.
    func queueHandshake(_ connection: ServerConnection) {
        guard !connection.isQueued else { return }
        connection.isQueued = true
        handshakes.append(connection)
    }

    /// Goes on with a few handshakes.
    ///
    /// One costs as much as a dozen scrapes, so a flood of them must not keep the connections
    /// that have theirs behind them waiting for more than a few in a turn.
    func continueHandshakes() {
        guard !handshakes.isEmpty else { return }
        let turn = handshakes.prefix(Self.handshakesPerTurn)
        handshakes.removeFirst(turn.count)
        for connection in turn {
            connection.isQueued = false
            if !connection.isClosed { shakeHands(connection) }
        }
    }

    private func shakeHands(_ connection: ServerConnection) {
        switch connection.transport.shakeHands() {
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
            connection.transport.sendPlainly(
                ResponseHead.octets(of: Self.speakTLS, date: date.text(), closes: true)
                    + Self.speakTLS.body.joined()
            )
            close(connection)
        }
    }

    private static let speakTLS = HTTPResponse.text(400, "this port speaks HTTPS, not HTTP")
    private static let handshakesPerTurn = 4
}
