import COpenSSL

/// Looks into PEM files (RFC 7468).
enum PEM {
    /// Whether a key belongs to a certificate.
    enum Match {
        case yes
        case noKey
        case otherKey
    }

    /// How many certificates there are; 0 also if one of them is broken.
    static func certificates(_ bytes: [UInt8]) -> Int {
        defer { ERR_clear_error() }
        guard let source = unsafe Self.source(bytes) else { return 0 }
        defer { unsafe BIO_free(source) }
        var count = 0
        while let certificate = unsafe readCertificate(source) {
            unsafe X509_free(certificate)
            count += 1
        }
        // The end of a good file is "no start line"; anything else is a broken certificate.
        let atEnd = Int32(ERR_peek_last_error() & 0x7F_FFFF) == PEM_R_NO_START_LINE
        return atEnd ? count : 0
    }

    /// Whether the key in one text belongs to the first certificate of another.
    static func match(certificate: [UInt8], key: [UInt8]) -> Match {
        defer { ERR_clear_error() }
        guard let keySource = unsafe source(key) else { return .noKey }
        defer { unsafe BIO_free(keySource) }
        guard let privateKey = unsafe readKey(keySource)
        else { return .noKey }
        defer { unsafe EVP_PKEY_free(privateKey) }
        guard let source = unsafe source(certificate) else { return .otherKey }
        defer { unsafe BIO_free(source) }
        guard let first = unsafe readCertificate(source) else {
            return .otherKey
        }
        defer { unsafe X509_free(first) }
        return unsafe X509_check_private_key(first, privateKey) == 1 ? .yes : .otherKey
    }

    /// A source of bytes for OpenSSL that holds its own copy.
    static func source(_ bytes: [UInt8]) -> OpaquePointer? {
        guard let source = unsafe BIO_new(BIO_s_mem()) else { return nil }
        unsafe BIO_write(source, bytes, Int32(clamping: bytes.count))
        return unsafe source
    }

    /// Reads the next certificate, which the caller frees.
    ///
    /// The closure gives no pass phrase, where OpenSSL by itself would ask the terminal.
    static func readCertificate(_ source: OpaquePointer) -> OpaquePointer? {
        unsafe PEM_read_bio_X509(source, nil, { _, _, _, _ in -1 }, nil)
    }

    /// Reads the next private key, which the caller frees; nil also if it needs a pass phrase.
    private static func readKey(_ source: OpaquePointer) -> OpaquePointer? {
        unsafe PEM_read_bio_PrivateKey(source, nil, { _, _, _, _ in -1 }, nil)
    }
}
