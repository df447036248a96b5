import Glibc
import HTTP
import TestSupport
import Testing

/// What becomes of clients that want too much, on real sockets and with short times.
@Suite(.timeLimit(.minutes(15)))
struct LimitTests {
    private static let request = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test func tellsAClientThatIsTooSlow() async throws {
        var limits = HTTPLimits.patient
        limits.headTime = .milliseconds(50)
        try await withServer(limits: limits) { port, server in
            let client = try Client(port: port)
            try client.send("GET /metrics")
            #expect(statuses(try client.readToEnd()) == [408])
            #expect(server.statistics.count(of: .requestTimeout) == 1)
            #expect(
                server.statistics.requests == [.init(handler: "other", code: 408, count: 1)]
            )
        }
    }

    @Test func closesAnIdleConnectionWithoutAWord() async throws {
        var limits = HTTPLimits.patient
        limits.idleTime = .milliseconds(50)
        try await withServer(limits: limits) { port, server in
            let silent = try Client(port: port)
            #expect(try silent.readToEnd() == "")
            // One that asks too late on a busy machine is silent as well: another one asks.
            var answers: [Int] = []
            while answers.isEmpty {
                let used = try Client(port: port)
                try? used.send(Self.request)
                answers = statuses((try? used.readToEnd()) ?? "")
            }
            #expect(answers == [200])
            #expect(server.statistics.requests.map(\.code) == [200])
        }
    }

    /// The deadline of one is watched although another's came before it.
    @Test func closesEveryIdleConnectionWhenItsTimeHasCome() async throws {
        var limits = HTTPLimits.patient
        limits.idleTime = .milliseconds(400)
        try await withServer(limits: limits) { port in
            let early = try Client(port: port)
            let late = try Client(port: port)
            let start = ContinuousClock.now
            var isLate = false
            while !isLate, ContinuousClock.now - start < .milliseconds(200) {
                // On a busy machine its own time may have come already.
                isLate =
                    (try? late.send(Self.request)) == nil
                    || (try? late.read(until: "up\n")) == nil
            }
            #expect(try early.readToEnd() == "")
            #expect((try? late.readToEnd()) ?? "" == "")
        }
    }

    @Test func breaksWithAClientThatTakesNothing() async throws {
        var limits = HTTPLimits.patient
        limits.writeStallTime = .milliseconds(100)
        let page = [UInt8](repeating: 0x61, count: 32 << 20)
        let router = Router([Route("GET", "/page") { _ in HTTPResponse(status: 200, body: [page]) }]
        )
        try await withServer(limits: limits, handler: router) { port, server in
            let client = try Client(port: port, receiveBuffer: 4096)
            try client.send("GET /page HTTP/1.1\r\nHost: x\r\n\r\n")
            while server.statistics.count(of: .writeStalled) == 0 { sched_yield() }
            #expect(throws: Client.Failure.self) { try client.readOctetsToEnd() }
            #expect(server.statistics.openConnections == 0)
        }
    }

    @Test func aNewcomerTakesThePlaceOfTheLongestIdle() async throws {
        var limits = HTTPLimits.patient
        limits.maxConnections = 2
        try await withServer(limits: limits) { port, server in
            let first = try Client(port: port)
            try first.send(Self.request)
            _ = try first.read(until: "up\n")
            let second = try Client(port: port)
            try second.send(Self.request)
            _ = try second.read(until: "up\n")
            let third = try Client(port: port)
            try third.send(Self.request)
            _ = try third.read(until: "up\n")
            #expect((try? first.readToEnd()) ?? "" == "")
            #expect(server.statistics.count(of: .evicted) == 1)
            #expect(server.statistics.openConnections == 2)
            try second.send(Self.request)
            _ = try second.read(until: "up\n")
        }
    }

    @Test func aCrowdDrivesOutItselfAndNotOthers() async throws {
        var limits = HTTPLimits.patient
        limits.maxConnections = 4
        try await withServer(limits: limits) { port, server in
            let scraper = try Client(port: port, from: 0x7f00_0002)
            try scraper.send(Self.request)
            _ = try scraper.read(until: "up\n")
            var crowd: [Client] = []
            for _ in 0..<20 {
                let client = try Client(port: port)
                try client.send(Self.request)
                _ = try client.read(until: "up\n")
                crowd.append(client)
            }
            #expect(server.statistics.count(of: .evicted) == 17)
            // It has been idle for longer than all of them.
            try scraper.send(Self.request)
            _ = try scraper.read(until: "up\n")
        }
    }

    @Test func aCrowdThatWaitsForAnswersGivesWayToOthersOnly() async throws {
        var limits = HTTPLimits.patient
        limits.maxConnections = 4
        limits.stallTime = .seconds(600)
        limits.drainTime = .milliseconds(100)
        let held = HeldAnswers()
        try await withServer(limits: limits, handler: held) { port, server in
            var crowd: [Client] = []
            for _ in 0..<4 {
                let client = try Client(port: port)
                try client.send("GET /held HTTP/1.1\r\nHost: x\r\n\r\n")
                _ = held.next()
                crowd.append(client)
            }
            let more = try Client(port: port)
            #expect((try? more.readToEnd()) ?? "" == "")
            #expect(server.statistics.count(of: .atCapacity) == 1)
            let scraper = try Client(port: port, from: 0x7f00_0002)
            try scraper.send(Self.request)
            _ = try scraper.read(until: "up\n")
            #expect(server.statistics.count(of: .evicted) == 1)
            // And it stays, though it is the only one that could be spared.
            let again = try Client(port: port)
            #expect((try? again.readToEnd()) ?? "" == "")
            try scraper.send(Self.request)
            _ = try scraper.read(until: "up\n")
        }
    }

    @Test func aNewcomerIsTurnedAwayWhenAllAreBusy() async throws {
        var limits = HTTPLimits.patient
        limits.maxConnections = 1
        limits.stallTime = .seconds(600)
        let held = HeldAnswers()
        try await withServer(limits: limits, handler: held) { port, server in
            let busy = try Client(port: port)
            try busy.send("GET /held HTTP/1.1\r\nHost: x\r\n\r\n")
            let answer = held.next()
            let newcomer = try Client(port: port)
            #expect((try? newcomer.readToEnd()) ?? "" == "")
            #expect(server.statistics.count(of: .atCapacity) == 1)
            answer(.text(200, "at last"))
            _ = try busy.read(until: "at last\n")
        }
    }

    @Test func aRefusalReachesAClientThatIsStillSending() async throws {
        var limits = HTTPLimits.patient
        limits.lingerTime = .seconds(600)
        try await withServer(limits: limits) { port in
            let client = try Client(port: port)
            let content = String(repeating: "a", count: 200_000)
            try client.send("POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n")
            try client.send(content)
            #expect(statuses(try client.readToEnd()) == [405])
        }
    }

    @Test func dropsOnlySoMuch() async throws {
        try await withServer { port, server in
            let client = try Client(port: port)
            try client.send("X\r\n")
            let piece = [UInt8](repeating: 0x61, count: 65536)
            // The server closes after 256 KiB, so sending fails long before this.
            #expect(throws: Client.Failure.self) {
                for _ in 0..<1000 { try client.send(piece) }
            }
            #expect(server.statistics.openConnections == 0)
        }
    }

    @Test func keepsTheLimitOfConnectionsBelowThatOfDescriptors() async throws {
        await #expect(processExitsWith: .success) {
            var limit = rlimit(rlim_cur: 100, rlim_max: 100)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            let lines = AnswerBox()
            let server = HTTPServer(
                addresses: [],
                handler: Site.router,
                log: { lines.put(.text(200, $0)) }
            )
            try server.start()
            let expected =
                "at most 36 connections instead of 512: the limit of open files is 100\n"
            guard lines.taken.first?.body == [Array(expected.utf8)] else { exit(1) }
        }
    }
}
