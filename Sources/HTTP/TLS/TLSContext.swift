import COpenSSL
import Glibc
import Kernel

/// A configuration with its certificates, as OpenSSL holds it; it never changes.
final class TLSContext: Sendable {
    // OpenSSL allows any thread to make sessions of a context; Swift cannot know that of a pointer.
    private let address: UInt
    let allowedClientNames: [String]

    /// Reads the files and checks that everything goes together.
    init(_ configuration: TLSConfiguration) throws(TLSError) {
        try Self.check(configuration)
        ERR_clear_error()
        guard let context = SSL_CTX_new(TLS_server_method()) else {
            throw .configuration("cannot make a TLS context: \(OpenSSLReason.first)")
        }
        address = UInt(bitPattern: context)
        allowedClientNames = configuration.allowedClientNames
        SSL_CTX_set_options(context, obe_ssl_server_options)
        if configuration.prefersServerCipherSuites {
            SSL_CTX_set_options(context, obe_ssl_server_preference)
        }
        SSL_CTX_ctrl(context, SSL_CTRL_MODE, obe_ssl_modes, nil)
        // Tickets serve those who come back; a cache would only hold memory.
        SSL_CTX_ctrl(context, SSL_CTRL_SET_SESS_CACHE_MODE, Int(SSL_SESS_CACHE_OFF), nil)
        SSL_CTX_set_num_tickets(context, 1)
        SSL_CTX_ctrl(context, SSL_CTRL_SET_READ_AHEAD, 1, nil)
        SSL_CTX_set_session_id_context(context, [0x68, 0x74, 0x74, 0x70], 4)
        // OpenSSL would ask for a passphrase on the terminal.
        SSL_CTX_set_default_passwd_cb(context) { _, _, _, _ in -1 }
        try Self.setProtocol(context, configuration)
        try Self.loadIdentity(context, configuration)
        try Self.loadClientAuthorities(context, configuration)
    }

    deinit {
        SSL_CTX_free(pointer)
    }

    private var pointer: OpaquePointer? { OpaquePointer(bitPattern: address) }

    /// Begins a session on a socket, or nil if there is no memory.
    func makeSession(on descriptor: Descriptor) -> TLSSession? {
        guard let session = SSL_new(pointer) else { return nil }
        guard SSL_set_fd(session, descriptor.number) == 1 else {
            SSL_free(session)
            return nil
        }
        SSL_set_accept_state(session)
        return TLSSession(session, context: self, descriptor: descriptor)
    }

    private static func check(_ configuration: TLSConfiguration) throws(TLSError) {
        let type = configuration.clientAuthentication
        guard !type.verifies || configuration.clientCAFile != nil else {
            throw .setting("client_ca_file", "is missing: \(type.rawValue) needs it")
        }
        guard type.verifies || configuration.clientCAFile == nil else {
            throw .setting(
                "client_ca_file",
                "has no effect: with the client_auth_type \(type.rawValue) no certificate is verified"
            )
        }
        // With anything less a client without a certificate, or with one of its own making, gets in.
        guard configuration.allowedClientNames.isEmpty || type == .requireAndVerify else {
            throw .setting(
                "client_allowed_sans",
                "needs the client_auth_type RequireAndVerifyClientCert: with \(type.rawValue) others"
                    + " get in too"
            )
        }
    }

    private static func loadIdentity(
        _ context: OpaquePointer,
        _ configuration: TLSConfiguration
    ) throws(TLSError) {
        let (certificate, key) = (configuration.certificateFile, configuration.keyFile)
        try checkReadable(certificate)
        guard SSL_CTX_use_certificate_chain_file(context, certificate) == 1 else {
            throw .file(certificate, reason: OpenSSLReason.first("a certificate"))
        }
        try checkReadable(key)
        guard SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1,
            SSL_CTX_check_private_key(context) == 1
        else {
            throw .file(
                key,
                reason: OpenSSLReason.first("an unencrypted private key", for: certificate)
            )
        }
    }

    private static func loadClientAuthorities(
        _ context: OpaquePointer,
        _ configuration: TLSConfiguration
    ) throws(TLSError) {
        let authentication = configuration.clientAuthentication
        if let file = configuration.clientCAFile {
            try checkReadable(file)
            guard SSL_CTX_load_verify_locations(context, file, nil) == 1,
                let names = SSL_load_client_CA_file(file)
            else { throw .file(file, reason: OpenSSLReason.first("a certificate")) }
            SSL_CTX_set_client_CA_list(context, names)
        }
        guard authentication != .none else { return }
        var mode = SSL_VERIFY_PEER
        if authentication == .requireAny || authentication == .requireAndVerify {
            mode |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT
        }
        if authentication.verifies {
            SSL_CTX_set_verify(context, mode, nil)
        } else {
            SSL_CTX_set_verify(context, mode) { _, _ in 1 }
        }
    }

    /// Sees to it that an unreadable file is named with the system's reason, and that what OpenSSL
    /// says afterwards is about this file.
    private static func checkReadable(_ path: String) throws(TLSError) {
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { throw .file(path, reason: SystemError.last.description) }
        close(number)
        ERR_clear_error()
    }
}

/// What OpenSSL said about why something failed.
enum OpenSSLReason {
    /// The first reason since the queue of this thread was cleared, which is the root of the others.
    static var first: String {
        let code = ERR_peek_error()
        guard let text = ERR_reason_error_string(code) else { return "error \(code)" }
        return String(cString: text)
    }

    /// That reason in words about a file that should hold something, perhaps something that
    /// belongs to what another file holds.
    static func first(_ content: String, for other: String = "") -> String {
        switch first {
        case "no start line", "no certificate or crl found", "unsupported", "bad decrypt",
            "problems getting password", "bad password read", "interrupted or cancelled":
            "the file does not hold \(content) in PEM form"
        case "key values mismatch", "key type mismatch":
            "the key does not belong to the certificate in \(other)"
        default:
            "the file does not hold \(content) that can be used: \(first)"
        }
    }
}
