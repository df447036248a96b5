/// A web configuration file that is wrong, and what is said of it.
struct WebConfigurationMistake: Sendable {
    var text: String
    /// What follows the path of the file in each line; nil if the words do not matter.
    var lines: [String]?

    private static let hash = "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e"
    private static let identity = #"cert_file: "client.pem", key_file: "client.key""#
    private static let noHash =
        "must be a bcrypt hash with a cost of 4 to 16, as htpasswd -nBC 10 USER makes one"
    private static let noHeader =
        "cannot be configured, only Content-Security-Policy, X-Frame-Options,"
        + " X-Content-Type-Options, X-XSS-Protection, Strict-Transport-Security"

    static let all: [WebConfigurationMistake] = table.map { .init(text: $0.0, lines: $0.1) }

    private static let table: [(String, [String]?)] = [
        ("", ["is empty"]),
        ("tls_server_config:\n  cert_file: a", nil),
        ("[]", ["must be an object in braces, not an array"]),
        (
            "{ tls_server_confg: {} }",
            ["tls_server_confg: unknown key; did you mean tls_server_config?"]
        ),
        ("{ rate_limit: {} }", ["rate_limit: unknown key"]),
        (
            #"{ cert_file: "x" }"#,
            ["cert_file: unknown key; it belongs into tls_server_config"]
        ),
        (
            "{ tls_server_config: {} }",
            [
                "tls_server_config.cert_file: is missing: TLS needs cert_file and key_file",
                "tls_server_config.key_file: is missing: TLS needs cert_file and key_file",
            ]
        ),
        (
            #"{ tls_server_config: { \#(identity), cert: "-----BEGIN" } }"#,
            ["tls_server_config.cert: unknown key; did you mean cert_file?"]
        ),
        (
            #"{ tls_server_config: { \#(identity), key: "-----BEGIN" } }"#,
            ["tls_server_config.key: unknown key; did you mean key_file?"]
        ),
        (
            #"{ tls_server_config: { cert_file: "gone.pem", key_file: "client.key" } }"#,
            [
                "tls_server_config.cert_file: cannot be used: FILES/gone.pem: No such file or"
                    + " directory"
            ]
        ),
        (
            #"{ tls_server_config: { cert_file: "client.pem", key_file: "other.key" } }"#,
            [
                "tls_server_config.key_file: cannot be used: FILES/other.key: the key does not"
                    + " belong to the certificate in FILES/client.pem"
            ]
        ),
        (
            #"{ tls_server_config: { cert_file: "client.pem", key_file: "locked.key" } }"#,
            [
                "tls_server_config.key_file: cannot be used: FILES/locked.key: the file does"
                    + " not hold an unencrypted private key in PEM form"
            ]
        ),
        (
            #"""
            { tls_server_config: { \#(identity), client_auth_type: "VerifyClientCertIfGiven",
              client_ca_file: "text.pem" } }
            """#,
            [
                "tls_server_config.client_ca_file: cannot be used: FILES/text.pem: the file"
                    + " does not hold a certificate in PEM form"
            ]
        ),
        (
            #"""
            { tls_server_config: { \#(identity), client_auth_type: "RequireAndVerifyClientCrt" } }
            """#,
            [
                "tls_server_config.client_auth_type: must be one of NoClientCert,"
                    + " RequestClientCert, RequireAnyClientCert, VerifyClientCertIfGiven,"
                    + " RequireAndVerifyClientCert; did you mean RequireAndVerifyClientCert?"
            ]
        ),
        (
            #"""
            { tls_server_config: { \#(identity), client_auth_type: "VerifyClientCertIfGiven" } }
            """#,
            ["tls_server_config.client_ca_file: is missing: VerifyClientCertIfGiven needs it"]
        ),
        (
            #"{ tls_server_config: { \#(identity), client_ca_file: "authority.pem" } }"#,
            [
                "tls_server_config.client_ca_file: has no effect: with the client_auth_type"
                    + " NoClientCert no certificate is verified"
            ]
        ),
        (
            #"""
            { tls_server_config: { \#(identity), client_allowed_sans: ["a"],
              client_auth_type: "RequireAnyClientCert" } }
            """#,
            [
                "tls_server_config.client_allowed_sans: needs the client_auth_type"
                    + " RequireAndVerifyClientCert: with RequireAnyClientCert others get in too"
            ]
        ),
        (
            #"{ tls_server_config: { \#(identity), client_allowed_sans: "a" } }"#,
            [
                "tls_server_config.client_allowed_sans: must be a list in square brackets, not"
                    + " a string"
            ]
        ),
        (
            #"{ tls_server_config: { \#(identity), min_version: "TLS1.2", max_version: 13 } }"#,
            [
                "tls_server_config.min_version: must be one of TLS10, TLS11, TLS12, TLS13, not"
                    + " \"TLS1.2\"",
                "tls_server_config.max_version: must be a string in quotes, not a number",
            ]
        ),
        (
            #"""
            { tls_server_config: { \#(identity), min_version: "TLS13", max_version: "TLS12" } }
            """#,
            ["tls_server_config.min_version: is higher than max_version"]
        ),
        (
            #"""
            { tls_server_config: { \#(identity),
              cipher_suites: ["TLS_AES_128_GCM_SHA256", "AES128-SHA", 7, ""],
              curve_preferences: ["secp256r1"] } }
            """#,
            [
                "tls_server_config.cipher_suites[1]: \"AES128-SHA\" is not known, or not built"
                    + " into OpenSSL",
                "tls_server_config.cipher_suites[2]: must be a string in quotes, not a number",
                "tls_server_config.cipher_suites[3]: must not be empty",
                "tls_server_config.curve_preferences[0]: must be one of CurveP256, CurveP384,"
                    + " CurveP521, X25519, not \"secp256r1\"",
            ]
        ),
        (
            "{ basic_auth_users: {} }",
            ["basic_auth_users: names nobody: leave it out to let everybody in"]
        ),
        (
            #"""
            { basic_auth_users: { a: "secret-word", b: "", c: null, "d:e": "\#(hash)", f: 1 } }
            """#,
            [
                "basic_auth_users.a: \(noHash)", "basic_auth_users.b: \(noHash)",
                "basic_auth_users.c: has no password: give its bcrypt hash",
                "basic_auth_users.d:e: must not have a colon, which HTTP Basic cannot carry",
                "basic_auth_users.f: must be a string in quotes, not a number",
            ]
        ),
        (
            #"{ basic_auth_users: { a: "\#(hash)", a: "\#(hash)" } }"#,
            ["basic_auth_users.a: is there twice"]
        ),
        (
            #"{ basic_auth_users: { a: "${NO_SUCH}" } }"#,
            [
                "basic_auth_users.a: names the variable NO_SUCH, which the environment does not"
                    + " have"
            ]
        ),
        (
            "{ http_server_config: { http2: true } }",
            [
                "http_server_config.http2: must be false or left out: scrapes need no HTTP/2,"
                    + " and it is not spoken"
            ]
        ),
        (
            #"""
            { http_server_config: { headers: { "X-Frame-Option": "deny", "Server": "x" } } }
            """#,
            [
                "http_server_config.headers.X-Frame-Option: \(noHeader); did you mean"
                    + " X-Frame-Options?",
                "http_server_config.headers.Server: \(noHeader)",
            ]
        ),
        (
            #"""
            { http_server_config: { headers: {
              "X-Frame-Options": "allow", "X-Content-Type-Options": "sniff",
              "Content-Security-Policy": "a\r\nSet-Cookie: b", "X-XSS-Protection": "" } } }
            """#,
            [
                "http_server_config.headers.X-Frame-Options: must be deny or sameorigin",
                "http_server_config.headers.X-Content-Type-Options: must be nosniff",
                "http_server_config.headers.Content-Security-Policy: has a value with a control"
                    + " character",
                "http_server_config.headers.X-XSS-Protection: must not be empty",
            ]
        ),
    ]
}
