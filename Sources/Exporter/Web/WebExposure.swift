import HTTP
import OCP

/// Warns of ways in which a web configuration lets secrets become known to others.
struct WebExposure {
    let configuration: WebConfiguration

    /// Logs a line for each.
    func warn(_ logger: Logger) {
        if !configuration.users.isEmpty, configuration.tls == nil {
            logger.warn(
                "users log in over plain http, where others can read their passwords: add"
                    + " tls_server_config, unless only this machine can connect"
            )
        }
        guard let key = configuration.tls?.keyFile,
            SecretReader(.file(path: key)).exposure == .everyone
        else { return }
        logger.warn(
            "the private key can be read by every user of this machine: chmod 0400",
            ["key_file": key]
        )
    }
}
