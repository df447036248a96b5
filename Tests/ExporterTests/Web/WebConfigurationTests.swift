import Foundation
import HTTP
import TestSupport
import Testing

@testable import Exporter

/// What a web configuration file may say, and what is said of one that is wrong.
@Suite struct WebConfigurationReadingTests {
    private static let hash = "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e"
    private static let identity = #"cert_file: "client.pem", key_file: "client.key""#
    private static let path = ConfigurationFixture.path("files/web.json")

    private static func read(
        _ text: String,
        environment: [String: String] = [:]
    ) throws -> WebConfiguration {
        try WebConfigurationReader.read(Array(text.utf8), path: path, environment: environment)
    }

    private static func mistakes(_ text: String) throws -> [String] {
        do {
            _ = try read(text)
            return []
        } catch let error as ConfigurationMistakes {
            return error.lines.map { String($0.dropFirst(path.count + 2)) }
        }
    }

    @Test(arguments: ["{}", "{ /* nothing */ }", #"{"tls_server_config": null}"#])
    func nothingIsAskedFor(_ text: String) throws {
        #expect(try Self.read(text) == WebConfiguration())
    }

    @Test func everyKeyIsRead() throws {
        let text = """
            {
              // as exporter-toolkit has them
              "tls_server_config": {
                "cert_file": "client.pem", "key_file": "${KEY}",
                "client_ca_file": "authority.pem",
                "client_auth_type": "RequireAndVerifyClientCert",
                "client_allowed_sans": ["prometheus.example", "10.0.0.1"],
                "min_version": "TLS12", "max_version": "TLS13",
                "cipher_suites": [
                  "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305", "TLS_AES_128_GCM_SHA256",
                ],
                "prefer_server_cipher_suites": false,
                "curve_preferences": ["X25519", "CurveP256"],
              },
              "basic_auth_users": { "prometheus": "\(Self.hash)", "jürgen": "\(Self.hash)" },
              "http_server_config": {
                "http2": false,
                "headers": {
                  "Content-Security-Policy": "default-src 'none'",
                  "X-Frame-Options": "deny", "X-Content-Type-Options": "nosniff",
                  "X-XSS-Protection": "0", "Strict-Transport-Security": "max-age=31536000",
                },
              },
            }
            """
        let configuration = try Self.read(text, environment: ["KEY": "client.key"])
        var tls = TLSConfiguration(
            certificateFile: ConfigurationFixture.path("files/client.pem"),
            keyFile: ConfigurationFixture.path("files/client.key")
        )
        tls.clientCAFile = ConfigurationFixture.path("files/authority.pem")
        tls.clientAuthentication = .requireAndVerify
        tls.allowedClientNames = ["prometheus.example", "10.0.0.1"]
        tls.cipherSuites = [
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305", "TLS_AES_128_GCM_SHA256",
        ]
        tls.prefersServerCipherSuites = false
        tls.curvePreferences = ["X25519", "CurveP256"]
        #expect(configuration.tls == tls)
        #expect(configuration.users == ["prometheus": Self.hash, "jürgen": Self.hash])
        #expect(configuration.headers.lines.count == 5)
        #expect(configuration.headers["X-XSS-Protection"] == "0")
    }

    @Test(
        arguments: TLSConfiguration.ClientAuthentication.allCases.map { ($0.rawValue, $0) }
            + [("RequireClientCert", .requireAny)]
    )
    func everyNameOfGoIsKnown(
        _ name: String,
        _ type: TLSConfiguration.ClientAuthentication
    ) throws {
        let authority = type.verifies ? #", client_ca_file: "authority.pem""# : ""
        let text = """
            { tls_server_config: { \(Self.identity), client_auth_type: "\(name)"\(authority) } }
            """
        #expect(try Self.read(text).tls?.clientAuthentication == type)
    }

    @Test(arguments: WebConfigurationMistake.all)
    func everyMistakeIsTold(_ mistake: WebConfigurationMistake) throws {
        let lines = try Self.mistakes(mistake.text)
        #expect(!lines.isEmpty)
        for line in lines { #expect(!line.contains("secret-word")) }
        guard let expected = mistake.lines else { return }
        let files = ConfigurationFixture.path("files")
        #expect(lines == expected.map { $0.replacingOccurrences(of: "FILES", with: files) })
    }

    @Test func theSchemeIsThatOfTheFile() throws {
        let folder = try TemporaryFolder()
        let plain = try folder.write("{ basic_auth_users: {} }", to: "plain.json")
        let secure = try folder.write("{ tls_server_config: {} }", to: "secure.json")
        let bad = try folder.write("{", to: "bad.json")
        #expect(WebConfigurationReader.schemes(nil) == [.http])
        #expect(WebConfigurationReader.schemes(plain) == [.http, .https])
        #expect(WebConfigurationReader.schemes(secure) == [.https, .http])
        #expect(WebConfigurationReader.schemes(bad) == [.http, .https])
        #expect(WebConfigurationReader.schemes(folder.file("none")) == [.http, .https])
    }
}
