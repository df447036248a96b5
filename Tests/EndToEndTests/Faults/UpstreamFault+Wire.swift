import TestSupport

/// The connection breaks, hangs, crawls, or never ends.
extension UpstreamFault {
    private static let good = Wire.answer(Wire.fine)
    private static let half = Array(good.prefix(good.count - 20))
    private static let zeros = [UInt8](repeating: 0x30, count: 65_536)

    static let onTheWire: [UpstreamFault] = [
        .fails("closed before the answer", "connect", steps: .close),
        .fails("reset before the answer", "connect", steps: .reset),
        .fails("hangs before the answer", "timeout", steps: .hang),
        .fails(
            "closed in the status line",
            "connect",
            "malformed",
            steps: .send(Array("HTTP/1.".utf8)),
            .close
        ),
        .fails("closed in the head", "connect", steps: .send(Array(good.prefix(30))), .close),
        .fails("closed in the body", "connect", steps: .send(half), .close),
        .fails("reset in the head", "connect", steps: .send(Array(good.prefix(30))), .reset),
        .fails("reset in the body", "connect", steps: .send(half), .reset),
        .fails("hangs in the head", "timeout", steps: .send(Array(good.prefix(30))), .hang),
        .fails("hangs in the body", "timeout", steps: .send(half), .hang),
        .fails("crawls", "timeout", steps: .drip(good, milliseconds: 100), .hang),
        .fails(
            "crawls through the head",
            "timeout",
            steps: .send(Array("HTTP/1.1 200 OK\r\n".utf8)),
            .drip(zeros, milliseconds: 100)
        ),
        .fails(
            "endless head line",
            "too_large",
            steps: .send(Array("HTTP/1.1 200 OK\r\nX: ".utf8)),
            .forever(zeros)
        ),
        .fails(
            "endless head",
            "too_large",
            steps: .send(Array("HTTP/1.1 200 OK\r\n".utf8)),
            .forever(Array("X-Filler: filler\r\n".utf8))
        ),
        .fails(
            "endless body",
            "too_large",
            steps: .send(Wire.head("Content-Type: application/json")),
            .forever(zeros)
        ),
        .fails(
            "endless chunks",
            "too_large",
            steps: .send(Wire.head("Transfer-Encoding: chunked")),
            .forever(Array("1000\r\n".utf8) + zeros.prefix(4096) + [13, 10])
        ),
        .fails(
            "announces 5 GB",
            "too_large",
            steps: .send(Wire.head("Content-Length: 5368709120")),
            .hang
        ),
        .fails(
            "announces the largest length there is",
            "too_large",
            steps: .send(Wire.head("Content-Length: 9223372036854775807")),
            .hang
        ),
        .succeeds("one octet in each segment", steps: .drip(good)),
        .succeeds("closed after the answer", steps: .send(good), .close),
        .succeeds("reset after the answer was read", steps: .send(good)),
        .succeeds(
            "a body that the end of the connection ends",
            steps: .send(Wire.head("Content-Type: application/json") + Array(Wire.fine.utf8)),
            .close
        ),
    ]
}
