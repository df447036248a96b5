import Dispatch
import Foundation
import TestSupport
import Testing

@testable import HTTP

/// Logging in with passwords that bcrypt keeps.
@Suite(.timeLimit(.minutes(15)))
struct LogOnTests {
    /// `correct horse` and `käse:brot` at the lowest cost.
    private static let users = [
        "prometheus": "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
        "jürgen": "$2y$04$zyxwvutsrqponmlkjihgfuBVL4ya5zeoLQEfkRGcqUQ0lkAjJGrnC",
    ]
    private let verifier: PasswordVerifier
    private let handler: BasicAuthentication

    init() throws {
        verifier = try PasswordVerifier(users: Self.users)
        handler = BasicAuthentication(
            verifier: verifier,
            openPaths: ["/-/healthy"],
            realm: "exporter",
            next: HTTPClosureHandler { .text(200, $0.path) }
        )
    }

    private static func basic(_ credentials: String) -> String {
        "Basic " + Data(credentials.utf8).base64EncodedString()
    }

    private func answer(_ authorization: String?, path: String = "/metrics") async -> HTTPResponse {
        var request = HTTPRequest(path: path)
        if let authorization { request.fields.append("Authorization", authorization) }
        return await withCheckedContinuation { continuation in
            handler.handle(request) { continuation.resume(returning: $0) }
        }
    }

    @Test(
        arguments: [
            (basic("prometheus:correct horse"), 200), (basic("jürgen:käse:brot"), 200),
            ("bAsIc  " + Data("prometheus:correct horse".utf8).base64EncodedString(), 200),
            (nil, 401), ("", 401), ("Basic", 401), ("Basic ", 401), ("Basic !!!!", 401),
            (basic("prometheus"), 401), (basic("prometheus:"), 401), (basic(":"), 401),
            (basic("prometheus:correct hors"), 401), (basic("prometheus:correct horse\0"), 401),
            (basic("prometheus:correct horsee"), 401), (basic("Prometheus:correct horse"), 401),
            (basic("nobody:correct horse"), 401), (basic("nobody:"), 401),
            (basic("jürgen:correct horse"), 401),
            ("Bearer " + Data("prometheus:correct horse".utf8).base64EncodedString(), 401),
            (basic("prometheus:correct horse") + ", " + basic("prometheus:correct horse"), 401),
            ("Basic " + Data([0xff, 0x3a, 0x61]).base64EncodedString(), 401),
        ] as [(String?, Int)]
    )
    func letsInWhoKnowsThePassword(_ authorization: String?, _ status: Int) async {
        for _ in 0..<2 {
            let response = await answer(authorization)
            #expect(response.status == status)
            let challenge = response.fields["WWW-Authenticate"]
            #expect(
                challenge == (status == 401 ? "Basic realm=\"exporter\", charset=\"UTF-8\"" : nil)
            )
        }
        #expect(await answer(authorization, path: "/-/healthy").status == 200)
    }

    @Test func remembersWhatWasRight() async {
        let right = Self.basic("prometheus:correct horse")
        _ = await answer(right)
        // Now it is answered before the call returns.
        let request = HTTPRequest(path: "/", fields: [.init("Authorization", right)])
        let box = AnswerBox()
        handler.handle(request) { box.put($0) }
        #expect(box.taken.map(\.status) == [200])
    }

    @Test(arguments: [
        "", "secret", "$2b$04$short", "$1$abcdefgh$ijklmnopqrstuvwxyz",
        "$2x$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
        "$2b$03$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
        "$2b$17$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
        "$2b$+4$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
        "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e\n",
        "$2b$04$abcdefghijklmnopqrstuujydOTSfIH:d5oUHpsygqV5X9xJLQc6e",
    ])
    func refusesWhatIsNoHash(_ hash: String) {
        let error = #expect(throws: PasswordVerifier.InvalidUser.self) {
            try PasswordVerifier(users: ["a": Self.users["prometheus"] ?? "", "prometheus": hash])
        }
        #expect(error?.user == "prometheus")
        #expect(hash.isEmpty || error?.description.contains(hash) == false)
    }

    /// Lets an outcome hold up the thread that makes the checks, until the semaphore is signalled.
    private static func hold(_ handler: BasicAuthentication) async -> DispatchSemaphore {
        let goOn = DispatchSemaphore(value: 0)
        let fields: HTTPFields = [.init("Authorization", basic("nobody:held"))]
        await withCheckedContinuation { continuation in
            handler.handle(HTTPRequest(path: "/", fields: fields)) { _ in
                continuation.resume()
                // The last resort, so that a test that fails ends.
                _ = goOn.wait(timeout: .now() + 240)
            }
        }
        return goOn
    }

    @Test func letsOnlySoManyWait() async throws {
        let hash = "$2a$10$abcdefghijklmnopqrstuu4T826PRnz0Hu6YlprUuxkZxOOj5Fw5S"
        let verifier = try PasswordVerifier(users: ["a": hash], longestQueue: 16)
        let handler = BasicAuthentication(
            verifier: verifier,
            openPaths: ["/-/healthy"],
            realm: "exporter",
            next: HTTPClosureHandler { _ in .text(200, "in") }
        )
        func ask(_ credentials: String) async -> HTTPResponse {
            let fields: HTTPFields = [.init("Authorization", Self.basic(credentials))]
            return await withCheckedContinuation { continuation in
                handler.handle(HTTPRequest(path: "/", fields: fields)) {
                    continuation.resume(returning: $0)
                }
            }
        }
        let goOn = await Self.hold(handler)
        let statuses = await withTaskGroup(of: Int.self) { group in
            for index in 0..<40 { group.addTask { await ask("a:\(index)").status } }
            var statuses: [Int: Int] = [:]
            for await status in group {
                statuses[status, default: 0] += 1
                if statuses[503] == 24 { goOn.signal() }
            }
            return statuses
        }
        #expect(statuses == [401: 16, 503: 24])
        // Equal ones are checked once, however many there are.
        let equal = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<40 { group.addTask { await ask("a:x").status } }
            return await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(equal == [200: 40])
    }

    @Test func letsOnlySoManyWaitForTheSame() throws {
        // At this cost the first check lasts until all others have come.
        let hash = "$2a$12$abcdefghijklmnopqrstuu4T826PRnz0Hu6YlprUuxkZxOOj5Fw5S"
        let verifier = try PasswordVerifier(users: ["a": hash])
        let box = AnswerBox()
        for password in ["first"] + [String](repeating: "same", count: 70) {
            let text = Self.basic("a:\(password)")
            let credentials = try #require(BasicCredentials(authorization: text))
            verifier.verify(credentials) {
                box.put(.text($0 == .overloaded ? 503 : 401, password))
            }
        }
        #expect(box.taken.count { $0.status == 503 } == 6)
    }

    @Test func aCrowdThatGuessesDoesNotKeepOthersOut() async throws {
        let hash = "$2a$10$abcdefghijklmnopqrstuu4T826PRnz0Hu6YlprUuxkZxOOj5Fw5S"
        let verifier = try PasswordVerifier(users: ["a": hash], longestQueue: 40)
        let handler = BasicAuthentication(
            verifier: verifier,
            realm: "exporter",
            next: HTTPClosureHandler { _ in .text(200, "in") }
        )
        let box = AnswerBox()
        let (ended, end) = AsyncStream<Void>.makeStream()
        func ask(_ password: String, from client: [UInt8]) {
            let fields: HTTPFields = [.init("Authorization", Self.basic("a:\(password)"))]
            let request = HTTPRequest(path: "/", fields: fields, client: client)
            handler.handle(request) {
                box.put($0)
                if $0.status == 200 { end.finish() }
            }
        }
        let goOn = await Self.hold(handler)
        for index in 0..<60 { ask("\(index)", from: [10, 0, 0, 1]) }
        #expect(box.taken.map(\.status) == Array(repeating: 503, count: 20))
        // There is no room left, and the crowd gives it.
        ask("x", from: [10, 0, 0, 2])
        goOn.signal()
        for await _ in ended {}
        let before = box.taken.prefix { $0.status != 200 }
        #expect(before.count { $0.status == 401 } <= 1)
        #expect(box.taken.count { $0.status == 503 } == 21)
    }

    @Test func theServerGivesTheAnswerThatCameLater() async throws {
        try await withServer(handler: handler) { port in
            let client = try Client(port: port)
            let request = "GET /metrics HTTP/1.1\r\nHost: x\r\n"
            let right = "Authorization: \(Self.basic("prometheus:correct horse"))\r\n\r\n"
            try client.send(request + "\r\n" + request + right + request + right)
            let text = try client.read(until: "/metrics\n")
            #expect(statuses(text).first == 401)
        }
    }
}

@Suite struct ExtraFieldsTests {
    @Test func areAddedWhereTheHandlerSetsNone() {
        let inner = HTTPClosureHandler { _ in
            HTTPResponse(status: 200, fields: [.init("X-Frame-Options", "SAMEORIGIN")])
        }
        let handler = ExtraFields(
            [.init("x-frame-options", "deny"), .init("X-A", "1")],
            next: inner
        )
        #expect(
            answer(handler, HTTPRequest(path: "/"))?.fields
                == [.init("X-Frame-Options", "SAMEORIGIN"), .init("X-A", "1")]
        )
    }

    @Test(
        arguments: [
            ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYmFy", "foobar"),
            ("Z", nil), ("Zg=", nil), ("Zg", nil), ("=Zg=", nil), ("Z===", nil), ("Zg==Zg==", nil),
            ("Zm9-", nil), ("Zm 9v", nil), ("====", nil),
        ] as [(String, String?)]
    )
    func base64IsReadStrictly(_ text: String, _ octets: String?) {
        #expect(Base64.decode(text.utf8) == octets.map { Array($0.utf8) })
    }
}
