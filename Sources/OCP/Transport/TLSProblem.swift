import COpenSSL

/// What is behind a TLS failure.
enum TLSProblem {
    case unknownIssuer
    case expired
    case notYetValid
    case wrongName
    case notTLS
    case wantsCertificate
    case refusesCertificate
    case noCommonVersion
    case other

    /// Finds out by OpenSSL's result of the check and by libcurl's words, which quote OpenSSL.
    init(_ outcome: CurlOutcome) {
        switch Int32(truncatingIfNeeded: outcome.verifyResult) {
        case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN,
            X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
            X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_CERT_UNTRUSTED:
            self = .unknownIssuer
        case X509_V_ERR_CERT_HAS_EXPIRED: self = .expired
        case X509_V_ERR_CERT_NOT_YET_VALID: self = .notYetValid
        case X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH: self = .wrongName
        default:
            let sign = Self.signs.first { outcome.says($0.text) }
            self = sign?.problem ?? (outcome.wantsCertificate ? .wantsCertificate : .other)
        }
    }

    /// The words of OpenSSL 3 and libcurl; alerts are what the other side sent.
    private static let signs: [(text: String, problem: TLSProblem)] = [
        ("does not match", .wrongName),
        ("no alternative certificate", .wrongName),
        ("wrong version number", .notTLS),
        ("packet length too long", .notTLS),
        ("record layer failure", .notTLS),
        ("http request", .notTLS),
        ("certificate required", .wantsCertificate),
        ("alert handshake failure", .wantsCertificate),
        ("alert unknown ca", .refusesCertificate),
        ("alert bad certificate", .refusesCertificate),
        ("alert certificate", .refusesCertificate),
        ("alert unsupported certificate", .refusesCertificate),
        ("alert protocol version", .noCommonVersion),
        ("unsupported protocol", .noCommonVersion),
        ("no protocols available", .noCommonVersion),
    ]
}
