import Foundation
import OCPSimulator
import Synchronization
import TestClock
import Testing

@testable import Exporter

/// The command `doctor` before a simulated OCP: what it finds, in which words, with which code.
@Suite(.timeLimit(.minutes(15))) struct DoctorTests {
    private static let password = "pa55word-of-the-doctor"

    /// What the doctor said.
    private struct Diagnosis {
        var code: Int32
        var lines: [String]

        /// Whether a line with a mark and a step holds some words.
        func says(_ mark: String, _ step: String, _ words: String = "") -> Bool {
            lines.contains {
                $0.hasPrefix("  \(mark.padding(toLength: 6, withPad: " ", startingAt: 0))\(step): ")
                    && (words.isEmpty || $0.contains(words))
            }
        }

        /// Whether every failure says what to do.
        var failuresHaveAdvice: Bool {
            let failures = lines.filter { $0.hasPrefix("  FAIL") }.count
            let advice = lines.filter { $0.hasPrefix("        What to do: ") }.count
            return failures > 0 && advice >= failures
        }
    }

    private static func diagnose(
        _ url: String,
        _ flags: String...,
        password: String = password
    ) async -> Diagnosis {
        let output = CollectedOutput()
        let code = await output.run(
            // Patient: other tests may keep the simulator from answering for a while.
            ["doctor", "--ocp.url=\(url)", "--ocp.username=exporter", "--poll.timeout=10m"] + flags,
            environment: ["OCP_PASSWORD": password]
        )
        let text = output.written + output.complaints
        let token = Data("exporter:\(password)".utf8).base64EncodedString()
        #expect(!text.contains(password))
        #expect(!text.contains(token))
        return Diagnosis(code: code, lines: text.split(separator: "\n").map(String.init))
    }

    /// Has the doctor look at a simulated OCP.
    private static func diagnose(
        clusters: Int = 3,
        flags: String = "--log.level=warn",
        password: String = password,
        settings change: (inout SimulatorSettings) -> Void = { _ in },
        steer: (Simulator) -> Void = { _ in }
    ) async throws -> (diagnosis: Diagnosis, requests: RequestCounts, url: String) {
        var settings = SimulatorSettings()
        settings.fleet = FleetPlan(
            clusters: clusters,
            scenarios: [.init("healthy", count: clusters)]
        )
        settings.account = SimulatedAccount(password: Self.password)
        change(&settings)
        let server = SimulatorServer(try Simulator(settings: settings))
        steer(server.simulator)
        try server.start()
        let running = Task { try await server.run() }
        defer { running.cancel() }
        let url = try #require(server.urls.first)
        let diagnosis = await diagnose(url, flags, password: password)
        return (diagnosis, server.simulator.requests, url)
    }

    @Test func aHealthyOCPIsWell() async throws {
        let (diagnosis, _, url) = try await Self.diagnose()
        let port = url.split(separator: ":").last ?? ""
        // On a busy machine the answer takes its time, which looks like an offset.
        #expect(diagnosis.says("ok", "clock", "OCP's"))
        #expect(
            diagnosis.lines.filter { !$0.contains("clock") } == [
                "OCP \"127.0.0.1\" at \(url)",
                "  note  connection: the password is sent over plain http",
                "        What to do: use https, or an access key, whose secret is never sent.",
                "  ok    connection: 127.0.0.1 port \(port) answers",
                "  ok    credentials: accepted",
                "  ok    clusters: 3 listed, 3 selected",
                "  ok    backup: that of 3 of 3 clusters can be read",
                "  ok    tasks: log backup tasks can be read: 3 of 3",
                "  ok    tasks: data backup tasks can be read: 3 of 3",
                "  ok    tasks: backup strategies can be read: 3 of 3",
                "  ok    tasks: restore tasks can be read: 3 of 3",
                "All is well.",
            ]
        )
        #expect(diagnosis.code == 0)
    }

    @Test func aNameThatDoesNotResolveIsSaid() async {
        let diagnosis = await Self.diagnose("http://ocp.invalid:8080")
        #expect(diagnosis.code == 1)
        #expect(diagnosis.says("FAIL", "name", "the name ocp.invalid does not resolve"))
        #expect(diagnosis.failuresHaveAdvice)
        #expect(diagnosis.lines.last == "Something is wrong: see the lines marked FAIL.")
    }

    @Test func aClosedPortIsSaid() async {
        let diagnosis = await Self.diagnose("http://127.0.0.1:1")
        #expect(diagnosis.code == 1)
        #expect(diagnosis.says("FAIL", "connection", "127.0.0.1:1"))
        #expect(diagnosis.says("FAIL", "connection", "Connection refused"))
        #expect(diagnosis.failuresHaveAdvice)
    }

    @Test(arguments: [-20, 20]) func aClockThatIsOffIsSaid(_ minutes: Int64) async throws {
        let (diagnosis, _, _) = try await Self.diagnose(settings: {
            $0.clockOffset = minutes * 60_000
        })
        #expect(diagnosis.code == 1)
        #expect(diagnosis.says("FAIL", "clock", minutes < 0 ? "behind ours" : "ahead of ours"))
        #expect(diagnosis.failuresHaveAdvice)
        #expect(diagnosis.says("ok", "backup", "3 of 3"))
    }

    @Test(arguments: ["--log.level=warn", "--ocp.cluster-ids=1000001,1000002,1000003"])
    func aWrongPasswordCostsOneLogOn(_ flags: String) async throws {
        let (diagnosis, requests, _) = try await Self.diagnose(
            clusters: 1000,
            flags: flags,
            password: "another-pa55word"
        )
        #expect(diagnosis.code == 1)
        #expect(diagnosis.says("FAIL", "credentials", "the credentials are not accepted"))
        #expect(diagnosis.failuresHaveAdvice)
        #expect(requests.failedLogOns == 1)
    }

    @Test func aWrongPasswordCostsOneLogOnEvenIfTheVersionCannotBeAsked() async throws {
        let (diagnosis, requests, _) = try await Self.diagnose(
            clusters: 1000,
            flags: "--ocp.cluster-ids=1000001,1000002,1000003",
            steer: {
                $0.setFault(.named("server-error"), endpoint: .info)
                $0.setFault(.named("unauthorized"), endpoint: .overview)
            }
        )
        #expect(diagnosis.code == 1)
        #expect(diagnosis.says("note", "version"))
        #expect(diagnosis.says("FAIL", "backup", "(unauthorized)"))
        #expect(requests.count(.overview) == 1)
    }

    @Test func aListThatMayNotBeReadIsSaid() async throws {
        let (diagnosis, requests, _) = try await Self.diagnose(steer: {
            $0.setFault(.named("forbidden"), endpoint: .clusters)
        })
        #expect(diagnosis.code == 1)
        #expect(diagnosis.says("ok", "credentials", "accepted"))
        #expect(diagnosis.says("FAIL", "permission", "the clusters may not be listed"))
        #expect(diagnosis.failuresHaveAdvice)
        #expect(requests.count(.overview) == 0)
    }

    @Test func oneClusterThatMayNotBeReadIsNamed() async throws {
        let (diagnosis, _, _) = try await Self.diagnose(steer: { simulator in
            _ = simulator.clusterIds.dropFirst().first.map {
                simulator.setFault(.named("forbidden"), cluster: $0)
            }
        })
        #expect(diagnosis.code == 1)
        #expect(diagnosis.says("FAIL", "backup", "1 cluster cannot be read (forbidden)"))
        #expect(diagnosis.lines.contains { $0.hasPrefix("        1000002 (") })
        #expect(diagnosis.says("ok", "backup", "that of 2 of 3 clusters"))
        #expect(diagnosis.failuresHaveAdvice)
    }

    @Test func aPageInsteadOfTheAPIIsSaid() async throws {
        let (diagnosis, requests, _) = try await Self.diagnose(steer: {
            $0.setFault(.named("garbage"), endpoint: .time)
        })
        #expect(diagnosis.code == 1)
        #expect(diagnosis.says("FAIL", "answer", "HTTP 200 with HTML instead of JSON"))
        #expect(diagnosis.failuresHaveAdvice)
        // Credentials are not sent to who is not OCP.
        #expect(requests.failedLogOns + requests.count(.accepted) == 0)
    }

    @Test func aRedirectIsSaid() async throws {
        let (diagnosis, _, _) = try await Self.diagnose(steer: {
            $0.setFault(.named("redirect"), endpoint: .time)
        })
        #expect(diagnosis.code == 1)
        #expect(diagnosis.says("FAIL", "answer", "redirects are not followed"))
        #expect(diagnosis.says("FAIL", "answer", "/login"))
        #expect(diagnosis.failuresHaveAdvice)
    }

    @Test func aThousandClustersAreSummedUp() async throws {
        let (diagnosis, requests, _) = try await Self.diagnose(
            clusters: 1000,
            steer: { simulator in
                for id in simulator.clusterIds.prefix(300) {
                    simulator.setFault(.named("forbidden"), cluster: id)
                }
            }
        )
        #expect(diagnosis.code == 1)
        #expect(diagnosis.lines.count < 20)
        #expect(diagnosis.lines.contains { $0.hasSuffix(" and 295 more") })
        #expect(diagnosis.says("ok", "backup", "that of 700 of 1000 clusters can be read"))
        #expect(requests.count(.overview) == 1000)
    }
}
