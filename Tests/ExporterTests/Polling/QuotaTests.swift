import Testing

@testable import Exporter
@testable import OCP

/// How much of an account's quota is kept for the overviews.
@Suite struct QuotaTests {
    /// What OCP said, what a round needs, when it is asked, and whether more may be asked.
    struct Case: Sendable {
        var remaining: Double?
        var reset: Double?
        var requests = 100
        var uptime = 0.0
        var isAllowed: Bool
    }

    @Test(
        arguments: [
            Case(remaining: nil, reset: 60, isAllowed: true),
            Case(remaining: 101, reset: 60, isAllowed: true),
            Case(remaining: 100, reset: 60, isAllowed: false),
            Case(remaining: 0, reset: 60, isAllowed: false),
            Case(remaining: 0, reset: 60, requests: 0, isAllowed: false),
            // Two rounds begin before the window ends.
            Case(remaining: 150, reset: 61, isAllowed: false),
            Case(remaining: 201, reset: 120, isAllowed: true),
            // A window without an end is one of a minute.
            Case(remaining: 101, reset: nil, isAllowed: true),
            Case(remaining: 100, reset: nil, isAllowed: false),
            // It goes by, and then the quota is whole again.
            Case(remaining: 150, reset: 120, uptime: 59, isAllowed: false),
            Case(remaining: 150, reset: 120, uptime: 60, isAllowed: true),
            Case(remaining: 0, reset: 120, uptime: 119.9, isAllowed: false),
            Case(remaining: 0, reset: 120, uptime: 120, isAllowed: true),
            Case(remaining: 0, reset: 0, isAllowed: true),
        ]
    )
    func slowCollectorsWaitWhileTheOverviewsNeedWhatIsLeft(_ example: Case) {
        var quota = Quota(pollInterval: .seconds(60))
        quota.requestsPerRound = example.requests
        var limit = RateLimit([HeaderField("RateLimit-Limit", "1000")])
        limit?.remaining = example.remaining
        limit?.reset = example.reset
        if let limit { quota.told = (limit, .zero) }
        #expect(quota.allows(at: .seconds(example.uptime)) == example.isAllowed)
    }

    @Test func anOCPThatSaysNothingOfAQuotaHasNone() {
        #expect(Quota(requestsPerRound: 1000, pollInterval: .seconds(60)).allows(at: .zero))
    }
}
