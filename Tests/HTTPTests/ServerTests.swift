import Dispatch
import HTTP
import TestSupport
import Testing

@Suite struct ServingTests {
    @Test(.timeLimit(.minutes(15)))
    func answersOnOneConnectionUntilAskedToClose() async throws {
        try await withServer { port in
            let client = try Client(port: port)
            try client.send(
                "GET /metrics?a=b HTTP/1.1\r\nHost: x\r\n\r\n"
                    + "HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n"
                    + "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            )
            let answers = try client.readToEnd()
            #expect(statuses(answers) == [200, 200, 404])
            #expect(answers.contains("\r\nDate: "))
            #expect(answers.hasSuffix("nothing is here; see / for what there is\n"))
        }
    }

    /// The kernel tells of both at once, and only once.
    @Test(.timeLimit(.minutes(15)))
    func seesTheEndThatCameWithARequest() async throws {
        try await withServer { port, server in
            let client = try Client(port: port)
            try client.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = try client.read(until: "up\n")
            let (isHeld, goesOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            server.probe {
                isHeld.signal()
                goesOn.wait()
            }
            isHeld.wait()
            try client.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
            client.endSending()
            goesOn.signal()
            #expect(statuses(try client.readToEnd()) == [200])
        }
    }

    @Test(.timeLimit(.minutes(15)))
    func countsAnswersByHandlerAndCode() async throws {
        try await withServer { port, server in
            let client = try Client(port: port)
            try client.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\nBAD\r\n")
            _ = try client.readToEnd()
            #expect(
                server.statistics.requests == [
                    .init(handler: "/metrics", code: 200, count: 1),
                    .init(handler: "other", code: 400, count: 1),
                ]
            )
            #expect(server.statistics.count(of: .badRequest) == 1)
            #expect(server.statistics.rejections.map(\.reason) == HTTPRejection.allCases)
        }
    }
}
