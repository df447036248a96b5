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
        case .dns:
            "correct the host in the url, or that of the proxy, or this machine's name resolution"
        case .connect:
            "correct the port in the url, start OCP, or open the firewalls and proxies on the way"
        case .tls:
            "what the message says: ca_file is for an authority that is not trusted, server_name for"
                + " a certificate with another name, cert_file and key_file for an OCP that asks for"
                + " one of ours"
        case .timeout:
            "open the firewalls on the way if no connection came about; else look into OCP's log, or"
                + " raise poll_timeout"
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

    /// The same once OCP has let us in: url, name, port and firewalls are right then.
    static func textAfterLogOn(_ reason: FailureReason) -> String {
        switch reason {
        case .dns: "look into this machine's name resolution: it worked a moment ago"
        case .connect, .tls:
            "look into OCP's log, and into what stands in front of it: it answered a moment ago"
        case .timeout: "look into why OCP takes so long for these, or raise poll_timeout"
        case .clientError, .tooLarge, .malformed:
            "please report it, with OCP's version: other answers of this OCP can be read"
        case .redirected, .notJSON:
            "look into what stands in front of OCP; if nothing does, this version of OCP lacks the"
                + " endpoint"
        case .unauthorized, .forbidden, .notFound, .throttled, .serverError, .unsuccessful:
            text(reason)
        }
    }
}
