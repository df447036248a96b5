import Dispatch
import HTTP
import TestSupport
import Testing

/// Answers that come late, and servers that stop.
@Suite(.timeLimit(.minutes(15)))
struct StoppingTests {
    private static let held = "GET /held HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test func answersComeInTheOrderOfTheirRequests() async throws {
        let handler = HeldAnswers()
        try await withServer(handler: handler) { port in
            let client = try Client(port: port)
            try client.send(Self.held + Self.held)
            handler.next()(.text(200, "one"))
            handler.next()(.text(200, "two"))
            let text = try client.read(until: "two\n")
            #expect(text.firstRange(of: "one\n") != nil)
        }
    }

    @Test func aSecondAnswerIsIgnored() async throws {
        let handler = HeldAnswers()
        try await withServer(handler: handler) { port, server in
            let client = try Client(port: port)
            try client.send(Self.held)
            let answer = handler.next()
            answer(.text(200, "one"))
            answer(.text(200, "two"))
            _ = try client.read(until: "one\n")
            try client.send(Self.held)
            answer(.text(200, "three"))
            handler.next()(.text(200, "four"))
            #expect(try client.read(until: "four\n").hasSuffix("\r\n\r\nfour\n"))
            #expect(server.statistics.requests.map(\.count) == [2])
        }
    }

    @Test func finishesWhatItBegan() async throws {
        var limits = HTTPLimits.patient
        limits.drainTime = .seconds(600)
        let handler = HeldAnswers()
        let server = HTTPServer(
            addresses: [.tcp(host: "127.0.0.1", port: 0)],
            limits: limits,
            handler: handler
        )
        try server.start()
        guard case .tcp(_, let port)? = server.boundAddresses.first else { return }
        let running = Task { try await server.run() }
        try await onThread {
            let idle = try Client(port: port)
            try idle.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = try idle.read(until: "up\n")
            let busy = try Client(port: port)
            try busy.send(Self.held)
            let answer = handler.next()
            running.cancel()
            #expect(try idle.readToEnd() == "")
            #expect(throws: Client.Failure.self) { try Client(port: port) }
            let page = [UInt8](repeating: 0x61, count: 4 << 20)
            answer(HTTPResponse(status: 200, body: [page]))
            let octets = try busy.readOctetsToEnd()
            #expect(Array(octets.suffix(page.count)) == page)
        }
        try await running.value
    }

    @Test func doesNotWaitForEverForAClient() async throws {
        var limits = HTTPLimits.patient
        limits.drainTime = .milliseconds(100)
        let handler = HeldAnswers()
        let server = HTTPServer(
            addresses: [.tcp(host: "127.0.0.1", port: 0)],
            limits: limits,
            handler: handler
        )
        try server.start()
        guard case .tcp(_, let port)? = server.boundAddresses.first else { return }
        let running = Task { try await server.run() }
        let client = try await onThread {
            let client = try Client(port: port)
            try client.send(Self.held)
            _ = handler.next()
            return client
        }
        running.cancel()
        try await running.value
        #expect(server.statistics.openConnections == 0)
        _ = client
    }

    /// More than are accepted in one turn.
    @Test func answersThoseWhoWaitToBeAccepted() async throws {
        var limits = HTTPLimits.patient
        limits.drainTime = .seconds(600)
        let server = HTTPServer(
            addresses: [.tcp(host: "127.0.0.1", port: 0)],
            limits: limits,
            handler: Site.router
        )
        try server.start()
        guard case .tcp(_, let port)? = server.boundAddresses.first else { return }
        let clients = try await onThread {
            try (0..<100).map { _ in
                let client = try Client(port: port)
                try client.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
                return client
            }
        }
        let running = Task { try await server.run() }
        running.cancel()
        try await onThread {
            for client in clients {
                let answer = try client.readToEnd()
                #expect(statuses(answer) == [200])
            }
        }
        try await running.value
    }

    @Test func cancellingBeforeItRunsStopsIt() async throws {
        let server = HTTPServer(addresses: [.tcp(host: nil, port: 0)], handler: Site.router)
        let running = Task { try await server.run() }
        running.cancel()
        try await running.value
    }

    @Test func isStartedOnce() async throws {
        let server = HTTPServer(addresses: [.tcp(host: "::1", port: 0)], handler: Site.router)
        try server.start()
        #expect(throws: HTTPServerError.self) { try server.start() }
    }

    @Test func saysWhereItCannotListenAndWhy() throws {
        let first = HTTPServer(addresses: [.tcp(host: "127.0.0.1", port: 0)], handler: Site.router)
        try first.start()
        let address = try #require(first.boundAddresses.first)
        let second = HTTPServer(addresses: [address], handler: Site.router)
        let error = #expect(throws: HTTPServerError.self) { try second.start() }
        #expect(error?.description == "cannot listen on \(address): Address already in use")
        let third = HTTPServer(
            addresses: [.tcp(host: "name.invalid", port: 0)],
            handler: Site.router
        )
        let unknown = #expect(throws: HTTPServerError.self) { try third.start() }
        #expect(unknown?.description.hasPrefix("cannot listen on name.invalid:0: ") == true)
    }

    @Test func probesReachTheLoop() async throws {
        try await withServer { _, server in
            let isReached = DispatchSemaphore(value: 0)
            server.probe { isReached.signal() }
            isReached.wait()
        }
    }
}
