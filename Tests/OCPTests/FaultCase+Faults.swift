import OCP
import TestSupport

extension FaultCase {
    /// Faults that end the request at once.
    static let faults: [Self] = [
        Self("closed at once", [], [.connect]),
        Self("closed after the request", [.request], [.connect]),
        Self("reset at once", [.reset], [.connect]),
        Self("reset after the request", [.request, .reset], [.connect]),
        Self("cut in the status line", [.request, .text("HTTP/1.1 20")], [.connect, .malformed]),
        Self("cut in the head", [.request, .text(head)], [.connect, .malformed]),
        Self("reset in the head", [.request, .text(head), .reset], [.connect, .malformed]),
        Self("cut in the body", [.request, .text(sized + good.dropLast(9))], [.connect]),
        Self("reset in the body", [.request, .text(sized + good.dropLast(9)), .reset], [.connect]),
        Self(
            "a body that is cut without saying",
            [.request, .text(head + "\r\n{\"succ")],
            [.malformed]
        ),
        Self(
            "says too much",
            [.request, .text(head + "Content-Length: 9999\r\n\r\n" + good)],
            [.connect]
        ),
        Self(
            "says too little",
            [.request, .text(head + "Content-Length: 9\r\n\r\n" + good)],
            [.malformed]
        ),
        Self(
            "a length beyond 64 bits",
            [.request, .text(head + "Content-Length: 99999999999999999999\r\n\r\n" + good)],
            [.tooLarge, .malformed]
        ),
        Self(
            "the longest length",
            [.request, .text(head + "Content-Length: 9223372036854775807\r\n\r\n" + good)],
            [.tooLarge]
        ),
        Self(
            "a negative length",
            [.request, .text(head + "Content-Length: -1\r\n\r\n" + good)],
            [.malformed]
        ),
        Self(
            "a length that is none",
            [.request, .text(head + "Content-Length: many\r\n\r\n" + good)],
            [.malformed]
        ),
        Self(
            "a chunk that is none",
            [.request, .text(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + good)],
            [.malformed]
        ),
        Self(
            "a chunk of absurd size",
            [
                .request,
                .text(head + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n" + good),
            ],
            [.malformed, .connect]
        ),
        Self(
            "chunks that are cut",
            [.request, .text(head + "Transfer-Encoding: chunked\r\n\r\nff\r\n" + good)],
            [.connect]
        ),
        Self("not HTTP", [.request, .text("SSH-2.0-OpenSSH_9.2\r\n")], [.malformed]),
        Self("HTTP/0.9", [.request, .text(good)], [.malformed]),
        Self(
            "noise",
            [.request, .send((0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* 37) })],
            [.malformed]
        ),
        Self(
            "an absurd status",
            [.request, .text("HTTP/1.1 99999 OK\r\n\r\n" + good)],
            [.malformed]
        ),
        Self("HTTP/3.7", [.request, .text("HTTP/3.7 200 OK\r\n\r\n" + good)], [.malformed]),
        Self(
            "gzip that is none",
            [.request, .text(head + "Content-Encoding: gzip\r\n\r\n" + good)],
            [.malformed]
        ),
        Self(
            "gzip that is cut",
            [
                .request, .text(head + "Content-Encoding: gzip\r\n\r\n"),
                .send(gzip(good).dropLast(20)),
            ],
            [.malformed, .notJSON]
        ),
        Self(
            "an unknown coding",
            [.request, .text(head + "Content-Encoding: zip\r\n\r\n" + good)],
            [.malformed]
        ),
        Self(
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
        Self(
            "a gzip bomb",
            [
                .request, .text(head + "Content-Encoding: gzip\r\n\r\n"),
                .send(gzip(String(repeating: " ", count: 64 * 1_048_576))),
            ],
            [.tooLarge]
        ),
        Self("an endless body", [.request, .text(head + "\r\n"), .forever(spaces)], [.tooLarge]),
        Self(
            "an endless body in chunks",
            [
                .request, .text(head + "Transfer-Encoding: chunked\r\n\r\n"),
                .forever(Array("10000\r\n".utf8) + spaces + Array("\r\n".utf8)),
            ],
            [.tooLarge]
        ),
        Self(
            "endless fields",
            [.request, .text(head), .forever(Array("X: y\r\n".utf8))],
            [.tooLarge]
        ),
        Self("an endless field", [.request, .text(head + "X: "), .forever(spaces)], [.tooLarge]),
        Self(
            "an endless status line",
            [.request, .text("HTTP/1.1 200 "), .forever(spaces)],
            [.tooLarge]
        ),
        Self(
            "endless interim answers",
            [.request, .forever(Array("HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n".utf8))],
            [.tooLarge]
        ),
        Self(
            "endless trailers",
            [
                .request,
                .text(head + "Transfer-Encoding: chunked\r\n\r\n0\r\n"),
                .forever(Array("X: y\r\n".utf8)),
            ],
            [.tooLarge]
        ),
        Self(
            "a redirect loop",
            [
                .request,
                .text("HTTP/1.1 302 Found\r\nLocation: /api/v2/x\r\nContent-Length: 0\r\n\r\n"),
            ],
            [.redirected]
        ),
        Self(
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
}
