import Synchronization
import Testing

@testable import OCP

/// Lists of tenants and tasks that take several pages, or say so.
@Suite struct TaskPagesTests {
    /// Counts how often a list asked for its turn.
    final class Turns: Sendable {
        private let count = Mutex(0)

        var taken: Int { count.withLock { $0 } }

        func take() async throws { count.withLock { $0 += 1 } }
    }

    /// Serves pages made by a closure that takes the page number and the size.
    static func client(
        recorder: Recorder = Recorder(),
        page: @escaping @Sendable (Int, Int) throws -> String
    ) throws -> (OCPClient, FakeTransport) {
        let transport = FakeTransport { request in
            let match = request.target.firstMatch(of: /page=(\d+)&size=(\d+)/)
            let number = match.flatMap { Int($0.1) } ?? -1
            let size = match.flatMap { Int($0.2) } ?? -1
            return .text(try page(number, size))
        }
        return (try OCPClient.fake(recorder: recorder, transport: transport), transport)
    }

    /// A page of data tasks with these ids, and perhaps counts.
    static func page(_ ids: some Sequence<Int>, _ counts: String = "") -> String {
        let rows = ids.map { "{\"taskId\":\($0),\"clusterId\":1,\"id\":\($0)}" }
        let contents = rows.joined(separator: ",")
        return "{\"successful\":true,\"data\":{\"contents\":[\(contents)],\"page\":{\(counts)}}}"
    }

    /// The ids of a page of a list of so many.
    static func ids(_ page: Int, _ size: Int, of count: Int) -> Range<Int> {
        let first = (page - 1) * size + 1
        return first..<max(first, min(first + size, count + 1))
    }

    /// What OCP says of the pages of 450 tasks, and how many requests that costs.
    static let counts: [(String, Int)] = [
        ("\"totalElements\":450", 3), ("\"totalElements\":\"450\"", 3),
        ("\"totalElements\":450,\"size\":5000,\"totalPages\":1", 3),
        ("\"totalElements\":450,\"totalPages\":9", 3),
        // Without a total that can be one, only an empty page is the end.
        ("", 4), ("\"totalPages\":1", 4), ("\"totalPages\":3,\"size\":200", 4),
        ("\"totalElements\":1", 4), ("\"totalElements\":-1", 4), ("\"totalElements\":[]", 4),
    ]

    @Test(arguments: counts)
    func asksForAllPages(counts: String, requests: Int) async throws {
        let recorder = Recorder()
        let turns = Turns()
        let (client, transport) = try Self.client(recorder: recorder) { page, size in
            Self.page(Self.ids(page, size, of: 450), counts)
        }
        let decoded = try await client.dataBackupTasks(of: 1, since: 0, turn: turns.take)
        #expect(decoded.value.map(\.taskId) == (1...450).map { Int64($0) })
        #expect(transport.sent.count == requests)
        #expect(recorder.records.map(\.api) == Array(repeating: .dataBackups, count: requests))
        #expect(turns.taken == requests - 1)
    }

    @Test func aServerMaySendSmallerPagesThanAskedFor() async throws {
        let (client, transport) = try Self.client { page, _ in
            Self.page(Self.ids(page, 10, of: 25), "\"totalElements\":25,\"size\":10")
        }
        #expect(try await client.dataBackupTasks(of: 1, since: 0).value.count == 25)
        #expect(transport.sent.count == 3)
    }

    /// Answers that come for every page, how many rows they are, and after how many requests that is known.
    static let ends: [(String, Int, Int)] = [
        (page(1...200, "\"totalElements\":200"), 200, 1), (page([], "\"totalElements\":0"), 0, 1),
        (page([]), 0, 1), (#"{"successful":true,"data":[]}"#, 0, 1),
        (#"{"successful":true,"data":{"contents":null,"page":{"totalElements":0}}}"#, 0, 1),
        (#"{"successful":true,"data":{"page":{"totalElements":0}}}"#, 0, 1),
        // A server that ignores page, and one that ignores size too.
        (page(1...3), 3, 2), (page(1...200), 200, 2),
        (page(1...5_000, "\"totalElements\":5000"), 5_000, 1), (page(1...5_000), 5_000, 2),
        (#"{"successful":true,"data":[{"taskId":1},{"taskId":2}]}"#, 2, 2),
        // The manual's table has no list around a task.
        (#"{"successful":true,"data":{"taskId":1,"status":"DONE"}}"#, 1, 1),
        // Equal rows of one page are as many.
        (page([1, 1, 2], "\"totalElements\":3"), 3, 1),
    ]

    @Test(arguments: ends)
    func stopsAsking(body: String, rows: Int, requests: Int) async throws {
        let (client, transport) = try Self.client { _, _ in body }
        #expect(try await client.dataBackupTasks(of: 1, since: 0).value.count == rows)
        #expect(transport.sent.count == requests)
    }

    @Test(arguments: [
        #"{"successful":true}"#, #"{"successful":true,"data":null}"#,
        #"{"successful":true,"data":{}}"#, #"{"successful":true,"data":{"contents":null}}"#,
        #"{"successful":true,"data":{"page":{"totalPages":9}}}"#,
        #"{"successful":true,"data":{"items":[]}}"#, #"{"successful":true,"data":{"contents":{}}}"#,
        #"{"successful":true,"data":"x"}"#, page([], "\"totalElements\":6"),
        page(1...3, "\"totalElements\":4"), page(1...200, "\"totalElements\":401"),
        page(1...3, "\"totalElements\":9223372036854775807"),
        #"{"successful":true,"data":{"contents":[7],"page":{"totalElements":1}}}"#,
    ])
    func aListThatContradictsItselfIsAFailure(body: String) async throws {
        let recorder = Recorder()
        let (client, _) = try Self.client(recorder: recorder) { _, _ in body }
        let error = await #expect(throws: OCPError.self) {
            try await client.dataBackupTasks(of: 1, since: 0)
        }
        #expect(error?.reason == .malformed)
        #expect(error?.isFromOCP == true)
        #expect(error?.saysEndpointAbsent == false)
        #expect(recorder.records.compactMap(\.failure) == [error])
    }

    /// A task more at the beginning moves the others by one.
    @Test func takesARowOfAnEarlierPageOnce() async throws {
        let (client, _) = try Self.client { page, _ in
            page == 1
                ? Self.page(1...200, "\"totalElements\":201")
                : Self.page([200, 201], "\"totalElements\":202")
        }
        let ids = try await client.dataBackupTasks(of: 1, since: 0).value.map(\.taskId)
        #expect(ids == (1...201).map { Int64($0) })
    }

    /// A list that became shorter in between is believed at its last word.
    @Test func believesTheLastWordOnTheTotal() async throws {
        let (client, transport) = try Self.client { page, size in
            Self.page(
                Self.ids(page, size, of: page == 1 ? 201 : 200),
                "\"totalElements\":\(page == 1 ? 201 : 200)"
            )
        }
        #expect(try await client.dataBackupTasks(of: 1, since: 0).value.count == 200)
        #expect(transport.sent.count == 2)
    }

    @Test(arguments: [199, 100, 25, 1])
    func halvesThePagesThatAreTooLarge(largest: Int) async throws {
        let turns = Turns()
        let recorder = Recorder()
        let (client, transport) = try Self.client(recorder: recorder) { page, size in
            guard size <= largest else { throw OCPError(reason: .tooLarge, message: "") }
            return Self.page(Self.ids(page, size, of: 30), "\"totalElements\":30")
        }
        let decoded = try await client.dataBackupTasks(of: 1, since: 0, turn: turns.take)
        #expect(decoded.value.map(\.taskId) == (1...30).map { Int64($0) })
        #expect(turns.taken == transport.sent.count - 1)
        #expect(recorder.records.count == transport.sent.count)
    }

    @Test func beginsAnewIfALaterPageIsTooLarge() async throws {
        let (client, transport) = try Self.client { page, size in
            if page == 2, size == 200 { throw OCPError(reason: .tooLarge, message: "") }
            return Self.page(Self.ids(page, size, of: 250), "\"totalElements\":250")
        }
        #expect(try await client.dataBackupTasks(of: 1, since: 0).value.count == 250)
        #expect(
            transport.sent.compactMap { $0.target.firstMatch(of: /page=\d+&size=\d+/)?.output }
                == [
                    "page=1&size=200", "page=2&size=200", "page=1&size=100", "page=2&size=100",
                    "page=3&size=100",
                ]
        )
    }

    @Test func givesUpIfOneRowIsTooLarge() async throws {
        let (client, transport) = try Self.client { _, _ in
            throw OCPError(reason: .tooLarge, message: "")
        }
        let error = await #expect(throws: OCPError.self) { try await client.tenants() }
        #expect(error?.reason == .tooLarge)
        #expect(transport.sent.count == 8)
    }

    @Test func aRefusedTurnEndsTheList() async throws {
        struct Refusal: Error {}
        let (client, transport) = try Self.client { page, size in
            Self.page(Self.ids(page, size, of: 1_000), "\"totalElements\":1000")
        }
        await #expect(throws: Refusal.self) {
            try await client.restoreTasks(of: 1, since: 0, turn: { throw Refusal() })
        }
        #expect(transport.sent.count == 1)
    }

    @Test(.timeLimit(.minutes(15)))
    func endsWithAnEndlessList() async throws {
        let (client, transport) = try Self.client { page, _ in Self.page([page]) }
        #expect(try await client.restoreTasks(of: 1, since: 0).value.count == 2_000)
        #expect(transport.sent.count == 2_000)
    }

    @Test func failsWholeIfALaterPageFails() async throws {
        let (client, _) = try Self.client { page, size in
            page == 2 ? #"{"successful":false}"# : Self.page(Self.ids(page, size, of: 900))
        }
        let error = await #expect(throws: OCPError.self) { try await client.tenants() }
        #expect(error?.reason == .unsuccessful)
    }
}
