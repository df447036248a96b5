extension EventLoop {
    /// Does what a machine decided, and what follows from it, until there is nothing to do but
    /// wait or the connection has had its share of this turn.
    func perform(_ first: ConnectionMachine.Action, on connection: ServerConnection) {
        guard !connection.isClosed else { return }
        var action = first
        var share = Self.octetsPerTurn
        while true {
            switch action {
            case .wait:
                guard share > 0 else { return postpone(connection) }
                guard let next = move(connection, share: &share) else {
                    return watchDeadline(of: connection)
                }
                action = next
            case .handle(let request):
                action = handle(request, on: connection)
            case .refuse(let error):
                parts.statistics.countRejection(error.rejection)
                action = answer(error.response, on: connection)
            case .shutDown:
                connection.stream.shutDown()
                action = .wait
            case .close:
                return close(connection)
            case .reset:
                connection.stream.abandon()
                return close(connection)
            }
        }
    }

    /// Gives an answer to a connection's machine, and counts it.
    func answer(
        _ response: HTTPResponse,
        on connection: ServerConnection
    ) -> ConnectionMachine.Action {
        parts.statistics.countRequest(handler: response.handlerName, code: response.status)
        return connection.machine.answered(response, date: date.text(), at: now)
    }

    /// Forgets a connection, which closes it.
    func close(_ connection: ServerConnection) {
        guard !connection.isClosed else { return }
        connection.isClosed = true
        connections.remove(connection)
        parts.statistics.setOpenConnections(connections.count)
        connection.stream.close()
    }

    /// Sends or reads once, whichever the machine wants and the socket allows; nil if neither.
    private func move(
        _ connection: ServerConnection,
        share: inout Int
    ) -> ConnectionMachine.Action? {
        if connection.machine.phase == .handshake {
            queueHandshake(connection)
            return nil
        }
        if !connection.machine.output.isEmpty {
            return connection.isWritable ? send(connection, share: &share) : nil
        }
        guard connection.machine.wantsInput, connection.isReadable else { return nil }
        return receive(connection, share: &share)
    }

    private func send(
        _ connection: ServerConnection,
        share: inout Int
    ) -> ConnectionMachine.Action {
        switch connection.stream.send(connection.machine.output, limit: share) {
        case .moved(let count, let isShort):
            // Having taken less than was offered, the kernel will tell when it has room again.
            if isShort { connection.isWritable = false }
            share -= count
            return connection.machine.sent(count, at: now)
        case .blocked:
            connection.isWritable = false
            return .wait
        case .ended, .failed:
            return .close
        }
    }

    private func receive(
        _ connection: ServerConnection,
        share: inout Int
    ) -> ConnectionMachine.Action {
        // Requests cost more than the octets they are made of.
        share -= Self.octetsPerTurn / Self.readsPerTurn
        switch connection.stream.receive(into: buffer) {
        case .moved(let count, let isShort):
            // Nothing more is there now, and the kernel tells of what comes; an end that was
            // announced is still to be read.
            if isShort, !connection.isEnded { connection.isReadable = false }
            let octets = UnsafeRawBufferPointer(rebasing: buffer[0..<count])
            return connection.machine.received(octets.bindMemory(to: UInt8.self).span, at: now)
        case .blocked:
            connection.isReadable = false
            return .wait
        case .ended:
            connection.isReadable = false
            return connection.machine.receivedEnd(at: now)
        case .failed:
            return .close
        }
    }

    /// Has a request answered, at once or later.
    private func handle(
        _ request: HTTPRequest,
        on connection: ServerConnection
    ) -> ConnectionMachine.Action {
        connection.serial += 1
        let ticket = connection.ticket
        let mailbox = parts.mailbox
        var request = request
        request.client = connection.client
        parts.handler.handle(request) { mailbox.post($0, for: ticket) }
        guard let response = mailbox.takeAnswer(for: ticket) else { return .wait }
        return answer(response, on: connection)
    }

    private func postpone(_ connection: ServerConnection) {
        watchDeadline(of: connection)
        guard !connection.isQueued else { return }
        connection.isQueued = true
        unfinished.append(connection)
    }

    /// What one connection may move before it is the turn of another: a tenth of a millisecond's
    /// worth, so that a hundred who want a large page at once hold nobody up for long.
    private static let octetsPerTurn = 256 * 1024
    /// As many as hold requests for a few milliseconds, if somebody sends nothing but small ones.
    private static let readsPerTurn = 4
}
