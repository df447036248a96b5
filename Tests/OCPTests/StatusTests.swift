import Testing

@testable import OCP

@Suite struct StatusTests {
    static let notLoggedOn = #"{"successful":false,"status":401,"error":{"code":0,"message":"m"}}"#
    static let statuses: [(Int, String, FailureReason)] = [
        (401, notLoggedOn, .unauthorized), (401, "", .unauthorized), (401, "<html>", .unauthorized),
        (401, #"{"successful":false,"error":{"code":"IAM11000"}}"#, .unauthorized),
        (403, "", .forbidden), (403, #"{"successful":false,"error":{"code":3100}}"#, .forbidden),
        (403, #"{"successful":false,"error":{"code":"IAM10003"}}"#, .unauthorized),
        (404, "", .notFound), (404, #"{"successful":false,"error":{"code":1002}}"#, .notFound),
        (400, "", .clientError), (400, #"{"successful":false,"error":{"code":11001}}"#, .notFound),
        (400, #"{"successful":false,"error":{"code":"OBE11001"}}"#, .notFound),
        (400, #"{"successful":false,"error":{"code":3001}}"#, .unauthorized),
        (400, #"{"successful":false,"error":{"code":"COM10009"}}"#, .forbidden),
        (400, #"{"successful":false,"error":{"code":1001}}"#, .clientError),
        (405, "", .clientError), (407, "", .clientError), (418, "", .clientError),
        (429, "", .throttled), (429, #"{"successful":false,"error":{"code":3000}}"#, .throttled),
        (500, "", .serverError), (502, "<html>Bad Gateway", .serverError), (503, "", .serverError),
        (500, #"{"successful":false,"error":{"code":"OBE11001"}}"#, .notFound),
        (500, #"{"successful":true,"status":200,"data":{"clusterId":1}}"#, .serverError),
        (301, "", .redirected), (302, "", .redirected), (304, "", .redirected),
        (307, "", .redirected),
        (201, #"{"successful":true,"data":{}}"#, .malformed), (204, "", .malformed),
        (206, #"{"successful":true,"data":{}}"#, .malformed), (600, "", .malformed),
        (999, "", .malformed), (100, "", .malformed),
    ]

    @Test(arguments: statuses)
    func mapsTheStatus(status: Int, body: String, reason: FailureReason) async throws {
        let client = try OCPClient.answering(.text(body, status: status))
        let error = await #expect(throws: OCPError.self) { try await client.overview(of: 1) }
        #expect(error?.reason == reason)
        #expect(error?.status == status)
        #expect(error?.isFromOCP == body.hasPrefix("{"))
    }

    static let waits: [([HeaderField], Duration?)] = [
        ([], nil),
        ([HeaderField("RateLimit-Reset", "12")], .seconds(12)),
        ([HeaderField("ratelimit-reset", " 0 ")], .zero),
        ([HeaderField("Retry-After", "30")], .seconds(30)),
        ([HeaderField("Retry-After", "30"), HeaderField("RateLimit-Reset", "7")], .seconds(7)),
        ([HeaderField("Retry-After", "Tue, 17 Jan 2023 04:15:02 GMT")], .seconds(60)),
        ([HeaderField("Retry-After", "Tue, 17 Jan 2023 04:13:02 GMT")], nil),
        ([HeaderField("RateLimit-Reset", "86400")], .seconds(86_400)),
        ([HeaderField("RateLimit-Reset", "86401")], nil),
        ([HeaderField("RateLimit-Reset", "99999999999999999999")], nil),
        ([HeaderField("RateLimit-Reset", "-1")], nil),
        ([HeaderField("RateLimit-Reset", "NaN")], nil),
        ([HeaderField("RateLimit-Reset", "soon"), HeaderField("Retry-After", "5")], .seconds(5)),
        ([HeaderField("RateLimit-Reset", "1e3")], nil),
        ([HeaderField("Retry-After", "")], nil),
    ]

    @Test(arguments: waits)
    func saysHowLongToWait(headers: [HeaderField], expected: Duration?) async throws {
        let client = try OCPClient.answering(.text("", status: 429, headers: headers))
        let error = await #expect(throws: OCPError.self) { try await client.overview(of: 1) }
        #expect(error?.retryAfter == expected)
    }

    @Test func waitsOnlyWhenThrottled() async throws {
        let headers = [HeaderField("Retry-After", "30")]
        let client = try OCPClient.answering(.text("", status: 503, headers: headers))
        let error = await #expect(throws: OCPError.self) { try await client.overview(of: 1) }
        #expect(error?.retryAfter == nil)
    }

    static let limits: [([HeaderField], RateLimit?)] = [
        ([], nil), ([HeaderField("RateLimit-Limit", "many")], nil),
        (
            [
                HeaderField("RateLimit-Limit", "100, 100;w=60"),
                HeaderField("RateLimit-Remaining", "7"),
                HeaderField("RateLimit-Reset", "9"),
            ], RateLimit(limit: 100, remaining: 7, reset: 9)
        ),
        (
            [HeaderField("ratelimit-remaining", "0")],
            RateLimit(limit: nil, remaining: 0, reset: nil)
        ),
    ]

    @Test(arguments: limits)
    func recordsTheQuota(headers: [HeaderField], expected: RateLimit?) async throws {
        for (status, body) in [(200, #"{"successful":true}"#), (429, "")] {
            let recorder = Recorder()
            let client = try OCPClient.answering(
                .text(body, status: status, headers: headers),
                recorder: recorder
            )
            _ = try? await client.overview(of: 1)
            #expect(recorder.records.map(\.rateLimit) == [expected])
            #expect(recorder.records.map(\.api) == [.overview])
        }
    }

    static let locations: [(String?, String)] = [
        (nil, ""), ("/login;session=a", ", this one points to /login"),
        ("https://user:pw@sso.example/auth?ticket=abc#x", elsewhere("https://sso.example/auth")),
        // The scheme is all that is new.
        ("https://ocp.example:8080/api", elsewhere("https://ocp.example:8080/api")),
        ("//other.example", elsewhere("//other.example")),
        ("file:///etc/passwd", elsewhere("file:///etc/passwd")),
        ("http://a/\u{1B}[2J\n", elsewhere("http://a/\\u001b[2J\\n")),
    ]

    private static func elsewhere(_ place: String) -> String {
        ", this one points to \(place); if that is OCP, the url should name it"
    }

    @Test(arguments: locations)
    func saysWhereARedirectPoints(location: String?, message: String) async throws {
        let headers = location.map { [HeaderField("Location", $0)] } ?? []
        let client = try OCPClient.answering(.text("", status: 302, headers: headers))
        let error = await #expect(throws: OCPError.self) { try await client.overview(of: 1) }
        #expect(error?.message == "HTTP 302: redirects are not followed" + message)
    }

    @Test func hintsAtTheSigningHost() async throws {
        let transport = FakeTransport { _ in .text("", status: 401) }
        let key = Credentials.accessKey(id: "ak", .value(Secret("sk")), signingHost: nil)
        let client = try OCPClient.fake(key, transport: transport)
        let error = await #expect(throws: OCPError.self) { try await client.overview(of: 1) }
        #expect(error?.message.contains("signing_host") == true)
        let basic = try OCPClient.fake(transport: transport)
        let other = await #expect(throws: OCPError.self) { try await basic.overview(of: 1) }
        #expect(other?.message.contains("user name and password") == true)
    }
}
