import Foundation
import Kernel
import TestSupport
import Testing

@testable import OCP

/// File systems that stop to answer while an OCP's files are on them.
@Suite(.timeLimit(.minutes(15)), .enabled(if: BlockingFiles.areAvailable))
struct BlockedFileTests {
    private static let silence = "the file system does not answer"

    @Test(arguments: [BlockingFiles.Call.stat, .open])
    func aCertificateHoldsUpNoOtherOCP(call: BlockingFiles.Call) async throws {
        let authority = try Authority()
        let running = try TLSServer(of: authority)
        let files = try BlockingFiles()
        defer { files.free() }
        let text = try String(contentsOfFile: authority.certificate, encoding: .utf8)
        let path = files.write(text, to: "ca.pem")
        let clock = StandingClock()
        let warnings = Lines()
        let transport = CurlTransport(now: clock.now, warn: { warnings.append($0) })
        func ask(_ file: String, timeout: Duration = .seconds(240)) async throws {
            _ = try await TLSTests.ask(
                running.port,
                TLSSettings(caFile: file),
                timeout: timeout,
                transport: transport
            )
        }
        try await ask(path)
        files.block(call)
        clock.pass(.seconds(2))
        async let slow: Void = ask(path)
        try await files.waitForCall()
        try await ask(authority.certificate)
        // The one whose file it is goes on with what it held.
        clock.pass(.seconds(2))
        try await slow
        try await ask(path)
        #expect(
            warnings.all == [
                "a TLS file cannot be used, the former one is kept: \(path): \(Self.silence)"
            ]
        )
        // One that was never read.
        let newcomer = files.write(text, to: "new.pem")
        let error = await #expect(throws: OCPError.self) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await ask(newcomer, timeout: .milliseconds(200)) }
                group.addTask { try await ask(authority.certificate) }
                try await group.waitForAll()
            }
        }
        #expect(error?.reason == .tls)
        #expect(error?.message == "a TLS file cannot be used: \(newcomer): \(Self.silence)")
        files.free()
        try await ask(newcomer)
    }

    @Test(arguments: [BlockingFiles.Call.stat, .open])
    func aSecretHoldsUpNoOtherOCP(call: BlockingFiles.Call) async throws {
        let server = try FaultServer(CurlTransportTests.answering(20))
        let files = try BlockingFiles()
        defer { files.free() }
        let path = files.write("pa55word", to: "secret")
        let transport = CurlTransport()
        func client(
            _ source: SecretSource,
            timeout: Duration = .seconds(240)
        ) throws -> OCPClient {
            OCPClient(
                settings: ConnectionSettings(
                    baseURL: try BaseURL("http://127.0.0.1:\(server.port)"),
                    timeout: timeout
                ),
                credentials: .basic(username: "exporter", source),
                transport: transport,
                now: { 0 },
                observe: { _ in }
            )
        }
        let other = try client(.value(Secret("other")))
        let holder = try client(.file(path: path))
        _ = try await holder.overview(of: 1)
        files.block(call)
        try await withThrowingTaskGroup(of: Void.self) { group in
            // On libcurl's thread, as polls are.
            group.addTask(executorPreference: transport.executor) {
                let state = await holder.credentialsState
                #expect(state.version == 1)
            }
            try await files.waitForCall()
            group.addTask(executorPreference: transport.executor) {
                _ = try await other.overview(of: 1)
                _ = try await holder.overview(of: 1)
            }
            try await group.next()
            files.free()
            try await group.waitForAll()
        }
        files.block(call)
        let newcomer = try client(
            .file(path: files.write("pa55word", to: "new")),
            timeout: .milliseconds(200)
        )
        let error = await #expect(throws: OCPError.self) { try await newcomer.overview(of: 1) }
        #expect(error?.reason == .unauthorized)
        #expect(
            error?.message
                == "no secret to log in with: \(files.directory)/new: \(Self.silence)"
        )
        let state = await newcomer.credentialsState
        #expect(state.problem?.reason == Self.silence)
        #expect(state.version == 0)
        files.free()
        while await newcomer.credentialsState.problem != nil { await Task.yield() }
        // Its deadline is short for a busy machine.
        while (try? await newcomer.overview(of: 1)) == nil { try Task.checkCancellation() }
    }
}
