import HTTP
import OCPSimulator
import Testing

@Suite struct ThrottleTests {
    private func limited(_ text: String) throws -> SimulatorHarness {
        var settings = SimulatorSettings()
        settings.rateLimit = try #require(RateLimit(text) as RateLimit?)
        return try SimulatorHarness(settings)
    }

    @Test func requestsBeyondTheLimitAreRefusedUntilTheWindowEnds() throws {
        let harness = try limited("2/10s")
        let first = try harness.overview()
        #expect(first.status == 200)
        #expect(first.fields["RateLimit-Limit"] == "2")
        #expect(first.fields["RateLimit-Remaining"] == "1")
        #expect(first.fields["RateLimit-Reset"] == "10")
        harness.advance(seconds: 4.5)
        #expect(try harness.overview().fields["RateLimit-Remaining"] == "0")
        let refused = try harness.overview()
        #expect(refused.status == 429)
        #expect(refused.fields["RateLimit-Reset"] == "6")
        #expect(refused.json.error["code"] as? Int == 0)
        #expect(refused.json.properties["successful"] as? Bool == false)
        #expect(refused.json.properties["status"] as? Int == 429)
        harness.advance(seconds: 5.5)
        #expect(try harness.overview().status == 200)
        #expect(harness.simulator.requests.statuses == [200: 3, 429: 1])
    }

    @Test func refusedLogOnsAndTheTimeAreNotCounted() throws {
        let harness = try limited("1/1h")
        #expect(harness.ask(HTTPRequest(path: "/api/v2/info"))?.status == 401)
        let time = try #require(harness.ask(HTTPRequest(path: "/api/v2/time")))
        #expect(time.fields["RateLimit-Limit"] == nil)
        #expect(try harness.get("/api/v2/info").status == 200)
        #expect(try harness.get("/api/v2/info").status == 429)
    }

    @Test func theLimitIsChangedWhileItRuns() throws {
        let harness = try limited("1/1d")
        #expect(try harness.get("/api/v2/info").status == 200)
        #expect(try harness.get("/api/v2/info").status == 429)
        harness.simulator.setRateLimit(nil)
        let free = try harness.get("/api/v2/info")
        #expect(free.status == 200)
        #expect(free.fields["RateLimit-Limit"] == nil)
    }

    @Test(arguments: [
        "", "100", "100/", "/10s", "0/10s", "-1/10s", "1/0s", "1/10", "1/1s/1s", "1/5ms",
    ])
    func badLimitsAreRefused(_ text: String) {
        #expect(RateLimit(text) == nil)
    }
}
