import Foundation
import TestSupport
import Testing

@testable import OCP

@Suite(.timeLimit(.minutes(15))) struct CurlTransportTests {
    typealias Step = FaultServer.Step

    static let answer: Step = .text(FaultCase.sized + FaultCase.good)

    /// A connection that answers so many requests.
    static func answering(_ count: Int) -> [Step] {
        (0..<count).flatMap { _ in [Step.request, answer] }
    }

    static func request(
        _ url: String,
        transport: CurlTransport = TransportFaultTests.transport,
        timeout: Duration = .seconds(240),
        proxy: String? = nil,
        headers: [HeaderField] = []
    ) async throws -> TransportResponse {
        let settings = ConnectionSettings(
            baseURL: try BaseURL(url),
            proxyURL: try proxy.map { try ProxyURL($0) },
            timeout: timeout
        )
        return try await transport.send(
            TransportRequest(
                settings: settings,
                target: settings.baseURL.pathPrefix + "/api/v2/x?page=1&a=%2F..%2f",
                headers: [HeaderField("Host", settings.baseURL.hostField)] + headers
            )
        )
    }

    @Test func sendsExactlyWhatItIsTold() async throws {
        let length = FaultCase.sized.dropFirst(FaultCase.head.count)
        let head = FaultCase.head + "RateLimit-Reset: 7\r\n" + length
        let server = try FaultServer([.request, .text(head + FaultCase.good)])
        let response = try await Self.request(
            "http://127.0.0.1:\(server.port)/pre/fix",
            headers: [HeaderField("Authorization", "Basic QQ=="), HeaderField("X-Empty", "")]
        )
        #expect(response.status == 200)
        #expect(response.headers == [HeaderField("ratelimit-reset", "7")])
        #expect(response.body == Array(FaultCase.good.utf8))
        let expected = [
            "Accept-Encoding: gzip, deflate", "Accept: */*", "Authorization: Basic QQ==",
            "GET /pre/fix/api/v2/x?page=1&a=%2F..%2f HTTP/1.1", "Host: 127.0.0.1:\(server.port)",
            "X-Empty:",
        ]
        #expect(server.requests.map(Self.sortedLines) == [expected])
    }

    private static func sortedLines(_ head: String) -> [String] {
        head.split(separator: "\r\n").map { String($0) }.sorted()
    }

    @Test func keepsConnectionsAlive() async throws {
        let server = try FaultServer(Self.answering(20))
        let transport = CurlTransport()
        for _ in 0..<20 {
            _ = try await Self.request("http://127.0.0.1:\(server.port)", transport: transport)
        }
        #expect(server.connectionCount == 1)
        #expect(server.requests.count == 20)
    }

    @Test func replacesAConnectionThatDiedInBetween() async throws {
        let server = try FaultServer(Self.answering(1))
        for _ in 0..<5 { _ = try await Self.request("http://127.0.0.1:\(server.port)") }
        #expect(server.connectionCount == 5)
    }

    @Test func carriesNoCookies() async throws {
        let cookie =
            FaultCase.head + "Set-Cookie: a=b; Path=/\r\nContent-Length: 0\r\n\r\n"
        let server = try FaultServer([.request, .text(cookie), .request, .text(cookie)])
        for _ in 0..<2 { _ = try await Self.request("http://127.0.0.1:\(server.port)") }
        #expect(server.requests.count == 2)
        #expect(server.requests.allSatisfy { !$0.contains("Cookie") })
    }

    @Test func followsNoRedirect() async throws {
        let other = try FaultServer(Self.answering(1))
        let location = "Location: http://127.0.0.1:\(other.port)/\r\nContent-Length: 0\r\n\r\n"
        let server = try FaultServer([.request, .text("HTTP/1.1 302 Found\r\n" + location)])
        let response = try await Self.request("http://127.0.0.1:\(server.port)")
        #expect(response.status == 302)
        #expect(other.connectionCount == 0)
    }

    @Test func isNotDelayedByConnectionsThatHang() async throws {
        let hanging = try FaultServer([.request, .hang])
        let fine = try FaultServer(Self.answering(1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<100 {
                group.addTask {
                    _ = try await Self.request(
                        "http://127.0.0.1:\(hanging.port)",
                        timeout: .seconds(600)
                    )
                }
            }
            // That those which hang end by being cancelled shows that these did not wait for them.
            for _ in 0..<50 { _ = try await Self.request("http://127.0.0.1:\(fine.port)") }
            group.cancelAll()
            while let result = await group.nextResult() {
                #expect(throws: CancellationError.self) { try result.get() }
            }
        }
    }

    @Test func endsCancelledRequestsAtOnce() async throws {
        let server = try FaultServer([.request, .hang])
        let task = Task { try await Self.request("http://127.0.0.1:\(server.port)") }
        while server.requests.isEmpty { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await Self.request("http://127.0.0.1:\(server.port)")
        }
        await #expect(throws: CancellationError.self) { try await early.value }
        #expect(server.connectionCount == 1)
    }

    /// Cancelling at any moment ends a request exactly once, in one way or the other.
    @Test func survivesCancellationAtAnyMoment() async throws {
        let server = try FaultServer(Self.answering(1_000))
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<400 {
                group.addTask {
                    let task = Task { try await Self.request("http://127.0.0.1:\(server.port)") }
                    for _ in 0..<(index % 40) { await Task.yield() }
                    task.cancel()
                    do {
                        let status = try await task.value.status
                        #expect(status == 200)
                    } catch {
                        #expect(error is CancellationError)
                    }
                }
            }
        }
        let response = try await Self.request("http://127.0.0.1:\(server.port)")
        #expect(response.status == 200)
    }

    @Test func manyRequestsAtOnceAllEnd() async throws {
        let server = try FaultServer(Self.answering(1_000))
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<500 {
                group.addTask { try await Self.request("http://127.0.0.1:\(server.port)").status }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses == Array(repeating: 200, count: 500))
    }

    @Test func saysThatAConnectionIsRefused() async throws {
        let port: Int
        do { port = try FaultServer([]).port }
        let error = await #expect(throws: OCPError.self) {
            try await Self.request("http://127.0.0.1:\(port)")
        }
        #expect(error?.reason == .connect)
        #expect(
            error?.message == "no connection to 127.0.0.1:\(port): Connection refused: "
                + "check the address, the port and firewalls"
        )
    }

    @Test func saysThatANameDoesNotResolve() async throws {
        let error = await #expect(throws: OCPError.self) {
            try await Self.request("http://no-such-host.invalid:8080", timeout: .seconds(240))
        }
        #expect(error?.reason == .dns)
        #expect(error?.message.contains("no-such-host.invalid") == true)
    }

    @Test func asksAProxyOnlyIfTold() async throws {
        let proxy = try FaultServer(Self.answering(2))
        _ = try await Self.request(
            "http://ocp.example:8080",
            proxy: "http://user:p%40ss@127.0.0.1:\(proxy.port)"
        )
        let head = try #require(proxy.requests.first)
        #expect(
            head.hasPrefix("GET http://ocp.example:8080/api/v2/x?page=1&a=%2F..%2f HTTP/1.1\r\n")
        )
        #expect(head.contains("Proxy-Authorization: Basic dXNlcjpwQHNz\r\n"))
        #expect(head.contains("Host: ocp.example:8080\r\n"))
    }

    /// In a process of its own, for the environment belongs to the process.
    @Test func ignoresProxiesOfTheEnvironment() async throws {
        await #expect(processExitsWith: .success) {
            let proxy = try FaultServer(CurlTransportTests.answering(1))
            let server = try FaultServer(CurlTransportTests.answering(1))
            for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
                setenv(name, "http://127.0.0.1:\(proxy.port)", 1)
            }
            _ = try await CurlTransportTests.request("http://127.0.0.1:\(server.port)")
            #expect(proxy.connectionCount == 0)
            #expect(server.requests.count == 1)
        }
    }

    @Test func saysThatAProxyRefuses() async throws {
        let proxy = try FaultServer([
            .request, .text("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"),
        ])
        let error = await #expect(throws: OCPError.self) {
            try await Self.request("https://ocp.example", proxy: "http://127.0.0.1:\(proxy.port)")
        }
        #expect(error?.reason == .connect)
        #expect(error?.message == "the proxy refuses to connect to ocp.example:443: HTTP 407")
        #expect(proxy.requests.first?.hasPrefix("CONNECT ocp.example:443 HTTP/1.1\r\n") == true)
        #expect(proxy.requests.first?.contains("Authorization") == false)
    }
}
