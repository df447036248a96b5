import Dispatch
import Glibc
import HTTP
import TestSupport
import Testing

/// Crowds of bad clients, and a good one among them.
///
/// Nothing is timed: that the good one is answered at all, while the others stay as they are, is
/// the test.
@Suite(.timeLimit(.minutes(15)), .serialized)
struct LoadTests {
    private static let request = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"
    private static let page = [UInt8](repeating: 0x61, count: 8 << 20)
    private static let site = Router([
        Route("GET", "/metrics") { _ in .text(200, "up") },
        Route("GET", "/page") { _ in HTTPResponse(status: 200, body: [page]) },
    ])

    /// Scrapes on a new connection.
    private static func scrape(_ port: UInt16) throws {
        let client = try Client(port: port)
        try client.send(request)
        _ = try client.read(until: "\r\n\r\nup\n")
    }

    @Test(arguments: [512, 4096])
    func idleOnesDoNotLockTheScraperOut(_ places: Int) async throws {
        Descriptors.allowMany()
        var limits = HTTPLimits.patient
        limits.maxConnections = places
        try await withServer(limits: limits, handler: Self.site) { port, server in
            let idle = try (0..<2000).map { _ in try Client(port: port) }
            for _ in 0..<20 { try Self.scrape(port) }
            #expect(server.statistics.openConnections <= places)
            #expect((server.statistics.count(of: .evicted) > 0) == (places == 512))
            _ = idle
        }
    }

    @Test(arguments: [512, 4096])
    func slowOnesDoNotLockTheScraperOut(_ places: Int) async throws {
        Descriptors.allowMany()
        var limits = HTTPLimits.patient
        limits.maxConnections = places
        try await withServer(limits: limits, handler: Self.site) { port, _ in
            let slow = try (0..<1000).map { _ in try Client(port: port) }
            for client in slow { try? client.send("GET /metrics HTTP/1.1\r\nHost: x\r\nX-") }
            for round in 0..<20 {
                for client in slow { try? client.send("\(round % 10)") }
                try Self.scrape(port)
            }
        }
    }

    @Test func onesThatHoardFieldsDoNotHoldMemory() async throws {
        try await withServer(handler: Self.site) { port, server in
            let field = "X-A: " + String(repeating: "a", count: 60_000)
            let hoarders = try (0..<200).map { _ in try Client(port: port) }
            for client in hoarders {
                try client.send("GET /metrics HTTP/1.1\r\nHost: x\r\n")
                try? client.send(field)
            }
            for client in hoarders {
                #expect(statuses(String(decoding: try client.read(), as: UTF8.self)) == [431])
            }
            try Self.scrape(port)
            #expect(server.statistics.count(of: .fieldsTooLarge) == 200)
        }
    }

    @Test func onesThatDoNotReadDoNotHoldUpOthers() async throws {
        try await withServer(handler: Self.site) { port, _ in
            let deaf = try (0..<100).map { _ in try Client(port: port, receiveBuffer: 4096) }
            for client in deaf { try client.send("GET /page HTTP/1.1\r\nHost: x\r\n\r\n") }
            for round in 0..<20 {
                // Half of them take a little now and then.
                for client in deaf[..<50] { _ = try client.read(atMost: 1 + round) }
                try Self.scrape(port)
            }
        }
    }

    @Test func aPageOfMegabytesArrivesWhole() async throws {
        try await withServer(handler: Self.site) { port, _ in
            let clients = try (0..<8).map { _ in try Client(port: port) }
            for client in clients {
                try client.send("GET /page HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            }
            for client in clients {
                let octets = try client.readOctetsToEnd()
                #expect(Array(octets.suffix(Self.page.count)) == Self.page)
                #expect(octets.count < Self.page.count + 300)
            }
        }
    }

    @Test func resetsAtEveryStageLeaveNothingBehind() async throws {
        await #expect(processExitsWith: .success) {
            let held = HeldAnswers()
            try await withServer(handler: held) { port, server in
                try Self.scrape(port)
                while server.statistics.openConnections > 0 { sched_yield() }
                let before = Descriptors.sockets
                for stage in 0..<300 {
                    let client = try Client(port: port)
                    switch stage % 6 {
                    case 0: break
                    case 1: try client.send("GET")
                    case 2: try client.send("GET /metrics HTTP/1.1\r\nHost: x\r\n")
                    case 3: try client.send(Self.request)
                    case 4:
                        try client.send(Self.request)
                        _ = try client.read(atMost: 1)
                    default:
                        try client.send("GET /held HTTP/1.1\r\nHost: x\r\n\r\n")
                        let answer = held.next()
                        client.reset()
                        answer(.text(200, "nobody is there"))
                        answer(.text(200, "once more"))
                    }
                    client.reset()
                }
                while server.statistics.openConnections > 0 { sched_yield() }
                #expect(Descriptors.sockets == before)
            }
        }
    }
}

/// The descriptors of the test process.
enum Descriptors {
    /// Raises the limit as far as the process may.
    static func allowMany() {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        getrlimit(resource, &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(resource, &limit)
    }

    /// How many sockets are open; meaningful where nothing else runs in the process.
    ///
    /// Other descriptors do not count: sanitizers open some when they please.
    static var sockets: Int {
        (0..<4096).count { number in
            var status = stat()
            return fstat(Int32(number), &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
        }
    }
}
