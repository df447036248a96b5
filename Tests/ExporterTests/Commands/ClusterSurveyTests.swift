import OCP
import Synchronization
import TestClock
import Testing

@testable import Exporter

@Suite(.timeLimit(.minutes(15))) struct SurveyOfClustersTests {
    /// Answers about each cluster by a closure, once as many requests wait as are wanted.
    private final class Gate: Transport {
        private struct State {
            var waiting: [CheckedContinuation<Void, Never>] = []
            var inFlight = 0
            var most = 0
            var asked: [Int64] = []
        }

        private let state = Mutex(State())
        private let width: Int
        private let alone: Int64?
        private let answer: @Sendable (Int64) throws -> TransportResponse

        /// The first answers come when `width` requests are in flight, or to a cluster that is
        /// asked alone.
        init(
            width: Int = 1,
            alone: Int64? = nil,
            _ answer: @escaping @Sendable (Int64) throws -> TransportResponse
        ) {
            self.width = width
            self.alone = alone
            self.answer = answer
        }

        var most: Int { state.withLock(\.most) }
        var asked: [Int64] { state.withLock(\.asked) }

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            let id = request.target.split(separator: "/").compactMap { Int64($0) }.first ?? 0
            await withCheckedContinuation { continuation in
                let released = state.withLock { state in
                    state.asked.append(id)
                    state.inFlight += 1
                    state.most = max(state.most, state.inFlight)
                    state.waiting.append(continuation)
                    guard state.most >= width || id == alone else {
                        return [CheckedContinuation<Void, Never>]()
                    }
                    defer { state.waiting = [] }
                    return state.waiting
                }
                released.forEach { $0.resume() }
            }
            state.withLock { $0.inFlight -= 1 }
            return try answer(id)
        }
    }

    private static let good = TransportResponse(
        status: 200,
        body: Array(#"{"data":{"backupScheduleStatus":"NORMAL"},"successful":true}"#.utf8)
    )

    private static func run(
        _ gate: Gate,
        clusters: Int,
        concurrency: Int = 8,
        isLetIn: Bool = true
    ) async throws -> (result: SurveyResult, lines: [String]) {
        let client = OCPClient(
            settings: ConnectionSettings(baseURL: try BaseURL("https://ocp.example")),
            credentials: .basic(username: "exporter", .value(Secret("pa55word!"))),
            transport: gate,
            now: { 0 },
            observe: { _ in }
        )
        let list = (0..<clusters).map { ClusterSummary(id: Int64($0 + 1), name: "c\($0 + 1)") }
        // The minute that a survey may take does not pass.
        let time = ManualTime(shortest: .milliseconds(5))
        let admission = OCPGate(most: concurrency, interval: .seconds(60), time: time)
        admission.begin()
        if isLetIn { _ = admission.note(nil, duration: 0, patience: 8) }
        let result = try await ClusterSurvey(client: client, gate: admission, time: time).run(list)
            .result
        let lines = Mutex<[String]>([])
        result.tell(Findings { line in lines.withLock { $0.append(line) } })
        return (result, lines.withLock { $0 })
    }

    @Test(arguments: [1, 3, 8]) func soManyRequestsAreInFlightAndNoMore(_ width: Int) async throws {
        let gate = Gate(width: width) { _ in Self.good }
        let (result, lines) = try await Self.run(gate, clusters: 100, concurrency: width)
        #expect(gate.most == width)
        #expect(Set(gate.asked).count == 100)
        #expect(result.readable == 100)
        #expect(lines == ["  ok    backup: that of 100 of 100 clusters can be read"])
    }

    @Test func whatWouldAlertIsNoted() async throws {
        let late = #"{"data":{"logBackupDelaySeconds":4000,"backupScheduleStatus":"PAUSED"},"#
        let body = Array((late + #""successful":true}"#).utf8)
        let gate = Gate { $0 > 2 ? Self.good : TransportResponse(status: 200, body: body) }
        let (_, lines) = try await Self.run(gate, clusters: 12, concurrency: 1)
        #expect(
            lines == [
                "  note  backup: log backup far behind: 2 clusters: 1 (c1), 2 (c2)",
                "        What to do: see the runbook of OceanBaseBackupLogDelayCritical, which alerts"
                    + " when this lasts 5 min 0 s.",
                "  note  backup: schedule paused: 2 clusters: 1 (c1), 2 (c2)",
                "        What to do: see the runbook of OceanBaseBackupSchedulePaused, which alerts"
                    + " when this lasts 1 h 0 min.",
                "  ok    backup: that of 12 of 12 clusters can be read",
            ]
        )
    }

    @Test func wrongCredentialsCostOneRequest() async throws {
        let gate = Gate { _ in TransportResponse(status: 401) }
        let (result, lines) = try await Self.run(gate, clusters: 100, isLetIn: false)
        #expect(gate.asked.count == 1)
        #expect(result.unasked == 99)
        #expect(lines.contains { $0.contains("FAIL") && $0.contains("(unauthorized)") })
        #expect(lines.contains { $0.contains("99 clusters not asked") })
    }

    @Test func anAnswerFromOCPOpensTheDoorForTheOthers() async throws {
        let forbidden = TransportResponse(
            status: 403,
            body: Array(#"{"successful":false,"error":{"code":"IAM11000"}}"#.utf8)
        )
        let gate = Gate(width: 8, alone: 1) { $0 == 1 ? forbidden : Self.good }
        let (result, _) = try await Self.run(gate, clusters: 50, isLetIn: false)
        #expect(result.readable == 49)
        #expect(gate.most == 8)
    }

    @Test func aQuotaThatIsUsedUpEndsIt() async throws {
        let gate = Gate { $0 < 10 ? Self.good : TransportResponse(status: 429) }
        let (result, _) = try await Self.run(gate, clusters: 1000, concurrency: 1)
        #expect(gate.asked.count == 10)
        #expect(result.readable == 9)
        #expect(result.unasked == 990)
    }

    @Test func silenceIsNotWaitedForAThousandTimes() async throws {
        let gate = Gate { _ in throw OCPError(reason: .timeout, message: "nothing came") }
        let (result, _) = try await Self.run(gate, clusters: 1000, concurrency: 4)
        // Others go on while it is asked whether OCP lives.
        #expect(gate.asked.count < 100)
        #expect(result.unasked > 900)
    }

    /// A minute of clusters that hang is enough, though OCP itself lives.
    @Test func clustersThatHangAreNotWaitedForWithoutEnd() async throws {
        let time = ManualTime()
        let transport = FakeOCP(time) { request in
            if request.api == .time { return .fine(request, []) }
            time.advance(by: .seconds(10))
            throw OCPError.simple(.timeout)
        }
        let gate = OCPGate(most: 1, interval: .seconds(60), time: time)
        gate.begin()
        let client = OCPClient(
            settings: ConnectionSettings(baseURL: try BaseURL("https://ocp.example")),
            credentials: .none,
            transport: transport,
            now: { 0 },
            observe: { _ in }
        )
        let list = (1...1000).map { ClusterSummary(id: $0, name: nil) }
        let result = try await ClusterSurvey(client: client, gate: gate, time: time).run(list)
            .result
        #expect(result.unasked == 1000 - 6)
    }

    @Test func manyFailuresAreSummedUp() async throws {
        let broken = #"{"data":{"backupSize":"much","obStorageVolumeUnit":"GB"},"successful":true}"#
        let gate = Gate { id in
            if id.isMultiple(of: 10) { return TransportResponse(status: 403) }
            if id.isMultiple(of: 7) { return TransportResponse(status: 404) }
            if id == 1 { return TransportResponse(status: 200, body: Array(broken.utf8)) }
            return Self.good
        }
        let (_, lines) = try await Self.run(gate, clusters: 1000, concurrency: 1)
        try #require(lines.count == 9)
        #expect(lines[0].hasPrefix("  note  backup: the field backupSize of 1 cluster cannot"))
        #expect(lines[0].hasSuffix(": 1 (c1)"))
        #expect(
            lines[2].hasPrefix("  FAIL  backup: 100 clusters cannot be read (forbidden): HTTP 403")
        )
        #expect(lines[3] == "        10 (c10), 20 (c20), 30 (c30), 40 (c40), 50 (c50) and 95 more")
        #expect(lines[4].hasPrefix("        What to do: give the account a role"))
        #expect(
            lines[5].hasPrefix("  FAIL  backup: 128 clusters cannot be read (not_found): HTTP 404")
        )
        #expect(lines[8] == "  ok    backup: that of 772 of 1000 clusters can be read")
    }
}
