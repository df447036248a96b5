extension TortureCase {
    static let fields: [TortureCase] = [
        .served("an empty value", with("X-A:"), 200),
        .served("a value in UTF-8", with("X-A: caf\u{e9}"), 200),
        .served("a tab in a value", with("X-A: a\tb"), 200),
        .served("every token character", with("!#$%&'*+-.^_`|~09azAZ: a"), 200),
        .served("a field name with an underscore", with("X_A: a"), 200),
        .refused("no colon", with("X-A")),
        .refused("no name", with(": a")),
        .refused("a space before the colon", with("X-A : a")),
        .refused("a tab before the colon", with("X-A\t: a")),
        .refused("a space before the name", with(" X-A: a")),
        .refused("a folded line", with("X-A: a\r\n b")),
        .refused("a line folded by a tab", with("X-A: a\r\n\tb")),
        .refused("a space before the first field", "GET / HTTP/1.1\r\n \r\nHost: x\r\n\r\n"),
        .refused("a name in brackets", with("X[A]: a")),
        .refused("a name with a slash", with("X/A: a")),
        .refused("a name in UTF-8", with("X-\u{e9}: a")),
        .refused("a NUL in a name", with("X\0A: a")),
        .refused("a NUL in a value", with("X-A: a\0b")),
        .refused("a CR in a value", with("X-A: a\rb")),
        .refused("a bell in a value", with("X-A: a\u{7}b")),
        .refused("an escape in a value", with("X-A: \u{1b}[31m")),
        .refused("a DEL in a value", with("X-A: a\u{7f}")),
        .served("an unknown upgrade", with("Connection: Upgrade\r\nUpgrade: x/1"), 200),
        .served(
            "an offer of HTTP/2",
            with("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c"),
            200
        ),
        .served("an expectation", with("Expect: 100-continue"), 200),
        .served("an expectation in capitals", with("Expect: 100-CONTINUE"), 200),
        .refused("another expectation", with("Expect: 200-ok"), 417),
        .refused("an empty expectation", with("Expect:"), 417),
        .served("a range", with("Range: bytes=0-1"), 200),
        .served("nonsense in Accept", with("Accept: ;;;,,q=\"x"), 200),
    ]

    static let framing: [TortureCase] = [
        .served("a length of zero", with("Content-Length: 0"), 200),
        .served("a length of many zeros", with("Content-Length: 0000"), 200),
        .closed("content with GET", with("Content-Length: 5") + "hello", 200),
        .closed("content that looks like a request", with("Content-Length: 40") + get("/a"), 200),
        .closed("chunks", with("Transfer-Encoding: chunked") + "5\r\nhello\r\n0\r\n\r\n", 200),
        .closed("chunked in capitals", with("Transfer-Encoding: CHUNKED") + "0\r\n\r\n", 200),
        .closed(
            "content behind an expectation",
            with("Expect: 100-continue\r\nContent-Length: 5", "POST"),
            405
        ),
        .closed("no chunk", with("Transfer-Encoding: chunked") + "0\r\n\r\n", 200),
        .closed("bad chunks", with("Transfer-Encoding: chunked") + "zz\nhello" + get("/a"), 200),
        .refused("an empty length", with("Content-Length:")),
        .refused("a negative length", with("Content-Length: -1")),
        .refused("a length with a sign", with("Content-Length: +5") + "hello"),
        .refused("a length of text", with("Content-Length: abc")),
        .refused("a hexadecimal length", with("Content-Length: 0x5") + "hello"),
        .refused("a length with a fraction", with("Content-Length: 5.0") + "hello"),
        .refused("a length with a space inside", with("Content-Length: 1 0")),
        .refused("a length list", with("Content-Length: 5, 5") + "hello"),
        .refused("a length with a comma", with("Content-Length: 5,") + "hello"),
        .refused("two lengths", with("Content-Length: 5\r\nContent-Length: 10") + "helloworld"),
        .refused("the same length twice", with("Content-Length: 5\r\nContent-Length: 5") + "hello"),
        .refused("zero twice", with("Content-Length: 0\r\nContent-Length: 0")),
        .refused("a length beyond 64 bits", with("Content-Length: 99999999999999999999")),
        .refused("a length beyond 63 bits", with("Content-Length: 9223372036854775808")),
        .refused("too much content", with("Content-Length: 262145"), 413),
        .refused("the greatest length", with("Content-Length: 9223372036854775807"), 413),
        .refused("a length in Arabic digits", with("Content-Length: \u{0665}")),
        .refused("length and chunks", with("Content-Length: 5\r\nTransfer-Encoding: chunked")),
        .refused("chunks and length", with("Transfer-Encoding: chunked\r\nContent-Length: 5")),
        .refused("chunks and zero", with("Transfer-Encoding: chunked\r\nContent-Length: 0")),
        .refused("an unknown coding", with("Transfer-Encoding: gzip"), 501),
        .refused("a coding before chunked", with("Transfer-Encoding: gzip, chunked"), 501),
        .refused("a coding after chunked", with("Transfer-Encoding: chunked, gzip"), 501),
        .refused("identity", with("Transfer-Encoding: identity"), 501),
        .refused("almost chunked", with("Transfer-Encoding: xchunked"), 501),
        .refused("chunked in quotes", with("Transfer-Encoding: \"chunked\""), 501),
        .refused("chunked with a parameter", with("Transfer-Encoding: chunked;q=1"), 501),
        .refused(
            "an unknown coding and a length",
            with("Transfer-Encoding: x\r\nContent-Length: 5")
        ),
        .refused("chunked twice in a list", with("Transfer-Encoding: chunked, chunked")),
        .refused("chunked twice", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked")),
        .refused("two codings", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity")),
        .refused("an empty coding", with("Transfer-Encoding:")),
        .refused("a coding and a comma", with("Transfer-Encoding: chunked,")),
        .refused("a comma and a coding", with("Transfer-Encoding: ,chunked")),
        .refused("a coding behind a vertical tab", with("Transfer-Encoding: \u{b}chunked")),
        .refused("a coding with a space before the colon", with("Transfer-Encoding : chunked")),
        .refused(
            "a coding in HTTP/1.0",
            "GET /metrics HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"
        ),
        .refused("framing before the method", with("Content-Length: -1", "BREW")),
        .refused(
            "framing before the path",
            "GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n"
        ),
    ]

    static let methods: [TortureCase] = [
        .served("HEAD", "HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 200),
        .served("HEAD of nothing", "HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        .served("POST where it is not allowed", "POST /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        .served("POST where it is", "POST /-/reload HTTP/1.1\r\nHost: x\r\n\r\n", 200),
        .served("GET where only POST is", get("/-/reload"), 405),
        .served("DELETE", "DELETE /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        .served("TRACE", "TRACE /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 405),
        .served("OPTIONS", "OPTIONS /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 204),
        .served("OPTIONS for all", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 204),
        .served("an unknown method", "BREW /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 501),
        .served("a method in small letters", "get /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 501),
        .served("a method of signs", "!#$%&' /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 501),
        .refused("a method that is no token", "GE(T /metrics HTTP/1.1\r\nHost: x\r\n\r\n"),
        .refused("a method in UTF-8", "G\u{e9}T /metrics HTTP/1.1\r\nHost: x\r\n\r\n"),
        .refused("CONNECT", "CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n", 501),
        .refused("CONNECT to a path", "CONNECT /metrics HTTP/1.1\r\nHost: x\r\n\r\n"),
        .refused("HEAD and a bad field", "HEAD /metrics HTTP/1.1\r\nHost: x\r\nX\r\n\r\n"),
        .refused("HEAD and a bad target", "HEAD /a#b HTTP/1.1\r\nHost: x\r\n\r\n"),
    ]

    static let connections: [TortureCase] = [
        .closed("asked to close", with("Connection: close"), 200),
        .closed("asked to close in capitals", with("CONNECTION: CLOSE"), 200),
        .closed("asked to close in a list", with("Connection: keep-alive, x,\tclose"), 200),
        .closed("asked to close in two fields", with("Connection: a\r\nConnection: close"), 200),
        .served("asked to stay", with("Connection: keep-alive"), 200),
        .served("an option that looks like close", with("Connection: closed, x-close"), 200),
        .closed("HTTP/1.0", "GET /metrics HTTP/1.0\r\n\r\n", 200),
        .closed("HTTP/1.0 with Host", "GET /metrics HTTP/1.0\r\nHost: x\r\n\r\n", 200),
        .refused("HTTP/1.0 with a bad Host", "GET /metrics HTTP/1.0\r\nHost: a b\r\n\r\n"),
        .closed(
            "HTTP/1.0 that wants to stay",
            "GET /metrics HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            200
        ),
        .served("three at once", get("/metrics") + get("/a") + get("/"), 200, 404, 200),
        .closed("one after a close", with("Connection: close") + get("/a"), 200),
        .closed("a bad one after a good one", get("/metrics") + "X\r\n\r\n" + get("/a"), 200, 400),
        .served(
            "a hundred at once",
            String(repeating: get("/metrics"), count: 100),
            repeated: (200, 100)
        ),
    ]

    static let sizes: [TortureCase] = [
        .served("a target of 8,000 octets", get("/" + .init(repeating: "a", count: 7999)), 404),
        .served("the longest request line", get("/" + .init(repeating: "a", count: 16370)), 404),
        .refused("a longer one", get("/" + .init(repeating: "a", count: 16371)), 414),
        .refused(
            "a target of 100,000 octets",
            get("/" + .init(repeating: "a", count: 99_999)),
            414
        ),
        .refused(
            "a query of 100,000 octets",
            get("/?" + .init(repeating: "a", count: 99_998)),
            414
        ),
        .refused("a request line without end", "GET /" + .init(repeating: "a", count: 50_000), 414),
        .refused("a method of 20,000 octets", .init(repeating: "A", count: 20_000) + get("/")),
        .served(
            "a field of 16,000 octets",
            with("X-A: " + .init(repeating: "a", count: 16_000)),
            200
        ),
        .refused(
            "a field of 33,000 octets",
            with("X-A: " + .init(repeating: "a", count: 33_000)),
            431
        ),
        .refused(
            "a name of 33,000 octets",
            with(.init(repeating: "a", count: 33_000) + ": a"),
            431
        ),
        .refused(
            "a field without end",
            "GET / HTTP/1.1\r\nX: " + .init(repeating: "a", count: 99_999),
            431
        ),
        .refused(
            "a megabyte of fields",
            "GET / HTTP/1.1\r\n"
                + .init(repeating: "X-A: aaaaaaaaaaaaaaaaaaaaaaaaa\r\n", count: 33_000),
            431
        ),
        .served("200 fields", with(manyFields(199)), 200),
        .refused("201 fields", with(manyFields(200)), 431),
        .refused("10,000 fields", with(manyFields(10_000)), 431),
    ]
}
