import Testing

@testable import OCP

@Suite struct SettingTests {
    static let addresses: [(String, String, String, Int, String)] = [
        ("http://ocp.example", "http://ocp.example", "ocp.example", 80, ""),
        ("http://ocp.example:80/", "http://ocp.example", "ocp.example", 80, ""),
        ("https://ocp.example:8443", "https://ocp.example:8443", "ocp.example:8443", 8_443, ""),
        ("HTTPS://OCP.example:443//", "https://OCP.example", "OCP.example", 443, ""),
        ("https://gate/a/b%20c/", "https://gate/a/b%20c", "gate", 443, "/a/b%20c"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1:8080", 8_080, ""),
        ("http://[::1]:8080/x", "http://[::1]:8080/x", "[::1]:8080", 8_080, "/x"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]", "[2001:db8::1]", 443, ""),
        ("http://a_b-c", "http://a_b-c", "a_b-c", 80, ""),
        // The zone means something on this machine alone (RFC 6874 section 4).
        ("http://[fe80::5%25lo]:9", "http://[fe80::5%25lo]:9", "[fe80::5]:9", 9, ""),
        ("https://[fe80::5%25eth0.1]/x", "https://[fe80::5%25eth0.1]/x", "[fe80::5]", 443, "/x"),
    ]

    @Test(arguments: addresses)
    func readsAddresses(
        text: String,
        description: String,
        host: String,
        port: Int,
        prefix: String
    ) throws {
        let url = try BaseURL(text)
        #expect(url.description == description)
        #expect(url.hostField == host)
        #expect(url.port == port)
        #expect(url.pathPrefix == prefix)
    }

    @Test(arguments: [
        ("http://127.0.0.1:8080", nil, false), ("http://127.9.8.7", nil, false),
        ("http://[::1]/x", nil, false), ("https://ocp.example", nil, false),
        ("http://ocp.example", nil, true), ("http://localhost", nil, true),
        ("http://127.0.0.1.example", nil, true), ("http://[::2]", nil, true),
        ("http://127.0.0.1", "http://proxy.example:3128", true),
    ])
    func knowsWhatOthersCanRead(url: String, proxy: String?, isReadable: Bool) throws {
        var settings = ConnectionSettings(baseURL: try BaseURL(url))
        settings.proxyURL = try proxy.map { text throws in try ProxyURL(text) }
        #expect(settings.isReadableOnTheWay == isReadable)
    }

    private static let zone =
        "has an IPv6 zone that is not %25 and the name of an interface: [fe80::1%25eth0]"

    static let wrongAddresses: [(String, String)] = [
        ("", "must begin with http:// or https://"),
        ("ocp.example:8080", "must begin with http:// or https://"),
        ("ftp://ocp.example", "must begin with http:// or https://, not another scheme"),
        ("file:///etc/passwd", "must begin with http:// or https://, not another scheme"),
        ("http://", "has no host name"), ("http://:8080", "has no host name"),
        ("http:///x", "has no host name"), ("http://[]", "has no host name"),
        ("http://ocp:", "has a colon but no port after it"),
        ("http://ocp:0", "has a port that is not a number from 1 to 65535"),
        ("http://ocp:65536", "has a port that is not a number from 1 to 65535"),
        ("http://ocp:+80", "has a port that is not a number from 1 to 65535"),
        ("http://ocp:80x", "has a port that is not a number from 1 to 65535"),
        ("http://[::1", "has an IPv6 address without its closing bracket"),
        ("http://[::1]80", "has text between the IPv6 address and the port"),
        ("http://a b", "has a character in its host name that no host name has"),
        ("http://é.example", "has a character in its host name that no host name has"),
        ("http://a\nb", "has a character in its host name that no host name has"),
        ("http://[::g]", "has a character in its host name that no host name has"),
        ("http://[fe80::1%lo]", zone), ("http://[fe80::1%25]", zone), ("http://[fe80::1%]", zone),
        ("http://[fe80::1%25a/b]", "has an IPv6 address without its closing bracket"),
        ("http://[fe80::1%25a b]", zone),
        ("http://a%25lo", "has a character in its host name that no host name has"),
        ("http://ocp?x=1", "must not have a query (?)"),
        ("http://ocp/#a", "must not have a fragment (#)"),
        ("http://ocp/a b", "has a character in its path that must be percent-encoded"),
        ("http://ocp/é", "has a character in its path that must be percent-encoded"),
        ("http://ocp\\x", "has a character in its path that must be percent-encoded"),
        ("http://ocp/%zz", "has a bad percent encoding in its path"),
        ("http://ocp/%2", "has a bad percent encoding in its path"),
        ("http://ocp/a/../b", "must not have . or .. in its path"),
        ("http://ocp/api/v2/", "must end before /api: the exporter adds /api/v2 itself"),
        (
            "http://user:hunter2@ocp",
            "must not hold a user name or password: they belong into basic_auth or access_key"
        ),
        (
            "http://hunter2@ocp/api",
            "must not hold a user name or password: they belong into basic_auth or access_key"
        ),
    ]

    @Test(arguments: wrongAddresses)
    func saysWhatIsWrongWithAnAddress(text: String, message: String) {
        let problem = #expect(throws: SettingProblem.self) { try BaseURL(text) }
        #expect(problem?.description == message)
    }

    static let proxies: [(String, String, String?)] = [
        ("http://proxy:3128", "http://proxy:3128", nil), ("https://proxy/", "https://proxy", nil),
        ("socks5h://[::1]:1080", "socks5h://[::1]:1080", nil),
        ("http://u:p%40%3aw@proxy", "http://proxy", "p@:w"), ("http://u@proxy", "http://proxy", ""),
    ]

    @Test(arguments: proxies)
    func readsProxies(text: String, description: String, password: String?) throws {
        let proxy = try ProxyURL(text)
        #expect(proxy.description == description)
        #expect(proxy.login?.password == password.map { Secret($0) })
    }

    @Test(arguments: [
        "proxy:3128", "ftp://proxy", "http://proxy/path", "http://proxy?x", "http://u:%zz@proxy",
        "http://u:%00@proxy", "http://:3128", "",
    ])
    func refusesOtherProxies(text: String) {
        #expect(throws: SettingProblem.self) { try ProxyURL(text) }
    }

    static let serverNames: [(String, String?)] = [
        ("ocp.example", "ocp.example"), ("10.0.0.1", "10.0.0.1"), ("::1", "[::1]"),
        ("[::1]", "[::1]"), ("", nil), ("a/b", nil), ("a@b", nil), ("ocp.example:443", nil),
        ("[::1]:443", nil), ("a b", nil),
    ]

    @Test(arguments: serverNames)
    func checksServerNames(name: String, expected: String?) async throws {
        #expect((try? TLSSettings.checkedServerName(name)) == expected)
        guard expected == nil else { return }
        let settings = ConnectionSettings(
            baseURL: try BaseURL("https://127.0.0.1:1"),
            tls: TLSSettings(serverName: name)
        )
        let error = await #expect(throws: OCPError.self) {
            try await CurlTransport().send(
                TransportRequest(settings: settings, target: "/", headers: [])
            )
        }
        #expect(error?.message.hasPrefix("the server name ") == true)
    }

    static let fields: [(String, String, String?)] = [
        ("X-Trace", "exporter", nil), ("x-ocp-origin", " a ", nil), ("X-Empty", "", nil),
        ("X-Tab", "a\tb", nil), ("X-OCP-B", "a", nil),
        ("", "x", "is not a name that a header field can have"),
        ("X Trace", "x", "is not a name that a header field can have"),
        ("X:Trace", "x", "is not a name that a header field can have"),
        ("é", "x", "is not a name that a header field can have"),
        ("authorization", "x", "is a header field that the exporter sets itself"),
        ("Host", "x", "is a header field that the exporter sets itself"),
        ("Content-Length", "x", "is a header field that the exporter sets itself"),
        ("X-A", "a\r\nHost: b", "has a value with a control character"),
        ("X-A", "a\0", "has a value with a control character"),
    ]

    @Test(arguments: fields)
    func checksConfiguredFields(name: String, value: String, message: String?) throws {
        guard let message else {
            let field = try HeaderField(configured: name, value: value)
            #expect(field.value == value.trimmingASCIISpace())
            #expect(field.name == (name == "X-OCP-B" ? "x-ocp-b" : name))
            return
        }
        let problem = #expect(throws: SettingProblem.self) {
            try HeaderField(configured: name, value: value)
        }
        #expect(problem?.description == message)
    }
}

@Suite struct RedactorTests {
    @Test func replacesTheLongestSecretFirst() {
        let redactor = Redactor(["abc", "abcdef", ""].map { Array($0.utf8) })
        #expect(redactor.remark("1abcdef2abc3abdabcde") == "1<redacted>2<redacted>3abd<redacted>de")
    }

    @Test func leavesShortSecretsInValues() {
        let redactor = Redactor([Array("MAL".utf8), Array("hunter22".utf8)])
        #expect(redactor.value("NORMAL") == "NORMAL")
        #expect(redactor.value("my hunter22") == "my <redacted>")
    }

    @Test func makesOneShortPrintableLine() {
        let redactor = Redactor()
        #expect(
            redactor.remark("a\nb\u{1B}[0m\u{202E}\u{2028}\0")
                == "a\\nb\\u001b[0m\\u202e\\u2028\\u0000"
        )
        #expect(redactor.remark("ééé", limit: 6) == "ééé")
        #expect(redactor.remark("éééé", limit: 7) == "éé…")
    }
}
