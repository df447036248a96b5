@testable import HTTP

/// Requests read whole and octet by octet come to the same, and no path leads out of the root.
func fuzzRequest(_ octets: [UInt8]) {
    let whole = heads(of: [octets])
    precondition(heads(of: octets.map { [$0] }) == whole, "pieces are read in another way")
    for case .success(let head) in whole {
        let path = head.request.path
        precondition(path.hasPrefix("/") || path == "*", "the path is \(path)")
        precondition(!path.split(separator: "/").contains(".."), "the path is \(path)")
    }
    play(octets)
}

/// The heads of some octets that come in pieces, up to content or an error.
private func heads(of pieces: [[UInt8]]) -> [Result<RequestParser.Head, RequestError>] {
    var parser = RequestParser(limits: HTTPLimits())
    var results: [Result<RequestParser.Head, RequestError>] = []
    for piece in pieces {
        var position = 0
        do throws(RequestError) {
            while let head = try parser.parse(piece.span, at: &position) {
                results.append(.success(head))
                if head.hasContent { return results }
            }
        } catch {
            results.append(.failure(error))
            return results
        }
    }
    return results
}

/// Lets a connection live on the octets until it waits for more or closes.
private func play(_ octets: [UInt8]) {
    let now = MonotonicTime.now
    var machine = ConnectionMachine(limits: HTTPLimits(), at: now)
    var action = machine.received(octets.span, at: now)
    var answered = 0
    while let response = answer(to: action) {
        answered += 1
        precondition(answered <= octets.count, "there are more requests than octets")
        action = machine.answered(response, date: [], at: now)
        if action == .wait { action = machine.sent(machine.output.count, at: now) }
    }
    guard action == .wait else { return }
    action = machine.receivedEnd(at: now)
    if case .handle = action { preconditionFailure("a request begins at the end") }
}

/// The answer that an action asks for.
private func answer(to action: ConnectionMachine.Action) -> HTTPResponse? {
    switch action {
    case .handle: .text(200, "up")
    case .refuse(let error): error.response
    case .wait, .shutDown, .close, .reset: nil
    }
}
