import Foundation
import Kernel
import TestSupport
import Testing

@testable import HTTP

/// Where a server can listen, as curl finds it.
@Suite(.timeLimit(.minutes(15)))
struct ListeningTests {
    private let files: Certificates

    init() throws {
        files = try Certificates()
    }

    private static func checkThatCurlGets(_ files: Certificates, _ options: String) throws {
        let output = try files.run("curl", "-sS --max-time 300 \(options)").output
        #expect(output == "up\n")
    }

    @Test func listensInTheFileSystem() async throws {
        let path = files.path("socket")
        let server = HTTPServer(
            addresses: [.unix(path: path, mode: ListenAddress.defaultMode)],
            handler: Site.router
        )
        try await withRunning(server) { [files] _ in
            #expect(server.boundAddresses == [.unix(path: path, mode: 0o660)])
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.posixPermissions] as? Int == 0o660)
            try Self.checkThatCurlGets(files, "--unix-socket \(path) http://x/metrics")
            // Somebody answers there, so another server must not take the path over.
            let second = HTTPServer(addresses: server.boundAddresses, handler: Site.router)
            let error = #expect(throws: HTTPServerError.self) { try second.start() }
            #expect(error?.description == "cannot listen on unix:\(path): Address already in use")
            try Self.checkThatCurlGets(files, "--unix-socket \(path) http://x/metrics")
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func takesOverASocketThatNobodyAnswers() async throws {
        let path = files.path("socket")
        do {
            let left = try UnixSocket.bound(path: path, mode: 0o600)
            _ = left
        }
        #expect(FileManager.default.fileExists(atPath: path))
        let server = HTTPServer(addresses: [.unix(path: path, mode: 0o600)], handler: Site.router)
        try await withRunning(server) { [files] _ in
            try Self.checkThatCurlGets(files, "--unix-socket \(path) http://x/metrics")
        }
    }

    @Test func leavesAFileAlone() throws {
        try files.write("precious", to: "socket")
        let path = files.path("socket")
        let server = HTTPServer(addresses: [.unix(path: path, mode: 0o600)], handler: Site.router)
        #expect(throws: HTTPServerError.self) { try server.start() }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }

    @Test func leavesAFileAloneThatTookTheSocketsPlace() async throws {
        let path = files.path("socket")
        let server = HTTPServer(addresses: [.unix(path: path, mode: 0o600)], handler: Site.router)
        try await withRunning(server) { [files] _ in try files.write("precious", to: "socket") }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
    }

    @Test func listensOnSeveralAddresses() async throws {
        let server = HTTPServer(
            addresses: [.tcp(host: "127.0.0.1", port: 0), .tcp(host: "localhost", port: 0)],
            handler: Site.router
        )
        try await withRunning(server) { [files] _ in
            #expect(server.boundAddresses.count == 2)
            for address in server.boundAddresses {
                try Self.checkThatCurlGets(files, "http://\(address)/metrics")
            }
        }
    }

    @Test(.enabled(if: hasIPv6))
    func listensOnIPv6() async throws {
        let server = HTTPServer(addresses: [.tcp(host: "::1", port: 0)], handler: Site.router)
        try await withRunning(server) { [files] port in
            #expect(server.boundAddresses == [.tcp(host: "::1", port: port)])
            try Self.checkThatCurlGets(files, "-g http://[::1]:\(port)/metrics")
        }
    }

    /// Such a socket takes no IPv4, and says so, unlike one without a host.
    @Test(.enabled(if: hasIPv6))
    func listensOnEveryIPv6AddressAlone() async throws {
        let server = HTTPServer(addresses: [.tcp(host: "::", port: 0)], handler: Site.router)
        try await withRunning(server) { [files] port in
            #expect(server.boundAddresses == [.tcp(host: "::", port: port)])
            try Self.checkThatCurlGets(files, "-g http://[::1]:\(port)/metrics")
            let refused = try files.run("curl", "-sS --max-time 300 http://127.0.0.1:\(port)/")
            #expect(refused.output != "up\n")
        }
    }

    /// Clients are told apart by IPv4 address on a socket of IPv6 too.
    @Test func knowsWhereAClientIs() async throws {
        let router = Router([Route("GET", "/") { .text(200, "\($0.client)") }])
        let server = HTTPServer(addresses: [.tcp(host: nil, port: 0)], handler: router)
        try await withRunning(server) { [files] port in
            let client = try Client(port: port, from: 0x7f00_0002)
            try client.send("GET / HTTP/1.0\r\n\r\n")
            #expect(try client.readToEnd().hasSuffix("\r\n[127, 0, 0, 2]\n"))
            guard Self.hasIPv6 else { return }
            let output = try files.run("curl", "-sS -g http://[::1]:\(port)/").output
            #expect(output == "[0, 0, 0, 0, 0, 0, 0, 0]\n")
        }
    }

    @Test func withoutAHostItTakesEveryAddress() async throws {
        let server = HTTPServer(addresses: [.tcp(host: nil, port: 0)], handler: Site.router)
        try await withRunning(server) { [files] port in
            if Self.hasIPv6 { #expect(server.boundAddresses == [.tcp(host: nil, port: port)]) }
            try Self.checkThatCurlGets(files, "http://127.0.0.1:\(port)/metrics")
            if Self.hasIPv6 {
                try Self.checkThatCurlGets(files, "-g http://[::1]:\(port)/metrics")
            }
        }
    }

    @Test func listensOnASocketThatWasPassedOn() async throws {
        let passed = try InternetSocket.bound(host: "127.0.0.1", port: 0)
        #expect(listen(passed.number, 10) == 0)
        let address = ListenAddress.inherited(descriptor: dup(passed.number))
        let server = HTTPServer(addresses: [address], handler: Site.router)
        try await withRunning(server) { [files] port in
            try Self.checkThatCurlGets(files, "http://127.0.0.1:\(port)/metrics")
        }
        // Who passed it on goes on with it.
        guard case .tcp(_, let port)? = server.boundAddresses.first else { return }
        #expect(throws: Never.self) { try Client(port: port) }
    }

    @Test func refusesADescriptorThatDoesNotListen() throws {
        let server = HTTPServer(
            addresses: [.inherited(descriptor: 2147483647)],
            handler: Site.router
        )
        let error = #expect(throws: HTTPServerError.self) { try server.start() }
        #expect(
            error?.description == "cannot listen on descriptor 2147483647: Bad file descriptor"
        )
    }

    private static let hasIPv6 = (try? InternetSocket.bound(host: "::1", port: 0)) != nil
}
