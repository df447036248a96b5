import HTTP
import OCPSimulator
import TestSupport
import Testing

@Suite struct SimulatorServerTests {
    @Test(.timeLimit(.minutes(15))) func itIsReachedAtItsURLUntilItIsCancelled() async throws {
        let simulator = try Simulator(settings: SimulatorSettings())
        let server = SimulatorServer(simulator)
        #expect(server.urls.isEmpty)
        try server.start()
        let url = try #require(server.urls.first)
        let port = try #require(url.split(separator: ":").last.flatMap { UInt16($0) })
        #expect(url == "http://127.0.0.1:\(port)")
        let running = Task { try await server.run() }
        let answer = try await WebClient.ask(port: port, path: "/api/v2/time")
        #expect(answer.status == 200)
        #expect(answer.body.hasSuffix("+08:00"))
        #expect(simulator.requests.count(.time, .answered(200)) == 1)
        running.cancel()
        try await running.value
    }

    @Test(.timeLimit(.minutes(15))) func stoppingLetsHungRequestsGo() async throws {
        let harness = try SimulatorHarness(scenario: "hangs")
        let server = SimulatorServer(harness.simulator)
        try server.start()
        let hung = harness.send(
            HTTPRequest(
                path: "/api/v2/ob/clusters/1000001/backup/overview",
                fields: [SimulatorHarness.authorization]
            )
        )
        let running = Task { try await server.run() }
        running.cancel()
        try await running.value
        #expect(hung.response?.status == 503)
    }

    @Test func everyAddressOfTheMachineIsShownAsLoopback() throws {
        let simulator = try Simulator(settings: SimulatorSettings())
        let server = SimulatorServer(simulator, addresses: [.tcp(host: "0.0.0.0", port: 0)])
        try server.start()
        #expect(server.urls.first?.hasPrefix("http://127.0.0.1:") == true)
    }

    @Test(
        arguments: [
            (["--help"], 0), (["--version"], 0), (["--nothing"], 2),
            (["--web.listen-address", "192.0.2.1:0"], 1),
        ] as [([String], Int32)]
    )
    func theProgramEndsWithACode(_ arguments: [String], code: Int32) async {
        #expect(await SimulatorProgram.run(arguments: arguments, environment: [:]) == code)
    }

    @Test func theFleetIsToldInAFewWords() throws {
        var settings = SimulatorSettings()
        settings.fleet = FleetPlan(clusters: 3, scenarios: [.init("slow", count: 1)])
        #expect(
            try Simulator(settings: settings).fleetSummary == "3 clusters: 2 healthy, 1 slow"
        )
        settings.fleet = FleetPlan(clusters: 0)
        #expect(try Simulator(settings: settings).fleetSummary == "0 clusters")
    }
}
