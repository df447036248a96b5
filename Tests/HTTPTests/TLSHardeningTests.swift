import Dispatch
import Foundation
import HTTP
import Synchronization
import TestSupport
import Testing

/// What TLS must not allow.
@Suite(.timeLimit(.minutes(15)))
struct TLSHardeningTests {
    private let certificates: Certificates

    init() throws {
        certificates = try Certificates()
    }

    @Test(
        arguments: [
            ("-tls1_2", true), ("-tls1_3", true), ("-tls1_3 -groups P-384", true),
            ("-tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256", true),
            ("-tls1_2 -cipher ECDHE-RSA-AES128-SHA", false),
            ("-tls1_2 -cipher AES128-GCM-SHA256", false),
            ("-tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256", false),
            ("-tls1_3 -groups ffdhe2048", false), ("-tls1_3 -groups P-521", false),
        ]
    )
    func speaksNothingWeakOrSlowUnlessItIsTold(_ options: String, _ succeeds: Bool) async throws {
        try certificates.openssl(
            "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=rsa -keyout rsa.key -out rsa.pem"
        )
        let configuration = TLSConfiguration(
            certificateFile: certificates.path("rsa.pem"),
            keyFile: certificates.path("rsa.key")
        )
        try await withTLSServer(try TLSServer(configuration)) { [certificates] port, _ in
            let command = "s_client -connect 127.0.0.1:\(port) \(options)"
            let result = try certificates.run("openssl", command)
            #expect((result.status == 0) == succeeds, "\(result.output)")
        }
    }

    /// A ticket that came before the certificate was looked at lets nobody in.
    @Test func aTicketIsNoWayAroundTheNamesThatAreAllowed() async throws {
        try certificates.makeClient("other", names: "DNS:other")
        var configuration = certificates.configuration
        configuration.clientAuthentication = .requireAndVerify
        configuration.clientCAFile = certificates.path("ca.pem")
        configuration.allowedClientNames = ["scraper"]
        var limits = HTTPLimits.patient
        limits.idleTime = .seconds(1)
        let tls = try TLSServer(configuration)
        try await withTLSServer(tls, limits: limits) { [certificates] port, server in
            let connect = "s_client -connect 127.0.0.1:\(port) -cert other.pem -key other.key"
            _ = try certificates.run("openssl", connect + " -ign_eof -sess_out ticket")
            #expect(server.statistics.count(of: .tlsHandshake) == 1)
            let again = try certificates.run("openssl", connect + " -ign_eof -sess_in ticket")
            #expect(again.output.contains("Reused, TLSv1.3"))
            #expect(server.statistics.count(of: .tlsHandshake) == 2)
        }
    }

    @Test func aFloodOfNewcomersLetsOthersFinishTheirHandshakes() async throws {
        var limits = HTTPLimits.patient
        limits.maxConnections = 4
        let tls = try TLSServer(certificates.configuration)
        try await withTLSServer(tls, limits: limits) { [certificates] port, server in
            let isOver = Mutex(false)
            let flooded = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                var crowd: [Client] = []
                while !isOver.withLock({ $0 }) {
                    if let client = try? Client(port: port) { crowd.append(client) }
                    if crowd.count > 100 { crowd.removeFirst(50) }
                }
                flooded.signal()
            }
            while server.statistics.count(of: .evicted) < 1000 { sched_yield() }
            for _ in 0..<5 {
                let command = "-sS --max-time 300 -k --interface 127.0.0.2"
                let page = try certificates.run(
                    "curl",
                    "\(command) https://localhost:\(port)/metrics"
                )
                #expect(page.output == "up\n")
            }
            isOver.withLock { $0 = true }
            flooded.wait()
        }
    }
}
