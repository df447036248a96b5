import Glibc
import Testing

@testable import HTTP

/// What a connection decides, with neither socket nor clock.
@Suite struct ConnectionDecisionTests {
    private static let request = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"
    private static let start = MonotonicTime(milliseconds: 1_000_000)
    private var machine = ConnectionMachine(limits: HTTPLimits(), at: Self.start)

    /// A moment so many milliseconds after the start.
    private func after(_ milliseconds: Int64) -> MonotonicTime { Self.start + milliseconds }

    private mutating func receive(_ text: String, _ time: Int64 = 0) -> ConnectionMachine.Action {
        machine.received(Array(text.utf8).span, at: after(time))
    }

    private mutating func answer(
        _ body: String = "up",
        _ time: Int64 = 0
    ) -> ConnectionMachine.Action {
        machine.answered(.text(200, body), date: Array("today".utf8), at: after(time))
    }

    private mutating func sendAll(_ time: Int64 = 0) -> ConnectionMachine.Action {
        machine.sent(machine.output.count, at: after(time))
    }

    private static func isRequest(_ action: ConnectionMachine.Action) -> Bool {
        if case .handle = action { true } else { false }
    }

    @Test mutating func waitsForTheIdleTime() {
        #expect(machine.deadline == after(60_000))
        #expect(machine.deadlinePassed(at: after(60_000)) == .close)
    }

    @Test mutating func countsTheTimeOfAHeadInTotal() {
        #expect(receive("GET", 5_000) == .wait)
        #expect(machine.deadline == after(15_000))
        #expect(receive(" /metrics HTTP/1.1\r\n", 14_000) == .wait)
        #expect(machine.deadline == after(15_000))
        #expect(machine.deadlinePassed(at: after(15_000)) == .refuse(.headTimeout))
        #expect(machine.answered(.text(408, "late"), date: [], at: after(15_000)) == .wait)
        #expect(sendAll(15_000) == .shutDown)
        #expect(machine.phase == .lingering)
    }

    @Test mutating func keepsTheConnectionAfterAnAnswer() {
        #expect(Self.isRequest(receive(Self.request)))
        #expect(machine.deadline == nil)
        #expect(!machine.wantsInput)
        #expect(answer("up", 100) == .wait)
        #expect(!machine.wantsInput)
        #expect(sendAll(200) == .wait)
        #expect(machine.wantsInput)
        #expect(machine.deadline == after(60_200))
        #expect(Self.isRequest(receive(Self.request, 300)))
    }

    @Test mutating func answersOneRequestAfterTheOther() {
        #expect(Self.isRequest(receive(Self.request + Self.request + "GET")))
        #expect(Self.isRequest(answer()))
        #expect(answer("up", 50) == .wait)
        #expect(machine.phase == .head)
        #expect(sendAll(100) == .wait)
        #expect(machine.deadline == after(10_100))
    }

    @Test mutating func takesNoMoreRequestsFromAClientThatDoesNotRead() {
        #expect(Self.isRequest(receive(Self.request + Self.request)))
        #expect(answer(String(repeating: "a", count: 100_000)) == .wait)
        #expect(machine.sent(90_000, at: after(10)) == .wait)
        #expect(Self.isRequest(sendAll(20)))
    }

    @Test mutating func resetsAClientThatTakesNothing() {
        _ = receive(Self.request)
        _ = answer("up", 1_000)
        #expect(machine.deadline == after(11_000))
        _ = machine.sent(1, at: after(10_000))
        #expect(machine.deadline == after(20_000))
        #expect(machine.deadlinePassed(at: after(20_000)) == .reset)
    }

    @Test mutating func lingersAfterARefusalButNotForEver() {
        #expect(receive("X\r\n") == .refuse(.malformed("the request line has no target")))
        #expect(machine.answered(.text(400, "no"), date: [], at: after(0)) == .wait)
        #expect(sendAll() == .shutDown)
        #expect(machine.wantsInput)
        #expect(machine.deadline == after(1_000))
        #expect(receive(String(repeating: "a", count: 262_144), 500) == .wait)
        #expect(machine.deadline == after(1_000))
        #expect(receive("a", 600) == .close)
    }

    @Test mutating func closesALingeringConnectionWhenTheClientDoes() {
        _ = receive("X\r\n")
        _ = machine.answered(.text(400, "no"), date: [], at: after(0))
        _ = sendAll()
        #expect(machine.receivedEnd(at: after(100)) == .close)
    }

    @Test mutating func closesAtOnceWhenNothingMoreCanCome() {
        _ = receive("GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(answer() == .wait)
        #expect(sendAll() == .close)
    }

    @Test mutating func lingersWhenMoreCameBehindTheLastRequest() {
        _ = receive("GET /metrics HTTP/1.0\r\n\r\n" + Self.request)
        #expect(answer() == .wait)
        #expect(sendAll() == .shutDown)
    }

    @Test mutating func answersAClientThatStoppedSending() {
        #expect(receive("GET /metrics HTTP/1.1\r\n") == .wait)
        let refusal = RequestError.malformed("the request ends in the middle of its head")
        #expect(machine.receivedEnd(at: after(0)) == .refuse(refusal))
        #expect(machine.answered(refusal.response, date: [], at: after(0)) == .wait)
        #expect(sendAll() == .close)
    }

    @Test mutating func closesAnIdleConnectionWhenTheClientDoes() {
        #expect(machine.receivedEnd(at: after(0)) == .close)
    }

    @Test mutating func sendsNoBodyForHead() {
        _ = receive("HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = answer("up")
        let expected =
            "HTTP/1.1 200 OK\r\nDate: today\r\nContent-Type: text/plain; charset=utf-8\r\n"
            + "Content-Length: 3\r\n\r\n"
        #expect(text(of: machine.output) == expected)
    }

    @Test mutating func sendsNoLengthWithoutContent() {
        _ = receive(Self.request)
        _ = machine.answered(HTTPResponse(status: 204), date: Array("today".utf8), at: after(0))
        #expect(text(of: machine.output) == "HTTP/1.1 204 No Content\r\nDate: today\r\n\r\n")
    }

    @Test mutating func keepsControlCharactersOutOfTheHead() {
        _ = receive(Self.request)
        let fields: HTTPFields = [.init("X-A", "a\r\nSet-Cookie: b")]
        _ = machine.answered(
            HTTPResponse(status: 204, fields: fields),
            date: Array("today".utf8),
            at: after(0)
        )
        #expect(text(of: machine.output).contains("\r\nX-A: a  Set-Cookie: b\r\n"))
    }

    @Test mutating func stoppingClosesIdleConnectionsOnly() {
        #expect(machine.drain(at: after(0)) == .close)
        machine = ConnectionMachine(limits: HTTPLimits(), at: Self.start)
        _ = receive(Self.request)
        #expect(machine.drain(at: after(0)) == .wait)
        #expect(answer() == .wait)
        #expect(text(of: machine.output).contains("\r\nConnection: close\r\n"))
        #expect(sendAll() == .close)
    }

    @Test mutating func stoppingGivesAHalfSentHeadASecond() {
        _ = receive("GET")
        #expect(machine.drain(at: after(5_000)) == .wait)
        #expect(machine.deadline == after(6_000))
    }

    @Test mutating func countsTheHandshakeAgainstTheFirstHead() {
        machine = ConnectionMachine(limits: HTTPLimits(), isTLS: true, at: Self.start)
        #expect(machine.deadline == after(10_000))
        #expect(machine.evictionRank(at: after(0)) == 2)
        machine.handshakeFinished(at: after(4_000))
        #expect(machine.deadline == after(64_000))
        _ = receive("GET", 5_000)
        #expect(machine.deadline == after(11_000))
        _ = receive(" /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 6_000)
        _ = answer("up", 6_000)
        _ = sendAll(6_000)
        _ = receive("GET", 7_000)
        #expect(machine.deadline == after(17_000))
    }

    @Test mutating func giveWayInTheOrderOfWhatIsLost() {
        #expect(machine.evictionRank(at: after(0)) == 1)
        _ = receive("GET")
        #expect(machine.evictionRank(at: after(0)) == 2)
        _ = receive(" /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(machine.evictionRank(at: after(1_000)) == nil)
        #expect(machine.evictionRank(at: after(1_001)) == 2)
        _ = answer("up", 9_000)
        #expect(machine.evictionRank(at: after(10_000)) == nil)
        #expect(machine.evictionRank(at: after(10_001)) == 3)
    }

    private func text(of queue: OutputQueue) -> String {
        queue.withVectors(limit: .max) { vectors in
            vectors.map {
                String(
                    decoding: UnsafeRawBufferPointer(start: $0.iov_base, count: $0.iov_len),
                    as: UTF8.self
                )
            }
            .joined()
        }
    }
}

/// Octets that are sent bit by bit.
@Suite struct SendingTests {
    @Test(arguments: 1..<40)
    func sendsEveryOctetOnceInOrder(_ step: Int) {
        var queue = OutputQueue()
        let pieces: [[UInt8]] = (0..<50).map { Array(repeating: UInt8($0), count: $0 % 7) }
        for piece in pieces { queue.append(piece) }
        var sent: [UInt8] = []
        while !queue.isEmpty {
            let part = queue.withVectors(limit: step) { vectors in
                vectors.flatMap {
                    Array(UnsafeRawBufferPointer(start: $0.iov_base, count: $0.iov_len))
                }
            }
            #expect(part.count <= step)
            sent += part
            queue.consume(part.count)
        }
        #expect(sent == pieces.flatMap(\.self))
    }

    @Test func writesTheDateAnewWhenTheSecondIsAnother() {
        var date = DateField()
        let seconds = [0, 0, 1, 0].map {
            String(decoding: date.text(at: $0), as: UTF8.self).suffix(6)
        }
        #expect(seconds == ["00 GMT", "00 GMT", "01 GMT", "00 GMT"])
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_826_154, "Tue, 29 Feb 2000 12:09:14 GMT"),
    ])
    func writesDates(_ moment: Int, _ text: String) {
        var date = DateField()
        #expect(String(decoding: date.text(at: moment), as: UTF8.self) == text)
    }
}
