import Foundation

/// Certificates that the `openssl` command makes, in a folder of their own.
package final class Certificates: Sendable {
    package struct Failure: Error {
        package let command: String
        package let output: String
    }

    package let directory: TemporaryFolder

    /// Makes an authority `ca`.
    package init(authority name: String) throws {
        directory = try TemporaryFolder()
        try makeAuthority("ca", subject: "/O=Exporter Tests/CN=\(name)")
    }

    /// The path of a file in the directory.
    package func path(_ name: String) -> String { directory.file(name) }

    /// Makes `NAME.pem` and `NAME.key`, self-signed and fit to sign others.
    package func makeAuthority(
        _ name: String,
        subject: String? = nil,
        names: String? = nil
    ) throws {
        try openssl(
            ["req", "-x509", "-utf8", "-days", "30", "-out", "\(name).pem"]
                + Self.key(name, subject)
                + (names.map { ["-addext", "subjectAltName=\($0)"] } ?? [])
        )
    }

    /// Makes `NAME.pem` and `NAME.key`, signed by an authority, and gives their paths.
    @discardableResult
    package func issue(
        _ name: String,
        by authority: String = "ca",
        names: String = "DNS:localhost,IP:127.0.0.1",
        days: Int = 30
    ) throws -> (certificate: String, key: String) {
        try openssl(["req", "-new", "-out", "\(name).csr"] + Self.key(name, nil))
        try write("subjectAltName=\(names)", to: "extensions")
        try openssl([
            "x509", "-req", "-in", "\(name).csr", "-CA", "\(authority).pem",
            "-CAkey", "\(authority).key", "-set_serial", "\(UInt32.random(in: 1...UInt32.max))",
            "-days", "\(days)", "-extfile", "extensions", "-out", "\(name).pem",
        ])
        return (path("\(name).pem"), path("\(name).key"))
    }

    /// The arguments of `openssl req` for a new key and for whom it is.
    private static func key(_ name: String, _ subject: String?) -> [String] {
        [
            "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-keyout", "\(name).key", "-subj", subject ?? "/CN=\(name)",
        ]
    }

    /// Writes a file.
    package func write(_ text: String, to name: String) throws {
        try directory.write(text, to: name)
    }

    /// Puts one file in the place of another at once.
    package func replaceFile(_ name: String, by other: String) throws {
        try write(String(contentsOfFile: path(other), encoding: .utf8), to: name)
    }

    /// Runs `openssl` in the folder; arguments stand between spaces.
    package func openssl(_ arguments: String) throws {
        try openssl(arguments.split(separator: " ").map(String.init))
    }

    private func openssl(_ arguments: [String]) throws {
        let result = try Command(["openssl"] + arguments, in: directory.path).runBlocking()
        guard result.status == 0 else {
            throw Failure(command: arguments.joined(separator: " "), output: result.output)
        }
    }

    /// Runs a command in the directory.
    package func run(_ command: String, _ arguments: String) throws -> Command.Result {
        let words = [command] + arguments.split(separator: " ").map(String.init)
        return try Command(words, in: directory.path).runBlocking()
    }
}
