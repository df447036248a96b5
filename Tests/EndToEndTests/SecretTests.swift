import Foundation
import OCPSimulator
import TestClock
import Testing
import TestSupport

/// No secret comes out of the exporter, whatever happens to it.
@Suite(.timeLimit(.minutes(15))) struct SecretOutputTests {
    private static let passwords = ["first-pass-w0rd", "second-pass-w0rd", "wr0ng-pass-word"]
    private static let keys = ["first-access-secret", "wr0ng-access-secret"]

    /// All forms in which a secret is kept or sent.
    private static func forms(of secret: String) -> [String] {
        let logOn = Data("exporter:\(secret)".utf8).base64EncodedString()
        let alone = Data(secret.utf8).base64EncodedString()
        let hexadecimal = secret.utf8.map { String($0, radix: 16) }.joined()
        // Without their padding and last digit, which depend on what stands behind.
        return [secret, hexadecimal] + [logOn, alone].map { String($0.dropLast(3)) }
    }

    @Test func appearNowhere() async throws {
        let account = SimulatedAccount(
            password: Self.passwords[0],
            accessKey: .init(id: "AK-1", secret: Self.keys[0])
        )
        try await RunningSimulator.run {
            $0.account = account
        } _: { ocp in
            let echo = try Self.echo()
            defer { echo.stop() }
            let directory = try TemporaryFolder()
            try directory.write(Self.passwords[0], to: "password")
            try directory.write(Self.passwords[2], to: "wrong")
            try directory.write(Self.keys[0], to: "key")
            try directory.write(Self.keys[1], to: "wrong-key")
            try await RunningExporter.run(
                Self.configuration(ocp.url, echo.url),
                in: directory
            ) { exporter in
                try await exporter.time.waitForSleepers(5)
                let page = try await exporter.page { $0.all("oceanbase_ocp_up").count == 5 }
                // By name: basic, key, wrong, wrong-key, echo.
                #expect(page.all("oceanbase_ocp_up").map(\.value) == [1, 1, 0, 0, 1])
                _ = try await exporter.ask("GET", "/")
                // The file is rotated before OCP, and the other way round.
                try directory.write(Self.passwords[1], to: "password")
                exporter.time.advance(by: .seconds(60))
                _ = try await exporter.page {
                    $0.all("oceanbase_ocp_up", ["ocp": "basic"]).map(\.value) == [0]
                }
                var rotated = account
                rotated.password = Self.passwords[1]
                ocp.simulator.setAccount(rotated)
                while ocp.simulator.requests.count(.accepted) < 40 {
                    exporter.time.advance(by: .seconds(60))
                    _ = try await exporter.page()
                }
                // A configuration whose mistakes stand next to secrets.
                try directory.write(
                    Self.configuration(ocp.url, echo.url)
                        .replacingOccurrences(of: "password_file", with: "pasword_file"),
                    to: "config.json"
                )
                #expect(try await exporter.ask("POST", "/-/reload").status == 500)
                _ = try await exporter.ask("GET", "/")
                _ = try await exporter.ask("GET", "/nowhere")
                Self.check(exporter.output)
            }
        }
    }

    private static func configuration(_ ocp: String, _ echo: String) -> String {
        """
        { ocps: [
          { name: "basic", url: "\(ocp)",
            basic_auth: { username: "exporter", password_file: "password" } },
          { name: "key", url: "\(ocp)", access_key: { id: "AK-1", secret_file: "key" } },
          { name: "wrong", url: "\(ocp)",
            basic_auth: { username: "exporter", password_file: "wrong" } },
          { name: "wrong-key", url: "\(ocp)", access_key: { id: "AK-1", secret_file: "wrong-key" } },
          { name: "echo", url: "\(echo)",
            basic_auth: { username: "exporter", password_file: "wrong" } },
        ] }
        """
    }

    /// An OCP that repeats the credentials wherever it can.
    private static func echo() throws -> FaultServer {
        let word = passwords[2]
        let token = Data("exporter:\(word)".utf8).base64EncodedString()
        return try FaultServer(answering: { target in
            if target.hasPrefix("/api/v2/ob/clusters?") {
                let names = #"[{"id":1,"name":"\#(word)"},{"id":2,"name":"\#(token)"},{"id":3}]"#
                return [.send(Wire.answer(Wire.envelope(names)))]
            }
            if target.hasPrefix("/api/v2/ob/clusters/1/") {
                let data =
                    #"{"clusterName":"\#(word)","backupScheduleStatus":"\#(token)","#
                    + #""backupSize":"\#(word)","obVersion":"x \#(token) y"}"#
                return [.send(Wire.answer(Wire.envelope(data)))]
            }
            let message = "user exporter, password \(word), sent Basic \(token)"
            return [
                .send(
                    Wire.answer(
                        Wire.error(400, code: "\"\(word)\"", message: message),
                        status: "400 \(word)",
                        "Location: http://exporter:\(word)@elsewhere.invalid/?token=\(token)"
                    )
                )
            ]
        })
    }

    private static func check(_ output: String) {
        #expect(output.contains("oceanbase_ocp_up"))
        #expect(output.contains("&lt;redacted&gt;") || output.contains("<redacted>"))
        for secret in passwords + keys {
            for form in forms(of: secret) {
                #expect(!output.contains(form), "a form of \(secret)")
            }
        }
    }
}
