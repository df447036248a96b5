import Foundation
import Testing

@testable import OCP

/// What the wire can do to a request (the body of a good answer is the manual's sample).
@Suite(.timeLimit(.minutes(1))) struct TransportFaultTests {
    typealias Step = FaultServer.Step

    /// A script with a name, and what may come of it.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var script: [Step]
        var reasons: [FailureReason]

        init(_ name: String, _ script: [Step], _ reasons: [FailureReason] = []) {
            testDescription = name
            self.script = script
            self.reasons = reasons
        }
    }

    /// A transport that all tests share, as the process does.
    static let transport = CurlTransport()

    /// Asks a server that plays a script for an overview.
    static func ask(
        _ script: [Step],
        timeout: Duration = .seconds(20)
    ) async throws -> Decoded<[BackupOverview]> {
        let server = try FaultServer(script)
        return try await client(port: server.port, timeout: timeout).overview(of: 1)
    }

    static func client(
        _ url: String? = nil,
        port: Int = 0,
        timeout: Duration = .seconds(20)
    ) throws -> OCPClient {
        OCPClient(
            settings: ConnectionSettings(
                baseURL: try BaseURL(url ?? "http://127.0.0.1:\(port)"),
                timeout: timeout
            ),
            credentials: .basic(username: "exporter", .value(Secret("pa55word!"))),
            transport: transport,
            now: { 0 },
            observe: { _ in }
        )
    }

    static let good = #"{"successful":true,"data":{"clusterId":7}}"#
    static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    static let sized = head + "Content-Length: \(good.utf8.count)\r\n\r\n"

    static let fine: [Case] = [
        Case("plain", [.request, .text(sized + good)]),
        Case("ended by closing", [.request, .text(head + "\r\n" + good)]),
        Case("HTTP/1.0", [.request, .text("HTTP/1.0 200 OK\r\n\r\n" + good)]),
        Case("one byte at a time", [.request, .drip(Array((sized + good).utf8), milliseconds: 1)]),
        Case(
            "chunks with extensions and trailers",
            [
                .request,
                .text(
                    head + "Transfer-Encoding: chunked\r\n\r\n5;a=\"b\"\r\n\(good.prefix(5))\r\n"
                        + String(good.utf8.count - 5, radix: 16) + ";x\r\n\(good.dropFirst(5))\r\n"
                        + "0\r\nRateLimit-Reset: 7\r\nX: y\r\n\r\n"
                ),
            ]
        ),
        Case(
            "interim answers",
            [
                .request,
                .text(
                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n" + sized
                        + good
                ),
            ]
        ),
        Case(
            "gzip",
            [.request, .text(head + "Content-Encoding: gzip\r\n\r\n"), .send(gzip(good))]
        ),
        Case(
            "deflate",
            [.request, .text(head + "Content-Encoding: deflate\r\n\r\n"), .send(deflate(good))]
        ),
        Case("a byte order mark", [.request, .text(head + "\r\n\u{FEFF}" + good)]),
        Case("more than it said", [.request, .text(sized + good + "HTTP/1.1 500 No\r\n\r\n")]),
        Case(
            "60 KB of fields",
            [
                .request,
                .text(
                    head
                        + (0..<60).map { "X-\($0): \(String(repeating: "x", count: 990))\r\n" }
                        .joined() + "\r\n" + good
                ),
            ]
        ),
        Case(
            "a folded field",
            [.request, .text(head + "X-A: a\r\n b\r\n\r\n" + good)]
        ),
    ]

    @Test(arguments: fine)
    func acceptsFineAnswersInUnusualClothes(fine: Case) async throws {
        let decoded = try await Self.ask(fine.script)
        #expect(decoded.value.map(\.clusterId) == [7])
    }

    static let faults: [Case] = [
        Case("closed at once", [], [.connect]),
        Case("closed after the request", [.request], [.connect]),
        Case("reset at once", [.reset], [.connect]),
        Case("reset after the request", [.request, .reset], [.connect]),
        Case("cut in the status line", [.request, .text("HTTP/1.1 20")], [.connect, .malformed]),
        Case("cut in the head", [.request, .text(head)], [.connect, .malformed]),
        Case("reset in the head", [.request, .text(head), .reset], [.connect, .malformed]),
        Case("cut in the body", [.request, .text(sized + good.dropLast(9))], [.connect]),
        Case("reset in the body", [.request, .text(sized + good.dropLast(9)), .reset], [.connect]),
        Case(
            "a body that is cut without saying",
            [.request, .text(head + "\r\n{\"succ")],
            [.malformed]
        ),
        Case(
            "says too much",
            [.request, .text(head + "Content-Length: 9999\r\n\r\n" + good)],
            [.connect]
        ),
        Case(
            "says too little",
            [.request, .text(head + "Content-Length: 9\r\n\r\n" + good)],
            [.malformed]
        ),
        Case(
            "a length beyond 64 bits",
            [.request, .text(head + "Content-Length: 99999999999999999999\r\n\r\n" + good)],
            [.tooLarge, .malformed]
        ),
        Case(
            "the longest length",
            [.request, .text(head + "Content-Length: 9223372036854775807\r\n\r\n" + good)],
            [.tooLarge]
        ),
        Case(
            "a negative length",
            [.request, .text(head + "Content-Length: -1\r\n\r\n" + good)],
            [.malformed]
        ),
        Case(
            "a length that is none",
            [.request, .text(head + "Content-Length: many\r\n\r\n" + good)],
            [.malformed]
        ),
        Case(
            "a chunk that is none",
            [.request, .text(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + good)],
            [.malformed]
        ),
        Case(
            "a chunk of absurd size",
            [
                .request,
                .text(head + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n" + good),
            ],
            [.malformed, .connect]
        ),
        Case(
            "chunks that are cut",
            [.request, .text(head + "Transfer-Encoding: chunked\r\n\r\nff\r\n" + good)],
            [.connect]
        ),
        Case("not HTTP", [.request, .text("SSH-2.0-OpenSSH_9.2\r\n")], [.malformed]),
        Case("HTTP/0.9", [.request, .text(good)], [.malformed]),
        Case(
            "noise",
            [.request, .send((0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* 37) })],
            [.malformed]
        ),
        Case(
            "an absurd status",
            [.request, .text("HTTP/1.1 99999 OK\r\n\r\n" + good)],
            [.malformed]
        ),
        Case("HTTP/3.7", [.request, .text("HTTP/3.7 200 OK\r\n\r\n" + good)], [.malformed]),
        Case(
            "gzip that is none",
            [.request, .text(head + "Content-Encoding: gzip\r\n\r\n" + good)],
            [.malformed]
        ),
        Case(
            "gzip that is cut",
            [
                .request, .text(head + "Content-Encoding: gzip\r\n\r\n"),
                .send(gzip(good).dropLast(20)),
            ],
            [.malformed, .notJSON]
        ),
        Case(
            "an unknown coding",
            [.request, .text(head + "Content-Encoding: zip\r\n\r\n" + good)],
            [.malformed]
        ),
        Case(
            "gzip twenty times",
            [
                .request,
                .text(
                    head + "Content-Encoding: "
                        + Array(repeating: "gzip", count: 20).joined(separator: ",") + "\r\n\r\n"
                ), .send(gzip(good)),
            ],
            [.malformed]
        ),
        Case(
            "a gzip bomb",
            [
                .request, .text(head + "Content-Encoding: gzip\r\n\r\n"),
                .send(gzip(String(repeating: " ", count: 64 * 1_048_576))),
            ],
            [.tooLarge]
        ),
        Case("an endless body", [.request, .text(head + "\r\n"), .forever(spaces)], [.tooLarge]),
        Case(
            "an endless body in chunks",
            [
                .request, .text(head + "Transfer-Encoding: chunked\r\n\r\n"),
                .forever(Array("10000\r\n".utf8) + spaces + Array("\r\n".utf8)),
            ],
            [.tooLarge]
        ),
        Case(
            "endless fields",
            [.request, .text(head), .forever(Array("X: y\r\n".utf8))],
            [.tooLarge]
        ),
        Case("an endless field", [.request, .text(head + "X: "), .forever(spaces)], [.tooLarge]),
        Case(
            "an endless status line",
            [.request, .text("HTTP/1.1 200 "), .forever(spaces)],
            [.tooLarge]
        ),
        Case(
            "endless interim answers",
            [.request, .forever(Array("HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n".utf8))],
            [.tooLarge]
        ),
        Case(
            "endless trailers",
            [
                .request,
                .text(head + "Transfer-Encoding: chunked\r\n\r\n0\r\n"),
                .forever(Array("X: y\r\n".utf8)),
            ],
            [.tooLarge]
        ),
        Case(
            "a redirect loop",
            [
                .request,
                .text("HTTP/1.1 302 Found\r\nLocation: /api/v2/x\r\nContent-Length: 0\r\n\r\n"),
            ],
            [.redirected]
        ),
        Case(
            "401 with a challenge",
            [
                .request,
                .text(
                    "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"a\", nonce=\"b\"\r\n"
                        + "Content-Length: 0\r\n\r\n"
                ),
            ],
            [.unauthorized]
        ),
    ]

    static let spaces = [UInt8](repeating: 0x20, count: 65_536)

    @Test(arguments: faults)
    func givesEachFaultItsReason(fault: Case) async throws {
        let error = await #expect(throws: OCPError.self) { try await Self.ask(fault.script) }
        #expect(fault.reasons.contains(try #require(error).reason), "\(error?.description ?? "")")
        #expect(error?.message.contains("pa55word") == false)
    }

    static let slow: [Case] = [
        Case("silent", [.hang]), Case("silent after the request", [.request, .hang]),
        Case("silent in the head", [.request, .text(head), .hang]),
        Case("silent in the body", [.request, .text(sized + good.dropLast(1)), .hang]),
        Case("a dripping head", [.request, .text(head + "X: "), .drip(spaces, milliseconds: 20)]),
        Case("a dripping body", [.request, .text(head + "\r\n"), .drip(spaces, milliseconds: 20)]),
    ]

    @Test(arguments: slow)
    func keepsTheDeadlineOfTheWholeAnswer(slow: Case) async throws {
        let start = ContinuousClock.now
        let error = await #expect(throws: OCPError.self) {
            try await Self.ask(slow.script, timeout: .milliseconds(300))
        }
        #expect(error?.reason == .timeout)
        #expect(ContinuousClock.now - start >= .milliseconds(290))
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    /// A text in the coding `gzip`, by the program of that name.
    static func gzip(_ text: String) -> [UInt8] {
        let output = try? Program.run("gzip", ["-c"], input: Array(text.utf8))
        return output?.bytes ?? []
    }

    /// A text in the coding `deflate`: the zlib format (RFC 1950) with one stored block.
    static func deflate(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        let size = UInt16(bytes.count)
        var low: UInt32 = 1
        var high: UInt32 = 0
        for byte in bytes {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        let lengths = [size, ~size].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let sum = [high >> 8, high, low >> 8, low].map { UInt8(truncatingIfNeeded: $0) }
        return [0x78, 0x01, 0x01] + lengths + bytes + sum
    }
}
