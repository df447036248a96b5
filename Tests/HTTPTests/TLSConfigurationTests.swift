import HTTP
import TestSupport
import Testing

/// What is wrong with a configuration is said with the name of the file.
@Suite(.timeLimit(.minutes(15)))
struct TLSRefusalTests {
    private let certificates: Certificates

    init() throws {
        certificates = try Certificates()
    }

    private func refusal(_ change: (inout TLSConfiguration) throws -> Void) throws -> String? {
        var configuration = certificates.configuration
        try change(&configuration)
        let error = #expect(throws: TLSError.self) { try TLSServer(configuration) }
        return error?.description
    }

    @Test func namesTheFile() throws {
        let path = certificates.path
        try certificates.write("nothing", to: "garbage.pem")
        try certificates.makeServer("other")
        try certificates.openssl("ec -in server.key -aes256 -passout pass:secret -out locked.key")
        #expect(
            try refusal { $0.certificateFile = path("absent.pem") }
                == "\(path("absent.pem")): No such file or directory"
        )
        #expect(
            try refusal { $0.keyFile = path("absent.key") }
                == "\(path("absent.key")): No such file or directory"
        )
        #expect(
            try refusal { $0.certificateFile = path("garbage.pem") }
                == "\(path("garbage.pem")): the file does not hold a certificate in PEM form"
        )
        #expect(
            try refusal { $0.keyFile = path("garbage.pem") }
                == "\(path("garbage.pem")): the file does not hold an unencrypted private key in PEM form"
        )
        #expect(
            try refusal { $0.keyFile = path("locked.key") }
                == "\(path("locked.key")): the file does not hold an unencrypted private key in PEM form"
        )
        #expect(
            try refusal { $0.keyFile = path("other.key") }
                == "\(path("other.key")): the key does not belong to the certificate in "
                + path("server.pem")
        )
        #expect(
            try refusal {
                $0.clientAuthentication = .requireAndVerify
                $0.clientCAFile = path("garbage.pem")
            } == "\(path("garbage.pem")): the file does not hold a certificate in PEM form"
        )
    }

    @Test func namesTheValue() throws {
        #expect(
            try refusal { $0.clientCAFile = certificates.path("ca.pem") }
                == "client_ca_file has no effect: with the client_auth_type NoClientCert no "
                + "certificate is verified"
        )
        #expect(
            try refusal { $0.clientAuthentication = .verifyIfGiven }
                == "client_ca_file is missing: VerifyClientCertIfGiven needs it"
        )
        #expect(
            try refusal { $0.allowedClientNames = ["x"] }
                == "client_allowed_sans needs the client_auth_type RequireAndVerifyClientCert: with "
                + "NoClientCert others get in too"
        )
        #expect(
            try refusal {
                $0.clientAuthentication = .verifyIfGiven
                $0.clientCAFile = certificates.path("ca.pem")
                $0.allowedClientNames = ["x"]
            }
                == "client_allowed_sans needs the client_auth_type RequireAndVerifyClientCert: with "
                + "VerifyClientCertIfGiven others get in too"
        )
        #expect(
            try refusal {
                $0.minimumVersion = .tls13; $0.maximumVersion = .tls12
            }
                == "min_version is higher than max_version"
        )
        #expect(
            try refusal { $0.cipherSuites = ["TLS_NO_SUCH"] }
                == "the cipher suite TLS_NO_SUCH is not known"
        )
        #expect(
            try refusal { $0.curvePreferences = ["Curve25519"] }
                == "the curve Curve25519 is not known"
        )
    }

    @Test(arguments: [
        ("TLS_AES_128_GCM_SHA256", true), ("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", true),
        ("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305", true),
        ("TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", true),
        ("ECDHE-RSA-AES128-GCM-SHA256", false), ("TLS_AES_NONE", false), ("", false),
    ])
    func knowsCipherSuitesByTheNamesOfTheStandards(_ name: String, _ isKnown: Bool) {
        #expect(TLSConfiguration.hasCipherSuite(name) == isKnown)
    }
}
