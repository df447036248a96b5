import Testing

@testable import OCP

@Suite struct ResponseHeadTests {
    static let heads: [(head: String, fields: [HeaderField])] = [
        ("", []),
        ("Content-Type: application/json\r\nDate: Tue, 17 Jan 2023 03:36:01 GMT\r\n", []),
        ("Retry-After: 7\r\n", [HeaderField("retry-after", "7")]),
        ("RETRY-after:\t 7 \t\r\n", [HeaderField("retry-after", "7")]),
        ("Retry-After:\r\n", [HeaderField("retry-after", "")]),
        ("Retry-After: 7", [HeaderField("retry-after", "7")]),
        ("Retry-After: 7\n", [HeaderField("retry-after", "7")]),
        (
            "RateLimit-Limit: 100, 100;w=60\r\nX-A: b\r\nRateLimit-Remaining: 3\r\n"
                + "ratelimit-reset: 1\r\nLocation: http://a/?b:c\r\n",
            [
                HeaderField("ratelimit-limit", "100, 100;w=60"),
                HeaderField("ratelimit-remaining", "3"), HeaderField("ratelimit-reset", "1"),
                HeaderField("location", "http://a/?b:c"),
            ]
        ),
        // Of several with one name, the first counts.
        (
            "Location: a\r\nLocation: b\r\n",
            [HeaderField("location", "a"), HeaderField("location", "b")]
        ),
        // Names that only look alike, and lines that are no fields.
        ("Retry-After : 7\r\nXRetry-After: 7\r\nRetry-Afters: 7\r\nRetry-After\r\n", []),
        ("X-A: b\r\n Retry-After: 7\r\n: 7\r\n\r\n\n", []),
    ]

    @Test(arguments: heads)
    func keepsTheFieldsThatMeanSomething(head: String, fields: [HeaderField]) {
        #expect(ResponseHead.fields(Array(head.utf8)) == fields)
    }
}
