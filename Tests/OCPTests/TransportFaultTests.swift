import Foundation
import TestSupport
import Testing

@testable import OCP

/// What the wire can do to a request (the body of a good answer is the manual's sample).
@Suite(.timeLimit(.minutes(15))) struct TransportFaultTests {
    typealias Step = FaultServer.Step
    typealias Case = FaultCase

    /// A transport that all tests share, as the process does.
    static let transport = CurlTransport()

    /// Asks a server that plays a script for an overview.
    static func ask(
        _ script: [Step],
        timeout: Duration = .seconds(240)
    ) async throws -> Decoded<[BackupOverview]> {
        let server = try FaultServer(script)
        return try await client(port: server.port, timeout: timeout).overview(of: 1)
    }

    static func client(
        _ url: String? = nil,
        port: Int = 0,
        timeout: Duration = .seconds(240)
    ) throws -> OCPClient {
        OCPClient(
            settings: ConnectionSettings(
                baseURL: try BaseURL(url ?? "http://127.0.0.1:\(port)"),
                timeout: timeout
            ),
            credentials: .basic(username: "exporter", .value(Secret("pa55word!"))),
            transport: transport,
            now: { 0 },
            observe: { _ in }
        )
    }

    @Test(arguments: Case.fine)
    func acceptsFineAnswersInUnusualClothes(fine: Case) async throws {
        let decoded = try await Self.ask(fine.script)
        #expect(decoded.value.map(\.clusterId) == [7])
    }

    @Test(arguments: Case.faults)
    func givesEachFaultItsReason(fault: Case) async throws {
        let error = await #expect(throws: OCPError.self) { try await Self.ask(fault.script) }
        #expect(fault.reasons.contains(try #require(error).reason), "\(error?.description ?? "")")
        #expect(error?.message.contains("pa55word") == false)
    }

    @Test(arguments: Case.slow)
    func keepsTheDeadlineOfTheWholeAnswer(slow: Case) async throws {
        var timeout = Duration.milliseconds(500)
        while true {
            let start = ContinuousClock.now
            let error = await #expect(throws: OCPError.self) {
                try await Self.ask(slow.script, timeout: timeout)
            }
            #expect(ContinuousClock.now - start >= timeout - .milliseconds(10))
            try #require(error?.reason == .timeout)
            if error?.message.hasSuffix(slow.messageEnd) == true { return }
            // A busy machine came less far than the script goes.
            timeout *= 2
            try #require(timeout < .seconds(300), "\(error?.message ?? "")")
        }
    }
}
