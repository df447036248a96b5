import COpenSSL

/// One certificate of a server's chain, for people to look at.
package struct CertificateSummary: Sendable, Equatable {
    /// Whom it is for, such as `CN = ocp.example, O = Example`.
    package var subject: String
    /// Who signed it.
    package var issuer: String
    /// The host names and addresses that it is for.
    package var names: [String]
    /// From when it is valid, in seconds since 1970.
    package var notBefore: Double?
    /// Until when it is valid, in seconds since 1970.
    package var notAfter: Double?

    /// True if it was signed with its own key, as far as the names tell.
    package var isSelfSigned: Bool { subject == issuer }

    /// Reads a certificate in PEM form; nil if it is none.
    init?(pem: [UInt8]) {
        defer { ERR_clear_error() }
        guard let source = unsafe PEM.source(pem) else { return nil }
        defer { unsafe BIO_free(source) }
        guard let certificate = unsafe PEM.readCertificate(source) else {
            return nil
        }
        defer { unsafe X509_free(certificate) }
        subject = unsafe Self.text {
            unsafe X509_NAME_print_ex($0, X509_get_subject_name(certificate), 0, Self.nameFlags)
        }
        issuer = unsafe Self.text {
            unsafe X509_NAME_print_ex($0, X509_get_issuer_name(certificate), 0, Self.nameFlags)
        }
        let alternatives = unsafe Self.text { sink in
            let index = unsafe X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1)
            guard index >= 0 else { return }
            unsafe X509V3_EXT_print(sink, X509_get_ext(certificate, index), 0, 0)
        }
        names = alternatives.isEmpty ? [] : Self.split(alternatives)
        notBefore = unsafe Self.seconds(X509_get0_notBefore(certificate))
        notAfter = unsafe Self.seconds(X509_get0_notAfter(certificate))
    }

    /// `CN = a, O = b`, with UTF-8 as it is and control characters escaped.
    private static let nameFlags =
        UInt(ASN1_STRFLGS_ESC_2253 | ASN1_STRFLGS_ESC_CTRL | ASN1_STRFLGS_UTF8_CONVERT)
        | UInt(ASN1_STRFLGS_DUMP_UNKNOWN | ASN1_STRFLGS_DUMP_DER)
        | UInt(XN_FLAG_SEP_CPLUS_SPC) | UInt(XN_FLAG_SPC_EQ)

    /// Turns `DNS:a.example, IP Address:127.0.0.1` into names.
    private static func split(_ alternatives: String) -> [String] {
        alternatives.split(separator: ",").map { entry in
            let name = entry.drop { $0 == " " }
            return String(name.firstIndex(of: ":").map { name[name.index(after: $0)...] } ?? name)
        }
    }

    private static func text(_ print: (OpaquePointer) -> Void) -> String {
        guard let sink = unsafe BIO_new(BIO_s_mem()) else { return "" }
        defer { unsafe BIO_free(sink) }
        unsafe print(sink)
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = unsafe BIO_read(sink, &bytes, Int32(bytes.count))
        guard count > 0 else { return "" }
        return PrintableText.escaped(String(decoding: bytes.prefix(Int(count)), as: UTF8.self))
    }

    private static func seconds(_ time: UnsafePointer<ASN1_TIME>?) -> Double? {
        guard let time = unsafe time else { return nil }
        var parts = unsafe tm()
        guard unsafe ASN1_TIME_to_tm(time, &parts) == 1 else { return nil }
        return unsafe Double(timegm(&parts))
    }
}

extension CurlTransport {
    /// The certificates that the server of these settings shows, its own first.
    ///
    /// They are not checked, so that a certificate that is not accepted can be looked at. Nothing is
    /// sent but the handshake, so no credentials either.
    ///
    /// - Parameter settings: where to connect to.
    /// - Returns: the certificates; none for an address with `http`.
    /// - Throws: ``OCPError`` with the reason `dns`, `connect`, `tls` or `timeout`;
    ///   `CancellationError`.
    package func certificates(
        _ settings: ConnectionSettings
    ) async throws -> [CertificateSummary] {
        let request = TransportRequest(settings: settings, target: "/", headers: [])
        let outcome = try await run(request, isProbe: true)
        if let error = outcome.failure(of: settings) { throw error }
        return outcome.certificates.compactMap(CertificateSummary.init)
    }
}
