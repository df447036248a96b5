import CLibcurl
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import OCP

/// What libcurl's handles and thread carry over from one request to the next, and what not.
@Suite(.timeLimit(.minutes(15))) struct CurlReuseTests {
    @Test func sendsTheFieldsOfEachRequestAndNoOthers() async throws {
        let server = try FaultServer(CurlTransportTests.answering(4))
        let transport = CurlTransport()
        let fields: [[HeaderField]] = [
            [HeaderField("Authorization", "Basic QQ==")],
            [HeaderField("Authorization", "Basic Qg==")],
            [], [HeaderField("X-Trace", "a")],
        ]
        for headers in fields {
            _ = try await CurlTransportTests.request(
                "http://127.0.0.1:\(server.port)",
                transport: transport,
                headers: headers
            )
        }
        let sent = server.requests.map { head in
            head.split(separator: "\r\n").filter {
                $0.hasPrefix("Authorization") || $0.hasPrefix("X-Trace")
            }.map { String($0) }
        }
        #expect(
            sent == [
                ["Authorization: Basic QQ=="], ["Authorization: Basic Qg=="], [], ["X-Trace: a"],
            ]
        )
        #expect(server.connectionCount == 1)
    }

    /// The server ends a connection in the moment in which it is used again.
    @Test(arguments: [[FaultServer.Step.request, .reset], [.request]])
    func sendsOnceMoreWhatADeadConnectionSwallowed(end: [FaultServer.Step]) async throws {
        let answering = CurlTransportTests.answering(1)
        let server = try FaultServer(answering + answering + end, answering + end, end)
        let transport = CurlTransport()
        let url = "http://127.0.0.1:\(server.port)"
        for _ in 0..<3 {
            let response = try await CurlTransportTests.request(url, transport: transport)
            #expect(response.status == 200)
        }
        #expect(server.connectionCount == 2)
        #expect(server.requests.count == 4)
        // A new connection that ends without an answer is a failure.
        let error = await #expect(throws: OCPError.self) {
            try await CurlTransportTests.request(url, transport: transport)
        }
        #expect(error?.reason == .connect)
        #expect(server.connectionCount == 3)
        #expect(server.requests.count == 6)
    }

    @Test func failsWhatLibcurlDoesNotTake() async throws {
        let server = try FaultServer(CurlTransportTests.answering(2))
        let isRefused = Mutex(true)
        let transport = CurlTransport(
            now: { .now },
            adding: { multi, easy in
                let refuses = isRefused.withLock { isRefused in
                    defer { isRefused = false }
                    return isRefused
                }
                return refuses ? CURLM_OUT_OF_MEMORY : curl_multi_add_handle(multi, easy)
            }
        )
        let url = "http://127.0.0.1:\(server.port)"
        let error = await #expect(throws: OCPError.self) {
            try await CurlTransportTests.request(url, transport: transport)
        }
        #expect(error?.reason == .connect)
        #expect(error?.message == "libcurl does not begin a transfer: Out of memory")
        #expect(try await CurlTransportTests.request(url, transport: transport).status == 200)
    }

    @Test func goesThroughNoProxyOfAnotherRequest() async throws {
        let proxy = try FaultServer(CurlTransportTests.answering(2))
        let server = try FaultServer(CurlTransportTests.answering(2))
        let transport = CurlTransport()
        let url = "http://127.0.0.1:\(server.port)"
        for isDirect in [false, true, false, true] {
            _ = try await CurlTransportTests.request(
                url,
                transport: transport,
                proxy: isDirect ? nil : "http://user:secret@127.0.0.1:\(proxy.port)"
            )
        }
        #expect(proxy.requests.count == 2)
        #expect(proxy.requests.allSatisfy { $0.contains("Proxy-Authorization: Basic") })
        #expect(server.requests.count == 2)
        #expect(server.requests.allSatisfy { !$0.contains("Proxy-Authorization") })
    }

    @Test func keepsNothingOfATransferThatFailed() async throws {
        let hanging = try FaultServer([.request, .hang])
        let fine = try FaultServer(CurlTransportTests.answering(2))
        let transport = CurlTransport()
        for _ in 0..<2 {
            let error = await #expect(throws: OCPError.self) {
                try await CurlTransportTests.request(
                    "http://127.0.0.1:\(hanging.port)",
                    transport: transport,
                    timeout: .milliseconds(50)
                )
            }
            #expect(error?.reason == .timeout)
            let response = try await CurlTransportTests.request(
                "http://127.0.0.1:\(fine.port)",
                transport: transport
            )
            #expect(response.body == Array(FaultCase.good.utf8))
        }
    }

    @Test func runsTasksOnItsThread() async throws {
        let server = try FaultServer(CurlTransportTests.answering(20))
        let transport = CurlTransport()
        let executor = try #require(transport.executor)
        let threads = Lines()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask(executorPreference: executor) {
                    for _ in 0..<5 {
                        let response = try await CurlTransportTests.request(
                            "http://127.0.0.1:\(server.port)",
                            transport: transport
                        )
                        #expect(response.status == 200)
                        threads.append("\(pthread_self())")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(threads.all.count == 20)
        #expect(Set(threads.all).count == 1)
        #expect(!threads.all.contains("\(pthread_self())"))
    }

    @Test func runsTasksElsewhereAfterTheThreadHasEnded() async throws {
        var transport: CurlTransport? = CurlTransport()
        let executor = try #require(transport?.executor)
        transport = nil
        let result = await Task(executorPreference: executor) { 7 }.value
        #expect(result == 7)
    }

    /// Reading a short answer costs less than waking up a thread; a long one would hold up others.
    @Test(arguments: [(100, true), (100_000, false)])
    func readsShortAnswersOnItsThread(size: Int, isOwn: Bool) async throws {
        let body = #"{"successful":true,"data":{"x":"\#(String(repeating: "x", count: size))"}}"#
        let server = try FaultServer([
            .request,
            .text(FaultCase.head + "Content-Length: \(body.utf8.count)\r\n\r\n" + body),
        ])
        let transport = CurlTransport()
        let client = try OCPClient.fake(
            url: "http://127.0.0.1:\(server.port)",
            transport: transport
        )
        let threads = Lines()
        try await Task(executorPreference: transport.executor) {
            threads.append("\(pthread_self())")
            try await client.get(.overview, path: "/x") { answer throws(OCPError) in
                threads.append("\(pthread_self())")
                _ = try answer.data()
            }
            threads.append("\(pthread_self())")
        }.value
        try #require(threads.all.count == 3)
        #expect((threads.all[1] == threads.all[0]) == isOwn)
        #expect(threads.all[2] == threads.all[0])
    }
}
