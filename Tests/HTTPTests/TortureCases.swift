import Testing

/// Octets that a client may send, and what must come of them.
struct TortureCase: Sendable, CustomTestStringConvertible {
    /// What is played.
    let name: String
    /// What is sent.
    let octets: [UInt8]
    /// The statuses of the answers, in order.
    let statuses: [Int]
    /// Whether the connection serves another request afterwards.
    let staysOpen: Bool

    var testDescription: String { name }

    /// A case that a single answer ends.
    static func refused(_ name: String, _ text: String, _ status: Int = 400) -> TortureCase {
        TortureCase(name: name, octets: Array(text.utf8), statuses: [status], staysOpen: false)
    }

    /// A case after which the connection goes on.
    static func served(_ name: String, _ text: String, _ statuses: Int...) -> TortureCase {
        TortureCase(name: name, octets: Array(text.utf8), statuses: statuses, staysOpen: true)
    }

    /// A case that is answered properly and then closed.
    static func closed(_ name: String, _ text: String, _ statuses: Int...) -> TortureCase {
        TortureCase(name: name, octets: Array(text.utf8), statuses: statuses, staysOpen: false)
    }

    /// Every case.
    static let all: [TortureCase] =
        lines + targets + hosts + fields + framing + methods + connections + sizes

    /// A request by `GET` for a target.
    private static func get(_ target: String) -> String {
        "GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n"
    }

    /// A request with more fields.
    private static func with(_ fields: String, _ method: String = "GET") -> String {
        "\(method) /metrics HTTP/1.1\r\nHost: x\r\n\(fields)\r\n\r\n"
    }

    /// A request for a host.
    private static func host(_ value: String) -> String {
        "GET /metrics HTTP/1.1\r\nHost: \(value)\r\n\r\n"
    }

    private static let lines: [TortureCase] = [
        .served("a plain request", get("/metrics"), 200),
        .served("one empty line before", "\r\n" + get("/metrics"), 200),
        .served("two empty lines before", "\r\n\r\n" + get("/metrics"), 200),
        .refused("three empty lines before", "\r\n\r\n\r\n" + get("/metrics")),
        .refused("an empty line with LF before", "\n" + get("/metrics")),
        .refused("a space before", " " + get("/metrics")),
        .refused("a tab before", "\t" + get("/metrics")),
        .refused("white space only", "   \r\n\r\n"),
        .refused("HTTP/0.9", "GET /metrics\r\n"),
        .refused("HTTP/0.9 with fields", "GET /metrics\r\nHost: x\r\n\r\n"),
        .refused("no target", "GET HTTP/1.1\r\nHost: x\r\n\r\n"),
        .refused("an empty target", "GET  HTTP/1.1\r\nHost: x\r\n\r\n"),
        .refused("two spaces after the method", "GET  /metrics HTTP/1.1\r\nHost: x\r\n\r\n"),
        .refused("two spaces before the version", "GET /metrics  HTTP/1.1\r\nHost: x\r\n\r\n"),
        .refused("a tab after the method", "GET\t/metrics HTTP/1.1\r\nHost: x\r\n\r\n"),
        .refused("a space after the version", "GET /metrics HTTP/1.1 \r\nHost: x\r\n\r\n"),
        .refused("a target with a space", "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n"),
        .refused("LF after the request line", "GET /metrics HTTP/1.1\nHost: x\r\n\r\n"),
        .refused("LF after a field", "GET /metrics HTTP/1.1\r\nHost: x\n\r\n"),
        .refused("LF at the end of the head", "GET /metrics HTTP/1.1\r\nHost: x\r\n\n"),
        .refused("LF everywhere", "GET /metrics HTTP/1.1\nHost: x\n\n"),
        .refused("CR after the request line", "GET /metrics HTTP/1.1\rHost: x\r\n\r\n"),
        .refused("CR twice", "GET /metrics HTTP/1.1\r\r\nHost: x\r\n\r\n"),
        .refused("HTTP in small letters", "GET /metrics http/1.1\r\nHost: x\r\n\r\n"),
        .refused("another protocol", "GET /metrics HTTQ/1.1\r\nHost: x\r\n\r\n"),
        .refused("a version without minor", "GET /metrics HTTP/1\r\nHost: x\r\n\r\n"),
        .refused("a version of two digits", "GET /metrics HTTP/1.10\r\nHost: x\r\n\r\n"),
        .refused("a version with a leading zero", "GET /metrics HTTP/01.1\r\nHost: x\r\n\r\n"),
        .refused("a version with a comma", "GET /metrics HTTP/1,1\r\nHost: x\r\n\r\n"),
        .refused("a version that is text", "GET /metrics HTTP/a.b\r\nHost: x\r\n\r\n"),
        .served("a higher minor version", "GET /metrics HTTP/1.2\r\nHost: x\r\n\r\n", 200),
        .refused("HTTP/2.0", "GET /metrics HTTP/2.0\r\nHost: x\r\n\r\n", 505),
        .refused("HTTP/0.9 by name", "GET /metrics HTTP/0.9\r\nHost: x\r\n\r\n", 505),
        .refused("HTTP/9.9", "GET /metrics HTTP/9.9\r\nHost: x\r\n\r\n", 505),
        .refused("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        .refused("NUL first", "\0GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"),
        .refused("a TLS handshake", "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{fc}\u{3}\u{3}"),
        .refused("another tongue", "SSH-2.0-OpenSSH_9.2\r\n"),
        .refused("an answer", "HTTP/1.1 200 OK\r\n\r\n"),
    ]

    private static let targets: [TortureCase] = [
        .served("a query", get("/metrics?a=b&c=%20d"), 200),
        .served("an empty query", get("/metrics?"), 200),
        .served("a query of question marks", get("/metrics???"), 200),
        .served("an encoded letter", get("/%6detrics"), 200),
        .served("an encoded slash", get("/-%2Freload"), 405),
        .served("a dot segment", get("/./metrics"), 200),
        .served("two dots", get("/a/../metrics"), 200),
        .served("two dots above the root", get("/../../metrics"), 200),
        .served("two encoded dots", get("/a/%2e%2E/metrics"), 200),
        .served("two dots to a file", get("/../../etc/passwd"), 404),
        .served("encoded dots to a file", get("/%2e%2e/%2e%2e/etc/passwd"), 404),
        .served("dots with an encoded slash", get("/..%2f..%2fetc/passwd"), 404),
        .served("dots encoded twice", get("/%252e%252e/metrics"), 404),
        .served("two slashes", get("//metrics"), 404),
        .served("a slash at the end", get("/metrics/"), 404),
        .served("a path parameter", get("/metrics;a=b"), 404),
        .served("capital letters", get("/METRICS"), 404),
        .served("octets that are no UTF-8", get("/%ff%fe"), 404),
        .refused("an encoded NUL", get("/metrics%00")),
        .refused("an incomplete encoding", get("/metrics%2")),
        .refused("an encoding without digits", get("/metrics%")),
        .refused("an encoding of letters", get("/%zz")),
        .refused("an incomplete encoding in the query", get("/metrics?a=%4")),
        .refused("an encoding of letters in the query", get("/metrics?a=%gg")),
        .refused("a fragment", get("/metrics#a")),
        .refused("a quote", get("/met\"rics")),
        .refused("a less-than sign", get("/<script>")),
        .refused("a backslash", get("/a\\b")),
        .refused("a brace", get("/{a}")),
        .refused("a bar in the query", get("/metrics?a|b")),
        .refused("a caret", get("/a^b")),
        .refused("a backtick", get("/a`b")),
        .refused("a NUL in the target", get("/met\0rics")),
        .refused("a DEL in the target", get("/met\u{7f}rics")),
        .refused("raw UTF-8 in the path", get("/caf\u{e9}")),
        .refused("raw UTF-8 in the query", get("/metrics?caf\u{e9}")),
        .refused("no slash at first", get("metrics")),
        .refused("a bare query", get("?a")),
        .refused("an authority", get("x:80")),
        .refused("an asterisk for GET", get("*")),
        .served("an absolute target", get("http://x/metrics"), 200),
        .served("an absolute target in capitals", get("HTTP://X:80/metrics?a"), 200),
        .served("an absolute target for another host", get("http://other.example/metrics"), 200),
        .served("an absolute target with https", get("https://x/metrics"), 200),
        .served("an absolute target without path", get("http://x"), 200),
        .served("an absolute target with a bare query", get("http://x?a"), 200),
        .refused("an absolute target without host", get("http:///metrics")),
        .refused("an absolute target of nothing", get("http://")),
        .refused("an absolute target with a user", get("http://u:p@x/metrics")),
        .refused("an absolute target with a bad port", get("http://x:port/metrics")),
        .refused("another scheme", get("ftp://x/metrics")),
        .refused("a file", get("file:///etc/passwd")),
    ]

    private static let hosts: [TortureCase] = [
        .refused("no Host", "GET /metrics HTTP/1.1\r\n\r\n"),
        .refused("no Host but an absolute target", "GET http://x/metrics HTTP/1.1\r\n\r\n"),
        .refused("two different Hosts", host("x\r\nHost: y")),
        .refused("the same Host twice", host("x\r\nHost: x")),
        .refused("Host twice in different case", host("x\r\nhOST: x")),
        .refused("an empty Host", host("")),
        .refused("a Host with a user", host("u@x")),
        .refused("a Host with a path", host("x/metrics")),
        .refused("a Host with a query", host("x?a")),
        .refused("a Host with a space", host("x y")),
        .refused("a Host list", host("x, y")),
        .refused("a Host with a quote", host("\"x\"")),
        .refused("a Host that is a port", host(":80")),
        .refused("a Host with a port of letters", host("x:http")),
        .refused("a Host with a port too high", host("x:65536")),
        .refused("a Host with two ports", host("x:80:80")),
        .refused("a Host with a bad encoding", host("x%2")),
        .refused("a Host in UTF-8", host("caf\u{e9}.example")),
        .refused("an IPv6 Host without brackets", host("::1")),
        .refused("an IPv6 Host without end", host("[::1")),
        .refused("an IPv6 Host of nothing", host("[]")),
        .refused("an IPv6 Host of letters", host("[metrics]")),
        .refused("an IPv6 Host with two gaps", host("[1::2::3]")),
        .refused("an IPv6 Host with nine groups", host("[1:2:3:4:5:6:7:8:9]")),
        .refused("an IPv6 Host with text behind", host("[::1]x")),
        .served("a Host with a port", host("x:10288"), 200),
        .served("a Host with an empty port", host("x:"), 200),
        .served("an IPv4 Host", host("127.0.0.1:80"), 200),
        .served("an IPv6 Host", host("[::1]:80"), 200),
        .served("a mapped IPv6 Host", host("[::ffff:10.0.0.1]"), 200),
        .served("a full IPv6 Host", host("[1:2:3:4:5:6:7:8]"), 200),
        .served("a Host with an underscore", host("my_host.example"), 200),
        .served("a Host with white space around", host(" \t x \t"), 200),
    ]

    private static let fields: [TortureCase] = [
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

    private static let framing: [TortureCase] = [
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

    private static let methods: [TortureCase] = [
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

    private static let connections: [TortureCase] = [
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

    private static let sizes: [TortureCase] = [
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

    private static func manyFields(_ count: Int) -> String {
        (0..<count).map { "X-\($0): a" }.joined(separator: "\r\n")
    }

    private static func served(
        _ name: String,
        _ text: String,
        repeated: (status: Int, count: Int)
    ) -> TortureCase {
        TortureCase(
            name: name,
            octets: Array(text.utf8),
            statuses: Array(repeating: repeated.status, count: repeated.count),
            staysOpen: true
        )
    }
}
