import HTTP
import OCPSimulator
import Testing

@Suite struct LogOnTests {
    private static func request(_ authorization: String?) -> HTTPRequest {
        HTTPRequest(
            path: "/api/v2/info",
            fields: HTTPFields(authorization.map { [.init("Authorization", $0)] } ?? [])
        )
    }

    @Test(
        arguments: [
            ("Basic ZXhwb3J0ZXI6ZXhwb3J0ZXI=", 200, LogOnResult.accepted),
            ("basic ZXhwb3J0ZXI6ZXhwb3J0ZXI=", 200, .accepted),
            (nil, 401, .missing),
            ("Bearer abc", 401, .missing),
            ("Basic", 401, .missing),
            ("Basic ZXhwb3J0ZXI6d3Jvbmc=", 401, .wrong),
            ("Basic ZXhwb3J0ZXI6ZXhwb3J0ZXI", 401, .wrong),
            ("Basic !!!!", 401, .wrong),
            ("Basic ", 401, .wrong),
            ("Basic ====", 401, .wrong),
            ("OCP-ACCESS-KEY-HMACSHA1 cqammmxBpfGjFlto:x", 401, .wrong),
        ] as [(String?, Int, LogOnResult)]
    )
    func basicLogOns(_ authorization: String?, status: Int, result: LogOnResult) throws {
        let harness = try SimulatorHarness()
        #expect(harness.ask(Self.request(authorization))?.status == status)
        #expect(harness.simulator.requests.logOns == [result: 1])
    }

    @Test func twoAuthorizationsAreNone() throws {
        let harness = try SimulatorHarness()
        let line = SimulatorHarness.authorization
        let request = HTTPRequest(path: "/api/v2/info", fields: [line, line])
        #expect(harness.ask(request)?.status == 401)
    }

    @Test func credentialsCanBeChanged() throws {
        let harness = try SimulatorHarness()
        harness.simulator.setAccount(SimulatedAccount(username: "dba", password: "p:w é"))
        #expect(try harness.get("/api/v2/info").status == 401)
        #expect(harness.ask(Self.request("Basic ZGJhOnA6dyDDqQ=="))?.status == 200)
    }

    @Test func theTimeNeedsNoLogOn() throws {
        let harness = try SimulatorHarness()
        let answer = try #require(harness.ask(HTTPRequest(path: "/api/v2/time")))
        #expect(answer.status == 200)
        #expect(answer.text == "2021-09-22T14:50:46.414+08:00")
        #expect(answer.fields["Content-Type"] == "text/plain;charset=UTF-8")
        #expect(harness.simulator.requests.logOns.isEmpty)
    }

    @Test func twentyFailuresInARowLockTheAccountForHalfAnHour() throws {
        let harness = try SimulatorHarness()
        let wrong = Self.request("Basic ZXhwb3J0ZXI6d3Jvbmc=")
        for attempt in 1...20 {
            let answer = harness.ask(wrong)
            #expect(answer?.json.error["code"] as? String == "IAM10004")
            #expect(answer?.text.contains("You have \(20 - attempt) attempts left.") == true)
        }
        let locked = try harness.get("/api/v2/info")
        #expect(locked.status == 401)
        #expect(locked.json.error["code"] as? String == "IAM10003")
        harness.advance(seconds: 30 * 60 - 1)
        #expect(try harness.get("/api/v2/info").status == 401)
        harness.advance(seconds: 2)
        #expect(try harness.get("/api/v2/info").status == 200)
        #expect(harness.simulator.requests.failedLogOns == 20)
        #expect(harness.simulator.requests.count(.locked) == 2)
        #expect(harness.simulator.requests.count(.accepted) == 1)
    }

    @Test func aSuccessForgetsFailuresAndAMissingHeaderIsNone() throws {
        let harness = try SimulatorHarness()
        for _ in 0..<3 {
            for _ in 0..<19 { _ = harness.ask(Self.request("Basic ZXhwb3J0ZXI6d3Jvbmc=")) }
            for _ in 0..<30 { _ = harness.ask(Self.request(nil)) }
            #expect(try harness.get("/api/v2/info").status == 200)
        }
    }

    @Test func theAccountIsLockedAndUnlockedByHand() throws {
        let harness = try SimulatorHarness()
        harness.simulator.lockAccount()
        #expect(try harness.get("/api/v2/info").status == 401)
        harness.simulator.unlockAccount()
        #expect(try harness.get("/api/v2/info").status == 200)
    }

    @Test func noSecretIsPrinted() {
        let key = SimulatedAccount.AccessKey(id: "id", secret: "hidden-secret")
        let credentials = SimulatedAccount(username: "dba", password: "hidden-word", accessKey: key)
        var dumped = "\(credentials) \(key) \(String(reflecting: credentials))"
        dump((credentials, key), to: &dumped)
        #expect(!dumped.contains("hidden"))
    }
}
