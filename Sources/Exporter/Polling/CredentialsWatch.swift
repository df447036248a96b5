import Kernel
import OCP
import Synchronization

/// Says in the log what is wrong with an OCP's credentials, once for each change.
final class CredentialsWatch: Sendable {
    private let settings: OCPSettings
    private let logger: Logger
    private let problem = Mutex<FileProblem?>(nil)

    /// Makes a watch that has said nothing yet.
    init(settings: OCPSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
    }

    /// Warns of ways in which the credentials may become known to others.
    func warnOfExposure(_ credentials: CredentialsState) {
        let ocp = settings.name
        if credentials.exposure == .everyone {
            logger.warn(
                "the file with the secret can be read by every user of this machine: chmod 0400",
                ["ocp": ocp]
            )
        }
        if settings.connection.isReadableOnTheWay, case .basic = settings.credentials {
            logger.warn(
                "the password is sent over plain http: use https or an access key",
                ["ocp": ocp]
            )
        }
        if settings.connection.tls.insecureSkipVerify {
            logger.warn(
                "insecure_skip_verify is on: anybody in between can read the credentials and make"
                    + " up answers",
                ["ocp": ocp]
            )
        }
    }

    /// Logs that the secret's file cannot be read, when that begins and when it ends.
    func report(_ credentials: CredentialsState) {
        let now = credentials.problem
        let before = problem.withLock { problem in
            defer { problem = now }
            return problem
        }
        guard now != before else { return }
        if let now {
            logger.error(
                "the secret cannot be read; the last good one is used",
                ["ocp": settings.name, "err": now.description]
            )
        } else {
            logger.info("the secret can be read again", ["ocp": settings.name])
        }
    }
}
