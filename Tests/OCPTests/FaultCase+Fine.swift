import OCP
import TestSupport

extension FaultCase {
    /// Fine answers in unusual clothes.
    static let fine: [Self] = [
        Self("plain", [.request, .text(sized + good)]),
        Self("ended by closing", [.request, .text(head + "\r\n" + good)]),
        Self("HTTP/1.0", [.request, .text("HTTP/1.0 200 OK\r\n\r\n" + good)]),
        Self("one byte at a time", [.request, .drip(Array((sized + good).utf8), milliseconds: 1)]),
        Self(
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
        Self(
            "interim answers",
            [
                .request,
                .text(
                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n" + sized
                        + good
                ),
            ]
        ),
        Self(
            "gzip",
            [.request, .text(head + "Content-Encoding: gzip\r\n\r\n"), .send(gzip(good))]
        ),
        Self(
            "deflate",
            [.request, .text(head + "Content-Encoding: deflate\r\n\r\n"), .send(deflate(good))]
        ),
        Self("a byte order mark", [.request, .text(head + "\r\n\u{FEFF}" + good)]),
        Self("more than it said", [.request, .text(sized + good + "HTTP/1.1 500 No\r\n\r\n")]),
        Self(
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
        Self(
            "a folded field",
            [.request, .text(head + "X-A: a\r\n b\r\n\r\n" + good)]
        ),
    ]
}
