import Glibc
import HTTP
import OCPSimulator
import Testing

@Suite struct SimulatorServerTests {
    @Test(.timeLimit(.minutes(5))) func itIsReachedAtItsURLUntilItIsCancelled() async throws {
        let simulator = try Simulator(settings: SimulatorSettings())
        let server = SimulatorServer(simulator)
        #expect(server.urls.isEmpty)
        try server.start()
        let url = try #require(server.urls.first)
        let port = try #require(url.split(separator: ":").last.flatMap { UInt16($0) })
        #expect(url == "http://127.0.0.1:\(port)")
        let running = Task { try await server.run() }
        let answer = await LoopbackClient(port: port).get("/api/v2/time")
        #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.hasSuffix("+08:00"))
        #expect(simulator.requests.count(.time, .answered(200)) == 1)
        running.cancel()
        try await running.value
    }

    @Test(.timeLimit(.minutes(5))) func stoppingLetsHungRequestsGo() async throws {
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

/// A client that sends one request and reads until the server closes.
struct LoopbackClient: Sendable {
    let port: UInt16

    /// The whole answer; empty if there was none.
    func get(_ path: String) async -> String {
        await Task.detached {
            exchange("GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        }
        .value
    }

    private func exchange(_ request: String) -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return "" }
        let bytes = Array(request.utf8)
        guard send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
        else { return "" }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return String(decoding: answer, as: UTF8.self) }
            answer += buffer[..<count]
        }
    }
}
