import HTTP
import OCPSimulator
import Testing

@Suite struct FaultTests {
    private static let path = "/api/v2/ob/clusters/1000001/backup/overview"
    private static let request = HTTPRequest(
        path: path,
        fields: [SimulatorHarness.authorization]
    )

    @Test(arguments: [
        ("unauthorized", 401, "{\"duration\":"), ("throttled", 429, "{\"duration\":"),
        ("bad-gateway", 502, "<html>"), ("redirect", 302, ""),
        ("garbage", 200, "<!DOCTYPE html>"), ("empty", 200, ""),
        ("no-data", 200, "{\"duration\":"), ("data-in-array", 200, "{\"data\":[{\"backup"),
        ("truncated", 200, "{\"data\":{"), ("malformed-fields", 200, "{\"data\":{"),
    ])
    func faultsSpoilTheOverview(_ name: String, status: Int, start: String) throws {
        let answer = try SimulatorHarness(scenario: name).overview()
        #expect(answer.status == status)
        #expect(start.isEmpty ? answer.text.isEmpty : answer.text.hasPrefix(start))
    }

    @Test func aTruncatedAnswerIsHalfOfTheRightOne() throws {
        let right = try SimulatorHarness(scenario: "healthy").overview().text
        let half = try SimulatorHarness(scenario: "truncated").overview().text
        #expect(half.utf8.count == right.utf8.count / 2)
        #expect(right.hasPrefix(half))
    }

    @Test func fieldsAreReplacedByAnyText() throws {
        let harness = try SimulatorHarness(scenario: "healthy")
        harness.simulator.setFault(
            .fields(["backupSize": "NaN", "new": "[1,"]),
            cluster: 1_000_001
        )
        let text = try harness.overview().text
        #expect(text.contains("\"backupSize\":NaN,"))
        #expect(text.contains("\"new\":[1,"))
        #expect(text.contains("\"clusterName\":\"core_pay_01\""))
    }

    @Test func aSlowAnswerComesAfterFiveSecondsAndIsRightThen() throws {
        let harness = try SimulatorHarness(scenario: "slow")
        let pending = harness.send(Self.request)
        harness.advance(seconds: 4.9)
        #expect(pending.response == nil)
        #expect(harness.simulator.requests.count() == 0)
        harness.advance(seconds: 0.1)
        #expect(pending.response?.status == 200)
        #expect(pending.response?.text.contains("\"timestamp\":\"2021-09-22T14:50:51.") == true)
        #expect(harness.simulator.requests.count(.overview, .answered(200)) == 1)
    }

    @Test func latencyDelaysEveryAnswer() throws {
        var settings = SimulatorSettings()
        settings.latency = 50
        let harness = try SimulatorHarness(settings)
        let pending = harness.send(HTTPRequest(path: "/api/v2/time"))
        #expect(pending.response == nil)
        harness.advance(seconds: 0.05)
        #expect(pending.response?.status == 200)
        harness.simulator.setLatency(milliseconds: 0)
        #expect(harness.ask(HTTPRequest(path: "/api/v2/time"))?.status == 200)
    }

    @Test func aHungRequestIsAnsweredOnlyWhenItIsReleased() throws {
        let harness = try SimulatorHarness(scenario: "hangs")
        let pending = harness.send(Self.request)
        harness.advance(seconds: 1e6)
        #expect(pending.response == nil)
        #expect(harness.simulator.requests.count(.overview, .hung) == 1)
        harness.simulator.releaseUnanswered()
        harness.simulator.releaseUnanswered()
        #expect(pending.response?.status == 503)
        #expect(pending.count == 1)
    }

    @Test func hungRequestsDoNotPileUpForEver() throws {
        let harness = try SimulatorHarness(scenario: "hangs")
        let first = harness.send(Self.request)
        for _ in 0..<1000 { _ = harness.send(Self.request) }
        #expect(first.response?.status == 503)
    }

    @Test(arguments: ["overview", "clusters", "cluster", "info", "time", "status"])
    func anEndpointIsSpoiledAlone(_ name: String) throws {
        let harness = try SimulatorHarness(scenario: "healthy")
        let spoiled = try #require(SimulatedEndpoint(rawValue: name))
        harness.simulator.setFault(.named("garbage"), endpoint: spoiled)
        let paths: [SimulatedEndpoint: String] = [
            .overview: Self.path, .clusters: "/api/v2/ob/clusters",
            .cluster: "/api/v2/ob/clusters/1000001", .info: "/api/v2/info",
            .time: "/api/v2/time", .status: "/api/status",
        ]
        for (endpoint, path) in paths {
            #expect(try harness.get(path).text.hasPrefix("<!DOCTYPE") == (endpoint == spoiled))
        }
        harness.simulator.setFault(nil, endpoint: spoiled)
        let path = try #require(paths[spoiled])
        #expect(try !harness.get(path).text.hasPrefix("<!DOCTYPE"))
    }

    @Test func aFaultSetForAClusterComesBeforeItsScenarioAndLeavesOthersAlone() throws {
        let harness = try SimulatorHarness(scenario: "forbidden", clusters: 2)
        let isThere = harness.simulator.setFault(.named("not-found"), cluster: 1_000_001)
        #expect(isThere)
        #expect(try harness.overview().status == 404)
        #expect(try harness.overview(1_000_002).status == 403)
        harness.simulator.setFault(nil, cluster: 1_000_001)
        #expect(try harness.overview().status == 403)
        #expect(!harness.simulator.setFault(.hang, cluster: 7))
    }

    @Test func anUnreachableClusterIsListedAsUnavailable() throws {
        let harness = try SimulatorHarness(scenario: "unreachable")
        let cluster = try #require(harness.get("/api/v2/ob/clusters").json.contents.first)
        #expect(cluster["status"] as? String == "UNAVAILABLE")
        #expect(cluster["failToQueryFromObReason"] as? String == "Connection timed out.")
    }
}
