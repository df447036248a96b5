import Testing

@testable import OCP

@Suite struct ClusterListTests {
    /// Serves pages made by a closure that takes the page number.
    static func client(
        recorder: Recorder = Recorder(),
        page: @escaping @Sendable (Int) -> String
    ) throws -> (OCPClient, FakeTransport) {
        let transport = FakeTransport { request in
            let digits = request.target.firstMatch(of: /page=(\d+)&size=200$/)?.1
            return .text(page(digits.flatMap { Int($0) } ?? -1))
        }
        return (try OCPClient.fake(recorder: recorder, transport: transport), transport)
    }

    /// A page with the ids of a range, and perhaps counts.
    static func page(_ ids: some Sequence<Int>, _ counts: String = "") -> String {
        let elements = ids.map { "{\"id\":\($0),\"name\":\"c\($0)\"}" }.joined(separator: ",")
        return "{\"successful\":true,\"data\":{\"contents\":[\(elements)],\"page\":{\(counts)}}}"
    }

    @Test func readsTheManualsSample() async throws {
        let body = try Fixture.bytes("clusters.json")
        let transport = FakeTransport { _ in TransportResponse(status: 200, body: body) }
        let client = try OCPClient.fake(transport: transport)
        let decoded = try await client.clusters()
        #expect(decoded.value == [ClusterSummary(id: 1_000_002, name: "test", obVersion: "2.2.73")])
        #expect(decoded.malformedFields.isEmpty)
        #expect(transport.sent.map(\.target) == ["/api/v2/ob/clusters?page=1&size=200"])
    }

    /// What OCP says of its pages, by page number, for 450 clusters; all need three requests.
    static let counts: [String] = [
        "\"totalPages\":3", "\"totalPage\":3", "\"totalPages\":\"3\"", "\"totalElements\":450",
        "\"totalElements\":450,\"totalPages\":3,\"size\":2000", "", "\"totalElements\":1",
        "\"totalElements\":-1", "\"totalPages\":[]", "\"totalElements\":450,\"totalPages\":1",
    ]

    @Test(arguments: counts)
    func asksForAllPages(counts: String) async throws {
        let recorder = Recorder()
        let (client, transport) = try Self.client(recorder: recorder) { page in
            let first = (page - 1) * 200 + 1
            return Self.page(first..<max(first, min(first + 200, 451)), counts)
        }
        let decoded = try await client.clusters()
        #expect(decoded.value.map(\.id) == (1...450).map { Int64($0) })
        #expect(transport.sent.count == 3)
        #expect(recorder.records.count == 3)
    }

    @Test(arguments: counts, [2, 3, 256])
    func asksForAllPagesAtOnce(counts: String, limit: Int) async throws {
        let recorder = Recorder()
        let (client, transport) = try Self.client(recorder: recorder) { page in
            let first = (page - 1) * 200 + 1
            return Self.page(first..<max(first, min(first + 200, 451)), counts)
        }
        let decoded = try await client.clusters(inFlight: { limit })
        #expect(decoded.value.map(\.id) == (1...450).map { Int64($0) })
        #expect(transport.sent.count == 3)
        #expect(recorder.records.count == 3)
    }

    @Test func believesNoShortPageIfOCPCountsMore() async throws {
        let (client, transport) = try Self.client { page in
            Self.page(page <= 5 ? [page * 2, page * 2 + 1] : [], "\"totalElements\":10")
        }
        #expect(try await client.clusters().value.count == 10)
        #expect(transport.sent.count == 5)
    }

    static let ends: [(String, Int)] = [
        // Everything was seen on one full page.
        (page(1...200, "\"totalElements\":200,\"totalPages\":1"), 1),
        // A short page without counts.
        (page(1...3), 1),
        // An empty one.
        (page([]), 1), (page([], "\"totalElements\":0"), 1),
        (#"{"successful":true,"data":{"contents":null,"page":{"totalElements":0}}}"#, 1),
        // The same page for ever.
        (page(1...200), 2), (page(1...3, "\"totalPages\":1000000000"), 2),
        // A plain array.
        ("{\"successful\":true,\"data\":[{\"id\":1},{\"id\":2}]}", 1),
    ]

    @Test(arguments: ends)
    func stopsAsking(body: String, requests: Int) async throws {
        let (client, transport) = try Self.client { _ in body }
        _ = try await client.clusters()
        #expect(transport.sent.count == requests)
    }

    /// A lie about the number of pages costs at most a request for each that may be in flight.
    @Test(arguments: ends)
    func stopsAskingAtOnce(body: String, requests: Int) async throws {
        let (client, transport) = try Self.client { _ in body }
        _ = try await client.clusters(inFlight: { 4 })
        #expect((requests..<requests + 4).contains(transport.sent.count))
    }

    /// What was known stays: a list that is empty only because something is amiss must not take it away.
    @Test(
        arguments: [
            "{\"successful\":true}", "{\"successful\":true,\"data\":null}",
            "{\"successful\":true,\"data\":{}}",
            "{\"successful\":true,\"data\":{\"contents\":null}}",
            "{\"successful\":true,\"data\":{\"page\":{\"totalPages\":9}}}",
            page([], "\"totalElements\":6"), page([], "\"totalPages\":3"),
            page(1...3, "\"totalElements\":4"),
            page(1...200, "\"totalElements\":401"),
            page(1...3, "\"totalElements\":9223372036854775807"),
        ],
        [1, 4]
    )
    func aListThatContradictsItselfIsAFailure(body: String, limit: Int) async throws {
        let recorder = Recorder()
        let (client, _) = try Self.client(recorder: recorder) { _ in body }
        let error = await #expect(throws: OCPError.self) {
            try await client.clusters(inFlight: { limit })
        }
        #expect(error?.reason == .malformed)
        #expect(error?.isFromOCP == true)
        #expect(recorder.records.compactMap(\.failure) == [error])
    }

    @Test(.timeLimit(.minutes(15)))
    func endsWithAnEndlessList() async throws {
        let (client, transport) = try Self.client { page in
            Self.page([page], "\"totalPages\":1000000")
        }
        #expect(try await client.clusters().value.count == 2_000)
        #expect(transport.sent.count == 2_000)
    }

    @Test func leavesOutBadElements() async throws {
        let elements = [
            #"{"id":1,"name":"a"}"#, #"{"id":"2","name":null}"#, #"{"id":1,"name":"twin"}"#, "7",
            "null", #"{"name":"no id"}"#, #"{"id":"../../x"}"#, #"{"id":-4}"#, #"{"id":0}"#,
            #"{"id":1.5}"#, #"{"id":9223372036854775808}"#, #"{"id":5,"name":{}}"#,
        ]
        let body =
            "{\"successful\":true,\"data\":{\"contents\":[\(elements.joined(separator: ","))]}}"
        let (client, _) = try Self.client { _ in body }
        let decoded = try await client.clusters()
        #expect(
            decoded.value == [
                ClusterSummary(id: 1, name: "a"), ClusterSummary(id: 2, name: nil),
                ClusterSummary(id: 5, name: nil),
            ]
        )
        #expect(
            decoded.malformedFields.map(\.field)
                == ["contents", "contents", "id", "id", "id", "id", "id", "id", "name"]
        )
    }

    @Test(arguments: [
        #"{"successful":true,"data":{"contents":{}}}"#, #"{"successful":true,"data":"x"}"#,
        #"{"successful":true,"data":{"contents":7}}"#,
    ])
    func failsWholeIfThereIsNoList(body: String) async throws {
        let (client, _) = try Self.client { _ in body }
        let error = await #expect(throws: OCPError.self) { try await client.clusters() }
        #expect(error?.reason == .malformed)
    }

    @Test func failsWholeIfALaterPageFails() async throws {
        let (client, _) = try Self.client { page in
            page == 1 ? Self.page(1...200) : #"{"successful":false}"#
        }
        let error = await #expect(throws: OCPError.self) { try await client.clusters() }
        #expect(error?.reason == .unsuccessful)
    }

    @Test func failsWholeIfAnyPageFails() async throws {
        let (client, _) = try Self.client { page in
            page == 5 ? #"{"successful":false}"# : Self.page([page], "\"totalPages\":9")
        }
        let error = await #expect(throws: OCPError.self) {
            try await client.clusters(inFlight: { 3 })
        }
        #expect(error?.reason == .unsuccessful)
    }
}
