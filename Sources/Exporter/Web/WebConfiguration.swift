import HTTP
import Kernel
import OCP

/// What `--web.config.file` asks for.
struct WebConfiguration: Sendable, Equatable {
    /// How TLS is spoken; nil for plain HTTP.
    var tls: TLSConfiguration?
    /// The bcrypt hashes of passwords by the names of their users; none if nobody has to log in.
    var users: [String: String] = [:]
    /// Header fields that are added to every answer.
    var headers: HTTPFields = []

    /// Logs a line for each way in which it lets secrets become known to others.
    func warn(_ logger: Logger) {
        if !users.isEmpty, tls == nil {
            logger.warn(
                "users log in over plain http, where others can read their passwords: add"
                    + " tls_server_config, unless only this machine can connect"
            )
        }
        guard let key = tls?.keyFile, (try? FileStamp(path: key))?.isWorldReadable == true else {
            return
        }
        logger.warn(
            "the private key can be read by every user of this machine: chmod 0400",
            ["key_file": key]
        )
    }
}

/// The header fields that exporter-toolkit lets a configuration add to answers.
enum WebHeader: String, CaseIterable {
    case contentSecurityPolicy = "Content-Security-Policy"
    case frameOptions = "X-Frame-Options"
    case contentTypeOptions = "X-Content-Type-Options"
    case xssProtection = "X-XSS-Protection"
    case strictTransportSecurity = "Strict-Transport-Security"

    /// What is wrong with a value, in words that follow the name of the field; nil if nothing is.
    func objection(to value: String) -> String? {
        let words: [String]
        switch self {
        case .frameOptions: words = ["deny", "sameorigin"]
        case .contentTypeOptions: words = ["nosniff"]
        case .contentSecurityPolicy, .xssProtection, .strictTransportSecurity: words = []
        }
        guard words.isEmpty || words.contains(value) else {
            return "must be \(words.joined(separator: " or "))"
        }
        do throws(SettingProblem) {
            _ = try HeaderField(configured: rawValue, value: value)
            return nil
        } catch {
            return error.description
        }
    }
}
