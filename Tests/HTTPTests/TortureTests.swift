import HTTP
import TestSupport
import Testing

/// Octets over real sockets, at once and dripping, and what the client sees.
@Suite(.timeLimit(.minutes(15)))
struct TortureTests {
    @Test(arguments: TortureCase.all)
    func isAnsweredAsTheRFCsSay(_ torture: TortureCase) async throws {
        try await withServer { port in
            try play(torture, pieces: [torture.octets], port: port)
        }
    }

    @Test(arguments: TortureCase.all.filter { $0.octets.count < 1000 })
    func isAnsweredTheSameWhenItComesInPieces(_ torture: TortureCase) async throws {
        try await withServer { port in
            try play(torture, pieces: torture.octets.map { [$0] }, port: port)
        }
    }

    @Test
    func isPlayedInGreatNumber() {
        #expect(TortureCase.all.count > 200)
        #expect(Set(TortureCase.all.map(\.name)).count == TortureCase.all.count)
    }

    private func play(_ torture: TortureCase, pieces: [[UInt8]], port: UInt16) throws {
        let client = try Client(port: port)
        for piece in pieces {
            // The server may have closed before all was sent.
            guard (try? client.send(piece)) != nil else { break }
        }
        if torture.staysOpen {
            try client.send("GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        }
        let text = try client.readToEnd()
        #expect(statuses(text) == torture.statuses + (torture.staysOpen ? [404] : []))
        let heads = statuses(text).count
        #expect(text.ranges(of: "\r\nDate: ").count == heads)
        #expect(text.ranges(of: "\r\nConnection: close\r\n").count == 1)
        let isHead = torture.octets.starts(with: "HEAD ".utf8)
        if isHead, !torture.staysOpen { #expect(text.hasSuffix("\r\n\r\n")) }
    }
}
