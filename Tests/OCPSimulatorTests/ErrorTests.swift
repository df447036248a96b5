import HTTP
import OCPSimulator
import Testing

@Suite struct ErrorTests {
    /// A fault's status and code in the versions before and after V4.2.2.
    @Test(arguments: [
        ("unreachable", 500, 1500, "OBE12000"),
        ("forbidden", 403, 3100, "IAM11000"),
        ("not-found", 404, 11001, "OBE11001"),
        ("bad-request", 400, 11001, "OBE11001"),
        ("strategy-error", 400, 20106, "BAK21006"),
        ("standby-error", 400, 20000, "BAK40002"),
        ("server-error", 500, 1115, "COM10999"),
        ("unsuccessful", 200, 1004, "COM10004"),
    ])
    func codesAreNumbersAndThenText(_ name: String, status: Int, number: Int, text: String) throws {
        for (version, code) in [("4.2.1", "\(number)"), ("4.2.2", text), ("4.3.5", text)] {
            var settings = SimulatorSettings()
            settings.fleet = FleetPlan(clusters: 1, scenarios: [.init(name)])
            settings.version = try #require(OCPVersion(version))
            let answer = try SimulatorHarness(settings).overview()
            #expect(answer.status == status)
            #expect(answer.json.properties["successful"] as? Bool == false)
            #expect(answer.json.properties["status"] as? Int == status)
            #expect(answer.json.properties["data"] == nil)
            let quote = code == text ? "\"" : ""
            #expect(answer.text.contains("\"error\":{\"code\":\(quote)\(code)\(quote),\"message\""))
        }
    }

    /// No path, however odd, does harm.
    @Test(arguments: [
        ("/api/v2/ob/clusters/abc/backup/overview", 400),
        ("/api/v2/ob/clusters/1e6/backup/overview", 400),
        ("/api/v2/ob/clusters/99999999999999999999/backup/overview", 400),
        ("/api/v2/ob/clusters/9223372036854775807/backup/overview", 404),
        ("/api/v2/ob/clusters/-9223372036854775808/backup/overview", 404),
        ("/api/v2/ob/clusters/-1/backup/overview", 404),
        ("/api/v2/ob/clusters/0/backup/overview", 404),
        ("/api/v2/ob/clusters/1000002/backup/overview", 404),
        ("/api/v2/ob/clusters/\u{663}/backup/overview", 400),
        ("/api/v2/ob/clusters/1\u{0}/backup/overview", 400),
        ("/api/v2/ob/clusters/9", 404),
        ("/api/v2/ob/clusters/1000001", 200),
        ("/api/status", 200),
    ])
    func pathsAreJudged(_ path: String, status: Int) throws {
        let harness = try SimulatorHarness(scenario: "healthy")
        #expect(try harness.get(path).status == status)
    }

    @Test(arguments: [
        "/api/v2/ob/clusters/1000001/backup", "/api/v2/ob/clusters//backup/overview",
        "/api/v2/ob/clusters/", "/api/v1/ob/clusters", "/api/", "/api", "/api/v2/nothing",
        "/api/v2/ob/clusters/1000001/backup/overview/", "/api/v2/info/",
        "/api/v2/ob/clusters/1000001/tenants", "/api/v2/ob/clusters/1000001/tenants/31",
        "/api/v2/ob/clusters/1000001/tenants//backup/task/logBackupTasks",
        "/api/v2/ob/clusters//tenants/31/backup/task/logBackupTasks",
        "/api/v2/ob/clusters/1000001/backup/task/logBackupTasks/", "/api/v2/ob/tenants/",
        "/api/v2/ob/clusters/1000001/tenants/31/backup/overview",
    ])
    func unknownPathsOfTheAPIGetTheConsole(_ path: String) throws {
        let harness = try SimulatorHarness(scenario: "healthy")
        let answer = try harness.get(path)
        #expect(answer.status == 200)
        #expect(answer.fields["Content-Type"] == "text/html;charset=UTF-8")
        #expect(answer.text.hasPrefix("<!DOCTYPE html>"))
        #expect(harness.ask(HTTPRequest(path: path))?.status == 401)
    }

    @Test(arguments: ["/", "/metrics", "/apix", "*", "//api", "/index.html"])
    func otherPathsLeadToTheLogin(_ path: String) throws {
        let answer = try #require(SimulatorHarness().ask(HTTPRequest(path: path)))
        #expect(answer.status == 302)
        #expect(answer.fields["Location"] == "/login")
        #expect(answer.fields["Set-Cookie"]?.hasPrefix("callback=") == true)
    }

    @Test func theLoginPageIsHTML() throws {
        let answer = try #require(SimulatorHarness().ask(HTTPRequest(path: "/login")))
        #expect(answer.status == 200)
        #expect(answer.text.contains("<html"))
    }

    @Test func othersThanGetAreRefused() throws {
        let harness = try SimulatorHarness()
        for (method, status) in [("POST", 405), ("DELETE", 405), ("HEAD", 200)] {
            let request = HTTPRequest(
                method: method,
                path: "/api/v2/info",
                fields: [SimulatorHarness.authorization]
            )
            #expect(harness.ask(request)?.status == status)
        }
    }

    @Test func infoIsBare() throws {
        var settings = SimulatorSettings()
        settings.version = try #require(OCPVersion("4.2.1"))
        let answer = try SimulatorHarness(settings).get("/api/v2/info").json
        #expect(answer.properties["buildVersion"] as? String == "4.2.1-20250610160438")
        #expect(answer.properties["successful"] == nil)
    }
}
