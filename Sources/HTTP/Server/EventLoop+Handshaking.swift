extension EventLoop {
    /// Has a connection's handshake continued when it is its turn.
    func queueHandshake(_ connection: ServerConnection) {
        guard !connection.isQueued else { return }
        connection.isQueued = true
        handshakes.append(connection)
    }

    /// Goes on with one handshake.
    ///
    /// It costs as much as dozens of scrapes, so those who have theirs behind them have their turn
    /// after each one, however many are waiting.
    func continueHandshake() {
        handshakes.removeAll(where: \.isClosed)
        guard !handshakes.isEmpty else { return }
        let connection = handshakes.removeFirst()
        connection.isQueued = false
        shakeHands(connection)
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
}
