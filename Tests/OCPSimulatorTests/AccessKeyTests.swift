import HTTP
import Testing

@testable import OCPSimulator

/// The sample key of OCP's manual, and the requests that are signed with it.
@Suite struct AccessKeyTests {
    private static let secret = "2fc0c299cc94c6be266f2ceece765d4d"
    private static let january = 1_673_928_842.0

    struct Vector: Sendable {
        var method = "GET"
        var path = "/api/v2/ob/clusters/1/backup/overview"
        var query: String?
        var contentType: String? = "application/json"
        var date = "Tue, 17 Jan 2023 04:14:02 GMT"
        var contentMD5 = ""
        var extra: HTTPFields.Line?
        var signature: String

        var request: HTTPRequest {
            var fields: HTTPFields = [.init("Host", "ocp.alibaba.net:8080"), .init("Date", date)]
            if let contentType { fields.append("Content-Type", contentType) }
            if let extra { fields.lines.append(extra) }
            fields.append(
                "Authorization",
                "OCP-ACCESS-KEY-HMACSHA1 cqammmxBpfGjFlto:\(signature)"
            )
            return HTTPRequest(method: method, path: path, query: query, fields: fields)
        }
    }

    /// The first two are in the manual.
    static let vectors = [
        Vector(
            method: "POST",
            path: "/api/v2/compute/idcs",
            date: "Tue, 17 Jan 2023 09:13:57 GMT",
            contentMD5: "186974DB33A090A16D3E2CA35F547B56",
            extra: .init("x-ocp-data", "A,1"),
            signature: "XN8P+O+v3vUabB16ZCooq5wMJoY="
        ),
        Vector(
            path: "/api/v2/compute/idcs",
            query: "size=100",
            contentType: "application/json;charset=utf-8",
            signature: "TsQD6HDOuZuJ409m0wdnZPmijlc="
        ),
        Vector(signature: "3zH7WR6zSfcyM7AYESB/zJG50sg="),
        Vector(
            path: "/api/v2/ob/clusters",
            query: "page=1&size=2000",
            signature: "sGHWNzqCUAK3Px98jaemYmvlYmY="
        ),
        Vector(contentType: nil, signature: "Z/gGDnYNxASNg5rPrLJUlH+m7po="),
        Vector(
            path: "/api/v2/ob/clusters",
            query: "page=1&size=200&status=CREATING%2CRUNNING",
            signature: "hK2xQppHx/WqP3YYkdfBjDDsYsU="
        ),
        Vector(
            extra: .init("x-ocp-origin", "ocp-backup-exporter"),
            signature: "booSvyKYy8UA63pY6kIZUD/fBbE="
        ),
    ]

    @Test(arguments: vectors)
    func vectorsOfTheManualVerify(_ vector: Vector) {
        let signature = AccessKeySignature(request: vector.request, contentMD5: vector.contentMD5)
        #expect(signature.signature(secret: Self.secret) == vector.signature)
    }

    @Test func theStringToSignHasSevenLines() {
        let vector = Self.vectors[0]
        let text = AccessKeySignature(request: vector.request, contentMD5: vector.contentMD5)
            .stringToSign
        #expect(
            text == """
                POST
                186974DB33A090A16D3E2CA35F547B56
                application/json
                Tue, 17 Jan 2023 09:13:57 GMT
                ocp.alibaba.net:8080
                x-ocp-data:A,1
                /api/v2/compute/idcs
                """
        )
    }

    @Test(arguments: [
        ("b=2&a=1", "a=1&b=2"), ("a=3&a=1&a=2", "a=1%2C2%2C3"), ("q=a+b", "q=a%20b"),
        ("q=%e4%b8%ad~-._", "q=%E4%B8%AD~-._"), ("aa=1&a=2", "a=2&aa=1"), ("flag", "flag="),
        ("q=%zz", "q=%25zz"), ("", ""),
    ])
    func queriesHaveOneCanonicalForm(_ query: String, canonical: String) {
        #expect(QueryParameters(query).canonical == canonical)
    }

    private func harness(at seconds: Double = january) throws -> SimulatorHarness {
        var settings = SimulatorSettings()
        settings.account.accessKey = .init(id: "cqammmxBpfGjFlto", secret: Self.secret)
        let harness = try SimulatorHarness(settings)
        harness.advance(seconds: seconds - SimulatorHarness.start)
        return harness
    }

    @Test func aSignedRequestIsLetIn() throws {
        let harness = try harness()
        #expect(harness.ask(Self.vectors[3].request)?.status == 200)
        #expect(harness.simulator.requests.logOns == [.accepted: 1])
    }

    @Test func whatIsNotSignedAsItWasSentIsRefused() throws {
        let harness = try harness()
        var requests = Array(repeating: Self.vectors[3].request, count: 6)
        requests[0].query = "page=2&size=2000"
        requests[1].path = "/api/v2/ob/cluster"
        requests[2].method = "HEAD"
        requests[3].fields.lines.removeAll { $0.name == "Content-Type" }
        requests[4].fields.append("x-ocp-origin", "elsewhere")
        requests[5].fields.lines.removeAll { $0.name == "Host" }
        for request in requests { #expect(harness.ask(request)?.status == 401) }
        #expect(harness.simulator.requests.logOns == [.badSignature: 6])
    }

    @Test(arguments: [
        (-899.0, 0.0, LogOnResult.accepted), (899, 0, .accepted), (-901, 0, .skewed),
        (901, 0, .skewed), (901, -120, .accepted), (0, 901, .skewed),
    ])
    func clocksMayDifferByLessThanAQuarterOfAnHour(
        _ seconds: Double,
        offset: Double,
        result: LogOnResult
    ) throws {
        var settings = SimulatorSettings()
        settings.account.accessKey = .init(id: "cqammmxBpfGjFlto", secret: Self.secret)
        settings.clockOffset = Int64(offset * 1000)
        let harness = try SimulatorHarness(settings)
        harness.advance(seconds: Self.january + seconds - SimulatorHarness.start)
        _ = harness.ask(Self.vectors[3].request)
        #expect(harness.simulator.requests.logOns == [result: 1])
    }

    @Test(arguments: [
        "", "Tue, 17 Jan 2023 04:14:02", "2023-01-17T04:14:02Z", "Tue, 17 Jan 2023 24:14:02 GMT",
        "Tue, 17 Foo 2023 04:14:02 GMT", "Tue, 99 Jan 2023 04:14:02 GMT",
        "Tue, 17 Jan 99999999999999999999 04:14:02 GMT", "Tue, 17 Jan 2023 04:14:-2 GMT",
    ])
    func oddDatesAreSkewed(_ date: String) throws {
        let harness = try harness()
        var vector = Self.vectors[3]
        vector.date = date
        #expect(harness.ask(vector.request)?.status == 401)
        #expect(harness.simulator.requests.logOns == [.skewed: 1])
    }

    @Test func datesAreRead() {
        #expect(SignatureDate.seconds("Tue, 17 Jan 2023 04:14:02 GMT") == 1_673_928_842)
        #expect(SignatureDate.seconds("Thu, 01 Jan 1970 00:00:00 GMT") == 0)
        #expect(SignatureDate.seconds("Thu, 29 Feb 2024 23:59:59 GMT") == 1_709_251_199)
    }
}
