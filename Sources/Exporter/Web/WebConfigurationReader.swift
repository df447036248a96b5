import HTTP
import JSON

/// Reads the web configuration file: the keys of exporter-toolkit's in JSON.
struct WebConfigurationReader {
    private let reader: ConfigurationReader
    private let root: ConfigurationObject

    /// Reads a file and the files that it names.
    ///
    /// - Parameters:
    ///   - bytes: the text of the file.
    ///   - path: its path; relative paths in it begin at its folder.
    ///   - environment: the variables for `${NAME}`.
    /// - Returns: what it asks for.
    /// - Throws: every mistake at once.
    static func read(
        _ bytes: [UInt8],
        path: String,
        environment: [String: String]
    ) throws(ConfigurationMistakes) -> WebConfiguration {
        let reader = ConfigurationReader(path: path, environment: environment)
        let configuration = reader.object(bytes, keys: ConfigurationKeys.web).map {
            WebConfigurationReader(reader: reader, root: $0).read()
        }
        let lines = reader.problems.lines
        guard let configuration, lines.isEmpty else { throw ConfigurationMistakes(lines: lines) }
        return configuration
    }

    /// How an exporter with this web configuration file is spoken to, the likeliest way first.
    ///
    /// The file may have changed since the exporter read it, and may be bad now.
    static func schemes(_ path: String?) -> [Healthcheck.Scheme] {
        guard let path else { return [.http] }
        let root = (try? TextFile.bytes(path))
            .flatMap { try? JSONDocument($0, dialect: .relaxed).root }
        return root?["tls_server_config"]?.object == nil ? [.http, .https] : [.https, .http]
    }

    private func read() -> WebConfiguration {
        WebConfiguration(
            tls: root.object("tls_server_config", keys: ConfigurationKeys.tlsServer)
                .flatMap { TLSServerConfigReader(object: $0).read() },
            users: readUsers(),
            headers: readHeaders()
        )
    }

    private func readUsers() -> [String: String] {
        guard let object = root.object("basic_auth_users", keys: nil) else { return [:] }
        if object.keys.isEmpty {
            root.problem("basic_auth_users", "names nobody: leave it out to let everybody in")
        }
        var users: [String: String] = [:]
        for name in object.keys {
            if let words = name.isEmpty ? "is a name without letters" : SettingRule.username(name) {
                object.problem(name, words)
            }
            guard object.has(name) else {
                object.problem(name, "has no password: give its bcrypt hash")
                continue
            }
            guard let hash = object.text(name) else { continue }
            if (try? PasswordVerifier(users: [name: hash])) == nil {
                object.problem(
                    name,
                    "must be a bcrypt hash with a cost of 4 to 16, as"
                        + " htpasswd -nBC 10 USER makes one"
                )
            }
            users[name] = hash
        }
        return users
    }

    private func readHeaders() -> HTTPFields {
        guard
            let server = root.object("http_server_config", keys: ConfigurationKeys.httpServer)
        else { return [] }
        if server.bool("http2") == true {
            server.problem(
                "http2",
                "must be false or left out: scrapes need no HTTP/2, and it is not spoken"
            )
        }
        guard let object = server.object("headers", keys: nil) else { return [] }
        var fields: HTTPFields = []
        for name in object.keys {
            guard let header = WebHeader(rawValue: name) else {
                let all = WebHeader.allCases.map(\.rawValue)
                object.problem(
                    name,
                    "cannot be configured, only \(all.joined(separator: ", "))"
                        + NearestName.hint(name, among: all)
                )
                continue
            }
            guard let value = object.string(name, checked: header.objection(to:)) else { continue }
            fields.append(name, value)
        }
        return fields
    }
}
