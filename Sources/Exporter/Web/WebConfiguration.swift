import HTTP
import Kernel

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
