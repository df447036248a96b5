import Foundation
import HTTP
import TestSupport
import Testing

/// TLS as curl and the `openssl` command see it.
@Suite(.timeLimit(.minutes(15)))
struct TLSServingTests {
    private typealias Authentication = TLSConfiguration.ClientAuthentication
    private let certificates: Certificates

    init() throws {
        certificates = try Certificates()
    }

    /// Asks for `/metrics` with curl; the output, or nil if it failed.
    private static func fetch(
        _ certificates: Certificates,
        _ port: UInt16,
        _ options: String = ""
    ) throws -> String? {
        let result = try certificates.run(
            "curl",
            "-sS --max-time 300 --cacert server.pem \(options) https://localhost:\(port)/metrics"
        )
        return result.status == 0 ? result.output : nil
    }

    @Test(
        arguments: [
            (.tls12, .tls13, "--tls-max 1.2", true), (.tls12, .tls13, "--tlsv1.3", true),
            (.tls12, .tls13, "--tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0", false),
            (.tls13, .tls13, "--tls-max 1.2", false), (.tls12, .tls12, "--tlsv1.3", false),
            (.tls10, .tls12, "--tls-max 1.0 --ciphers DEFAULT@SECLEVEL=0 --tlsv1.0", true),
        ] as [(TLSConfiguration.Version, TLSConfiguration.Version, String, Bool)]
    )
    func speaksTheVersionsItIsTold(
        _ minimum: TLSConfiguration.Version,
        _ maximum: TLSConfiguration.Version,
        _ options: String,
        _ succeeds: Bool
    ) async throws {
        var configuration = certificates.configuration
        configuration.minimumVersion = minimum
        configuration.maximumVersion = maximum
        let tls = try TLSServer(configuration)
        try await withTLSServer(tls) { [certificates] port, server in
            let fetched = try Self.fetch(certificates, port, options)
            #expect(fetched == (succeeds ? "up\n" : nil))
            #expect(server.statistics.count(of: .tlsHandshake) == (succeeds ? 0 : 1))
        }
    }

    @Test func asksForClientCertificatesAsItIsTold() async throws {
        try certificates.makeClient("good")
        try certificates.makeAuthority("stranger")
        try certificates.makeClient("bad", by: "stranger")
        // Who is let in: nobody's certificate, one of the CA, one of another.
        let table: [(Authentication, none: Bool, good: Bool, bad: Bool)] = [
            (.none, true, true, true), (.request, true, true, true),
            (.requireAny, false, true, true), (.verifyIfGiven, true, true, false),
            (.requireAndVerify, false, true, false),
        ]
        for row in table {
            var configuration = certificates.configuration
            configuration.clientAuthentication = row.0
            if row.0.verifies { configuration.clientCAFile = certificates.path("ca.pem") }
            let tls = try TLSServer(configuration)
            try await withTLSServer(tls) { [certificates] port, _ in
                let good = "--cert good.pem --key good.key"
                let bad = "--cert bad.pem --key bad.key"
                let isIn = try ["", good, bad].map { try Self.fetch(certificates, port, $0) != nil }
                #expect(isIn == [row.none, row.good, row.bad], "\(row)")
            }
        }
    }

    @Test func letsInTheNamesItIsTold() async throws {
        try certificates.makeClient("dns", names: "DNS:Scraper.example")
        try certificates.makeClient("uri", names: "URI:spiffe://example/scraper")
        try certificates.makeClient("mail", names: "email:ops@example")
        try certificates.makeClient("address", names: "IP:10.0.0.1,IP:2001:db8::1")
        try certificates.makeClient("other", names: "DNS:scraper.example.evil")
        var configuration = certificates.configuration
        configuration.clientAuthentication = .requireAndVerify
        configuration.clientCAFile = certificates.path("ca.pem")
        let table = [
            ("scraper.example", "dns"), ("spiffe://example/scraper", "uri"),
            ("ops@example", "mail"), ("10.0.0.1", "address"), ("2001:db8:0::1", "address"),
        ]
        for (name, admitted) in table {
            configuration.allowedClientNames = ["nobody", name]
            let tls = try TLSServer(configuration)
            try await withTLSServer(tls) { [certificates] port, _ in
                for client in ["dns", "uri", "mail", "address", "other"] {
                    let options = "--cert \(client).pem --key \(client).key"
                    let isIn = try Self.fetch(certificates, port, options) != nil
                    #expect(isIn == (client == admitted), "\(name) \(client)")
                }
            }
        }
    }

    @Test func speaksTheCipherSuitesItIsTold() async throws {
        var configuration = certificates.configuration
        configuration.cipherSuites = [
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_AES_256_GCM_SHA384",
        ]
        configuration.curvePreferences = ["CurveP384"]
        let tls = try TLSServer(configuration)
        try await withTLSServer(tls) { [certificates] port, _ in
            let client = "s_client -connect 127.0.0.1:\(port) -CAfile server.pem"
            for (options, suite) in [
                ("-tls1_2", "ECDHE-ECDSA-CHACHA20-POLY1305"),
                ("-tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES256-GCM-SHA384"),
                ("-tls1_3", "TLS_AES_256_GCM_SHA384"),
            ] {
                let output = try certificates.run("openssl", "\(client) \(options)").output
                #expect(output.contains("Cipher is \(suite)\n"))
                #expect(output.contains("secp384r1"))
            }
            let refused = "\(client) -tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256"
            #expect(try certificates.run("openssl", refused).status != 0)
        }
    }

    @Test func anUpdateIsForTheHandshakesToCome() async throws {
        let tls = try TLSServer(certificates.configuration)
        try certificates.makeServer("next")
        try await withTLSServer(tls) { [certificates] port, _ in
            let isNew = {
                let command = "-sS --cacert next.pem https://localhost:\(port)/metrics"
                return try certificates.run("curl", command).status == 0
            }
            // The certificate is new, the key not yet.
            let old = try certificates.run("cat", "server.pem").output
            try certificates.replaceFile("server.pem", by: "next.pem")
            #expect(throws: TLSError.self) { try tls.update(certificates.configuration) }
            #expect(try !isNew())
            try certificates.replaceFile("server.key", by: "next.key")
            #expect(try !isNew())
            try tls.update(certificates.configuration)
            #expect(try isNew())
            try certificates.write(old, to: "server.pem")
            #expect(throws: TLSError.self) { try tls.update(certificates.configuration) }
            #expect(try isNew())
        }
    }

    @Test func tellsAClientWithoutTLSWhatIsWrong() async throws {
        let tls = try TLSServer(certificates.configuration)
        try await withTLSServer(tls) { port, server in
            let client = try Client(port: port)
            try client.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
            let text = try client.readToEnd()
            #expect(statuses(text) == [400])
            #expect(text.hasSuffix("this port speaks HTTPS, not HTTP\n"))
            #expect(server.statistics.count(of: .tlsHandshake) == 1)
        }
    }

    @Test func doesNotWaitForEverForAHandshake() async throws {
        let tls = try TLSServer(certificates.configuration)
        var limits = HTTPLimits.patient
        limits.headTime = .milliseconds(50)
        try await withTLSServer(tls, limits: limits) { port, server in
            let client = try Client(port: port)
            #expect(try client.readToEnd() == "")
            try Client(port: port).send([0x16, 3, 1])
            while server.statistics.count(of: .tlsHandshake) != 2 { sched_yield() }
        }
    }

    @Test func sendsAPageOfMegabytes() async throws {
        // No octet repeats at the distance of a record or a buffer.
        let row = (0..<251).map { UInt8($0) }
        let page = [[UInt8]](repeating: row, count: 33_000).flatMap(\.self)
        try Data(page).write(to: URL(fileURLWithPath: certificates.path("page")))
        let router = Router([
            Route("GET", "/metrics") { _ in
                HTTPResponse(status: 200, body: [Array(page[..<10]), Array(page[10...])])
            }
        ])
        let tls = try TLSServer(certificates.configuration)
        try await withTLSServer(tls, handler: router) { [certificates] port, _ in
            for options in ["", "--tls-max 1.2", "--limit-rate 40M"] {
                let fetched = try Self.fetch(certificates, port, "-o got \(options)")
                #expect(fetched != nil)
                #expect(try certificates.run("cmp", "page got").status == 0)
            }
        }
    }
}
