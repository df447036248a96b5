import OCP

/// What to do about each reason; the README's table says the same at length.
enum Advice {
    /// The step of an examination that a reason belongs to.
    static func step(_ reason: FailureReason) -> String {
        switch reason {
        case .dns: "name"
        case .connect, .timeout: "connection"
        case .tls: "certificate"
        case .unauthorized: "credentials"
        case .forbidden: "permission"
        case .throttled: "quota"
        case .notFound, .clientError, .serverError, .redirected, .notJSON, .tooLarge, .malformed,
            .unsuccessful:
            "answer"
        }
    }

    /// A sentence without its full stop.
    static func text(_ reason: FailureReason) -> String {
        switch reason {
        case .dns: "correct the host in the url, or this machine's name resolution"
        case .connect: "correct the port in the url, start OCP, or open the firewalls on the way"
        case .tls:
            "give the authority of OCP's certificate as ca_file, have the certificate"
                + " renewed, or give a name that is in it as server_name"
        case .timeout: "open the firewalls on the way, or raise poll_timeout"
        case .unauthorized:
            "correct the user and the secret; do not try too often, as OCP locks an"
                + " account for 30 minutes after 20 failures"
        case .forbidden:
            "give the account a role with read-only permission on the clusters and on"
                + " backup and recovery"
        case .notFound:
            "correct the cluster's id: it is OCP's own, the one in the console's"
                + " address, not the cluster id inside OceanBase"
        case .throttled: "raise the account's limit in OCP, or poll_interval here"
        case .clientError: "correct the url; the message says what OCP objects to"
        case .serverError: "look into OCP's log, and whether OCP reaches the cluster"
        case .redirected: "give the address that it points to as the url, if that is OCP's API"
        case .notJSON: "correct the url: something else answers, such as a proxy or a log-in page"
        case .tooLarge: "correct the url: no answer of OCP is that large"
        case .malformed: "correct the url; if that is OCP's answer, please report it"
        case .unsuccessful: "look into OCP's console: the message is its own"
        }
    }
}
