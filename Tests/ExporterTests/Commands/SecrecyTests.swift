import Foundation
import HTTP
import TestClock
import TestSupport
import Testing

@testable import Exporter

/// Whatever the commands write, no secret is in it, even if OCP repeats what it was sent.
@Suite(.timeLimit(.minutes(15))) struct SecrecyTests {
    private static let secrets = [
        "Passw0rd-in-the-environment", "Passw0rd-in-a-file", "Secret-of-the-access-key",
        "Pr0xy-password", "T0ken-in-a-header",
    ]

    /// The secrets, and what they are on the wire.
    private static let forbidden =
        secrets
        + secrets.map { Data("exporter:\($0)".utf8).base64EncodedString() }

    /// Repeats every field of the request in the answer, as an error of OCP and of a proxy.
    private static func repeatEverything(_ request: HTTPRequest) -> HTTPResponse {
        let words = request.fields.lines.map { "\($0.name): \($0.value)" }.joined(separator: "; ")
        if request.path == "/api/v2/time" {
            return HTTPResponse(
                status: 302,
                fields: [.init("Location", "/login?\(words.prefix(60))")]
            )
        }
        let text = words.replacingOccurrences(of: "\"", with: "'")
        return .text(
            request.path == "/api/v2/info" ? 500 : 401,
            #"{"successful":false,"status":401,"error":{"code":3004,"message":"\#(text)"}}"#
        )
    }

    private static let configuration = """
        {
          ocps: [
            {
              name: "a", url: "${BASE}/a",
              basic_auth: { username: "exporter", password: "${PASSWORD}" },
              http_headers: { "X-Auth-Token": "${TOKEN}" },
            },
            {
              name: "b", url: "${BASE}/b",
              basic_auth: { username: "exporter", password_file: "password" },
            },
            { name: "c", url: "${BASE}/c", access_key: { id: "key", secret: "${KEY}" } },
            {
              name: "d", url: "http://ocp.invalid",
              basic_auth: { username: "exporter", password_file: "password" },
              proxy_url: "http://exporter:${PROXY}@${PLACE}", clusters: { ids: [1, 2] },
            },
          ],
        }
        """

    @Test(
        arguments: [
            ["doctor", "--log.level=debug"], ["once", "--log.level=debug"],
            ["once", "--log.format=json", "--log.level=debug"], ["--config.check"],
        ]
    )
    func noCommandWritesASecret(_ arguments: [String]) async throws {
        let folder = try TemporaryFolder()
        try folder.write("\(Self.secrets[1])\n", to: "password")
        let path = try folder.write(Self.configuration, to: "exporter.json")
        let output = CollectedOutput()
        _ = try await LoopbackServer.run(Self.repeatEverything) { addresses in
            await output.run(
                arguments + ["--config.file", path],
                environment: [
                    "BASE": "http://\(addresses[0])", "PLACE": "\(addresses[0])",
                    "PASSWORD": Self.secrets[0], "KEY": Self.secrets[2],
                    "PROXY": Self.secrets[3], "TOKEN": Self.secrets[4],
                ]
            )
        }
        let everything = output.written + output.complaints
        #expect(everything.count > 20)
        for secret in Self.forbidden {
            #expect(!everything.contains(secret))
        }
    }

    /// Mistakes that put a secret where another text is meant.
    @Test(
        arguments: [
            #"url: "https://exporter:${S}@ocp.example""#, #"url: "${S}""#,
            #"url: "https://${S}:x""#,
            #"name: "${S}\u0007""#, #"poll_interval: "${S}""#, #"proxy_url: "${S}""#,
            #"proxy_url: "http://u:${S}@[""#, #"clusters: { include: "(${S}" }"#,
            #"http_headers: { "X-Token": "${S}\n" }"#, #"tls_config: { ca_file: "${S}" }"#,
            #"tls_config: { cert_file: "${S}", key_file: "${S}" }"#,
            #"tls_config: { server_name: "${S}/" }"#, #"basic_auth: { username: "${S}:" }"#,
            #"basic_auth: { password_file: "${S}" }"#, #"basic_auth: { password_file: "Secret1" }"#,
            #"basic_auth: { password: "Secret1" }"#, #"access_key: { secret: "Secret1" }"#,
            #"access_key: { id: "${S} ", signing_host: "${S}/" }"#,
        ]
    )
    func noMistakeRepeatsASecret(_ member: String) async throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("{ ocps: [{ \(member) }] }", to: "exporter.json")
        let output = CollectedOutput()
        let code = await output.run(["--config.file", path], environment: ["S": "Secret1"])
        #expect(code == 2)
        #expect(!output.complaints.isEmpty)
        #expect(!output.complaints.contains("Secret1"))
    }

    @Test func noFlagRepeatsASecret() async {
        let output = CollectedOutput()
        let code = await output.run(
            [
                "--ocp.url=https://exporter:Secret1@ocp.example", "--ocp.username=exporter",
                "--ocp.password-file=Secret1",
            ]
        )
        #expect(code == 2)
        #expect(output.complaints.split(separator: "\n").count == 2)
        #expect(!output.complaints.contains("Secret1"))
    }
}
