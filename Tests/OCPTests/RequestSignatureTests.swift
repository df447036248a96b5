import Testing

@testable import OCP

/// The seven vectors: two of OCP's manual, five computed from its algorithm with another program.
@Suite struct RequestSignatureTests {
    static let secret = Secret("2fc0c299cc94c6be266f2ceece765d4d")
    static let host = "ocp.alibaba.net:8080"
    static let date = "Tue, 17 Jan 2023 04:14:02 GMT"

    @Test func signsThePostOfTheManual() {
        let signature = RequestSignature(
            method: "POST",
            contentMD5: "186974DB33A090A16D3E2CA35F547B56",
            contentType: "application/json",
            date: "Tue, 17 Jan 2023 09:13:57 GMT",
            host: Self.host,
            fields: [HeaderField("x-ocp-data", "A,1")],
            target: "/api/v2/compute/idcs"
        )
        #expect(signature.signed(with: Self.secret) == "XN8P+O+v3vUabB16ZCooq5wMJoY=")
    }

    @Test func signsTheGetOfTheManual() {
        let signature = RequestSignature(
            contentType: "application/json;charset=utf-8",
            date: Self.date,
            host: Self.host,
            target: "/api/v2/compute/idcs?size=100"
        )
        #expect(signature.signed(with: Self.secret) == "TsQD6HDOuZuJ409m0wdnZPmijlc=")
    }

    static let overview = "/api/v2/ob/clusters/1/backup/overview"
    static let vectors: [(String, String, [HeaderField], String)] = [
        (overview, "application/json", [], "3zH7WR6zSfcyM7AYESB/zJG50sg="),
        (
            "/api/v2/ob/clusters?"
                + CanonicalQuery.encode([(name: "size", value: "2000"), (name: "page", value: "1")]),
            "application/json", [], "sGHWNzqCUAK3Px98jaemYmvlYmY="
        ),
        (overview, "", [], "Z/gGDnYNxASNg5rPrLJUlH+m7po="),
        (
            "/api/v2/ob/clusters?"
                + CanonicalQuery.encode([
                    (name: "page", value: "1"), (name: "size", value: "200"),
                    (name: "status", value: "RUNNING"), (name: "status", value: "CREATING"),
                ]),
            "application/json", [], "hK2xQppHx/WqP3YYkdfBjDDsYsU="
        ),
        (
            overview, "application/json", [HeaderField("X-OCP-Origin", "ocp-backup-exporter")],
            "booSvyKYy8UA63pY6kIZUD/fBbE="
        ),
    ]

    @Test(arguments: vectors)
    func signs(target: String, contentType: String, fields: [HeaderField], expected: String) {
        let signature = RequestSignature(
            contentType: contentType,
            date: Self.date,
            host: Self.host,
            fields: fields,
            target: target
        )
        #expect(signature.signed(with: Self.secret) == expected)
    }

    @Test func encodesQueriesInOneWay() {
        let query = CanonicalQuery.encode([
            (name: "b", value: "x y/+é~"), (name: "a", value: "2"), (name: "a", value: "1"),
        ])
        #expect(query == "a=1%2C2&b=x%20y%2F%2B%C3%A9~")
    }

    @Test func signsTheVeryRequestThatIsSent() async throws {
        let transport = FakeTransport { _ in
            .text(#"{"data":{"clusterId":1},"successful":true}"#)
        }
        let client = try OCPClient.fake(
            .accessKey(id: "cqammmxBpfGjFlto", .value(Self.secret), signingHost: nil),
            url: "http://ocp.alibaba.net:8080",
            now: 1_673_928_842,
            transport: transport
        )
        _ = try await client.overview(of: 1)
        let sent = try #require(transport.sent.first)
        #expect(sent.target == Self.overview)
        #expect(sent.headers["Date"] == Self.date)
        #expect(sent.headers["Host"] == Self.host)
        #expect(sent.headers["Content-Type"] == "application/json")
        #expect(
            sent.headers["Authorization"]
                == "OCP-ACCESS-KEY-HMACSHA1 cqammmxBpfGjFlto:3zH7WR6zSfcyM7AYESB/zJG50sg="
        )
    }

    @Test func signsTheHostThatOCPSees() async throws {
        let transport = FakeTransport { _ in
            .text(#"{"data":{"clusterId":1},"successful":true}"#)
        }
        let client = try OCPClient.fake(
            .accessKey(id: "cqammmxBpfGjFlto", .value(Self.secret), signingHost: Self.host),
            url: "https://proxy.example/",
            headers: [try HeaderField(configured: "x-ocp-origin", value: "ocp-backup-exporter")],
            now: 1_673_928_842,
            transport: transport
        )
        _ = try await client.overview(of: 1)
        let sent = try #require(transport.sent.first)
        #expect(sent.headers["Host"] == "proxy.example")
        #expect(sent.headers["x-ocp-origin"] == "ocp-backup-exporter")
        #expect(sent.headers["Authorization"]?.hasSuffix(":booSvyKYy8UA63pY6kIZUD/fBbE=") == true)
    }

    @Test func sendsBasicCredentials() async throws {
        let transport = FakeTransport { _ in
            .text(#"{"data":{"clusterId":1},"successful":true}"#)
        }
        let client = try OCPClient.fake(
            .basic(username: "Aladdin", .value(Secret("open sesame"))),
            transport: transport
        )
        _ = try await client.overview(of: 5)
        let sent = try #require(transport.sent.first)
        #expect(sent.headers["Authorization"] == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
        #expect(sent.headers["Date"] == nil)
        #expect(sent.headers["Accept"] == "application/json")
        #expect(sent.headers["Accept-Language"] == "en-US")
        #expect(sent.headers["User-Agent"] == "oceanbase-backup-exporter")
        #expect(sent.headers["Content-Type"] == "application/json")
    }
}

@Suite struct Base64Tests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("\u{7FF}\u{FFFF}", "37/vv78="),
    ])
    func encodesTheVectorsOfTheStandard(text: String, expected: String) {
        #expect(Base64.encode(Array(text.utf8)) == expected)
    }
}
