import Foundation
import TestSupport
import Testing

/// The built program as systemd starts it.
@Suite(.timeLimit(.minutes(15))) struct SystemdProgramTests {
    private let directory: TemporaryFolder

    init() throws {
        directory = try TemporaryFolder()
    }

    /// Starts the demo with a descriptor 3, and the process's own id in `LISTEN_PID`.
    private func demo(
        passing descriptor: Int32?,
        _ environment: [String: String] = [:]
    ) throws -> RunningProcess {
        try RunningProcess(
            [
                "sh", "-c", "LISTEN_PID=$$ exec \"$0\" demo --web.systemd-socket",
                RunningDemo.program,
            ],
            in: directory.path,
            environment: environment,
            passing: descriptor
        )
    }

    @Test func servesOnTheSocketThatItIsPassed() async throws {
        let socket = try LoopbackSocket.listening()
        let demo = try demo(
            passing: socket.number,
            ["LISTEN_FDS": "1", "LISTEN_FDNAMES": "metrics"]
        )
        defer { demo.signal(SIGKILL) }
        try #require(await demo.wait(for: "clusters selected"), "\(demo.text)")
        #expect(demo.text.contains("address=127.0.0.1:\(socket.port)"))
        let answer = try await WebClient.ask(port: socket.port, path: "/metrics")
        #expect(answer.status == 200)
        demo.signal(SIGTERM)
        #expect(await demo.end() == 0)
    }

    @Test func saysWhatIsWrongWithWhatItIsPassed() async throws {
        let none = try demo(passing: nil)
        #expect(await none.end() == 1)
        #expect(none.text.contains("systemd passed on no socket"))
        let listener = try LoopbackSocket.listening()
        let connected = try LoopbackSocket(port: listener.port)
        let wrong = try demo(passing: connected.number, ["LISTEN_FDS": "1"])
        #expect(await wrong.end() == 1)
        #expect(wrong.text.contains("descriptor 3 (unknown), which LISTEN_FDS counts, does not"))
        let null = open("/dev/null", O_RDONLY)
        defer { close(null) }
        let file = try demo(passing: null, ["LISTEN_FDS": "1", "LISTEN_FDNAMES": "a b"])
        #expect(await file.end() == 1)
        #expect(file.text.contains("descriptor 3 (a b), which LISTEN_FDS counts, is not a stream"))
        let other = try RunningProcess(
            [RunningDemo.program, "demo", "--web.systemd-socket"],
            in: directory.path,
            environment: ["LISTEN_PID": "1", "LISTEN_FDS": "1"]
        )
        #expect(await other.end() == 1)
        #expect(other.text.contains("were passed on to process 1"))
    }

    @Test func tellsSystemdHowItIs() async throws {
        let manager = try await ServiceManager(directory.file("notify"))
        try await RunningDemo.run(
            in: directory,
            environment: [
                "NOTIFY_SOCKET": directory.file("notify"), "WATCHDOG_USEC": "400000",
            ]
        ) { demo in
            let ready = try await manager.message { $0.hasPrefix("READY=1\n") }
            #expect(
                ready == "READY=1\nSTATUS=Serving on 127.0.0.1:\(demo.port), polling 1 OCP"
            )
            for _ in 0..<3 { _ = try await manager.message { $0 == "WATCHDOG=1" } }
            demo.process.signal(SIGHUP)
            let reloading = try await manager.message { $0 != "WATCHDOG=1" }
            #expect(reloading.contains(/^RELOADING=1\nMONOTONIC_USEC=\d+\nSTATUS=/))
            #expect(try await manager.message { $0 != "WATCHDOG=1" } == ready)
            demo.process.signal(SIGTERM)
            let stopping = try await manager.message { $0 != "WATCHDOG=1" }
            #expect(stopping.hasPrefix("STOPPING=1\n"))
            #expect(await demo.process.end() == 0)
        }
    }
}
